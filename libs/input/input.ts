import { BadInput, isId, isWellFormed, Refusal } from '#kernel';
import { z } from 'zod';

/** A text of `least` to `most` characters (Unicode code points) that the database can store as it is. */
export function text(most: number, least = 0): z.ZodType<string> {
  return z.string().superRefine((value, context) => {
    for (const flaw of flawsOf(value, most, least)) context.addIssue(flaw);
  });
}

function flawsOf(value: string, most: number, least: number): string[] {
  const flaws: string[] = [];
  if (!isWellFormed(value)) flaws.push('must not contain NUL characters or broken surrogate pairs');
  // Counting code points is only needed where code units leave it open.
  const length = value.length > most ? [...value].length : value.length;
  if (length > most) flaws.push(`must have at most ${most.toLocaleString('en')} characters`);
  if (least > 0 && value.trim().length < least) flaws.push('must not be empty');
  return flaws;
}

/**
 * A text of a query's arguments as it is; throws BadInput when it has more than `most` characters or the
 * database could not hold it.
 */
export function requireText(value: string, most: number, name: string): string {
  const [flaw] = flawsOf(value, most, 0);
  if (flaw !== undefined) throw new BadInput(`${name} ${flaw}`);
  return value;
}

/** The longest of "other strings" in the contract. */
export const SHORT_TEXT = 1_000;

/** An id of ours. Whether it exists is another question. */
export const id = z.string().refine(isId, 'is not an id');

/** Years that every part of the system can store and write with four digits. */
const [EARLIEST, LATEST] = [Date.UTC(1000, 0, 1), Date.UTC(10_000, 0, 1)];

/** Whether a moment can be stored and written back the same. */
export function isStorable(moment: Date): boolean {
  return moment.getTime() >= EARLIEST && moment.getTime() < LATEST;
}

const FAR_AWAY = 'must lie between the years 1000 and 9999';

/** A calendar day, ISO 8601. */
export const day = z.iso
  .date('must be a date such as 2026-11-21')
  .refine((value) => isStorable(new Date(value)), FAR_AWAY);

/** A moment: RFC 3339, or a Date. */
export const moment = z
  .union([z.date(), z.iso.datetime({ offset: true, error: 'must be a time such as 2026-11-21T09:00:00Z' })])
  .transform((value) => new Date(value))
  .refine(isStorable, FAR_AWAY);

/**
 * Validates a mutation's input. Throws a Refusal with one INVALID error for every violation, each with its
 * path; `at` is the path of the value within the mutation's arguments.
 */
export function parseInput<T>(schema: z.ZodType<T>, value: unknown, at: readonly string[] = []): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Refusal(
    parsed.error.issues.map((issue) => {
      const field = [...at, ...issue.path.map(String)];
      const name = field.at(-1) ?? 'input';
      return { code: 'INVALID', message: `${name}: ${issue.message}`, field };
    }),
  );
}
