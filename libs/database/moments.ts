import pg from 'pg';

/** As PostgreSQL writes a moment of the years 1000 to 9999 in UTC, but for the fraction: 2026-11-22 20:51:14.059+00 */
const SHORTEST = '2026-11-22 20:51:14+00'.length;
const LONGEST = '2026-11-22 20:51:14.059123+00'.length;

const general = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ) as (text: string) => unknown;

/**
 * A timestamptz as PostgreSQL writes it, to the millisecond. What is in UTC is read by its places, since there are
 * twenty and more on a page: `pg` takes three times as long, for it reads whatever PostgreSQL may write, and is
 * left everything else, such as other time zones and infinity.
 */
export function momentOf(text: string): unknown {
  const { length } = text;
  const isUsual = length >= SHORTEST && length <= LONGEST && text[4] === '-' && text[0] !== '0';
  if (!isUsual || !text.endsWith('+00')) return general(text);
  const fraction = text.slice(20, -3).slice(0, 3).padEnd(3, '0');
  return new Date(
    Date.UTC(
      Number(text.slice(0, 4)),
      Number(text.slice(5, 7)) - 1,
      Number(text.slice(8, 10)),
      Number(text.slice(11, 13)),
      Number(text.slice(14, 16)),
      Number(text.slice(17, 19)),
      Number(fraction),
    ),
  );
}
