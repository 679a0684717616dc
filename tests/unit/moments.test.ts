import fc from 'fast-check';
import pg from 'pg';
import { momentOf } from '../../libs/database/moments.ts';

/** What PostgreSQL writes in UTC: no fraction without one, and none of its last noughts. */
function written(moment: Date, micros = 0): string {
  const [day, time] = moment.toISOString().slice(0, 23).split('T') as [string, string];
  const fraction = `${time.slice(9)}${String(micros).padStart(3, '0')}`.replace(/0+$/, '');
  return `${day} ${time.slice(0, 8)}${fraction === '' ? '' : `.${fraction}`}+00`;
}

const dates = fc.date({
  min: new Date('1000-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59.999Z'),
  noInvalidDate: true,
});

test('reads every moment to the millisecond, whatever comes behind', () => {
  fc.assert(
    fc.property(dates, fc.integer({ min: 0, max: 999 }), (date, micros) => {
      expect(momentOf(written(date, micros))).toEqual(date);
    }),
    { examples: [[new Date('2026-11-22T20:00:00Z'), 0]] },
  );
});

test.each([
  'infinity',
  '-infinity',
  '0044-03-15 12:00:00+00 BC',
  '0999-12-31 23:59:59.5+00',
  '0099-01-01 00:00:00+00',
  '12026-11-22 20:51:14+00',
  '2026-11-22 20:51:14.059+01',
  '2026-11-22 20:51:14.059-05:30',
  '1900-01-01 00:00:00+00:19:32',
])('leaves %s to pg', (text) => {
  expect(momentOf(text)).toEqual(pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ)(text));
});
