import { createHash } from 'node:crypto';
import { isCountry } from '#institutions';
import { day, SHORT_TEXT, text } from '#input';
import { z } from 'zod';
import { rorIdOf } from '../partner-id.ts';
import { RecordError } from '../registry/registry-record.ts';

/** One entry of a public list. */
export interface ListEntry {
  /** What tells it from the others of its list, in every release. */
  key: string;
  /** The name on the list first, then other names that it gives. */
  names: string[];
  category: string;
  summary: string | null;
  sourceUrl: string | null;
  asOf: string | null;
  /** ISO 3166-1 alpha-2; null where the list does not say. */
  country: string | null;
  rorId: string | null;
}

const LONGEST_SUMMARY = 2_000;

const short = text(SHORT_TEXT);
const blankIsNone = z
  .string()
  .nullish()
  .transform((value) => value?.trim() || null);
const webAddress = blankIsNone.refine(
  (value) => value === null || (/^https?:\/\//.test(value) && URL.canParse(value)),
  'must be a web address',
);

/** The columns of the CSV form; see docs/partners.md. */
const row = z.object({
  name: text(SHORT_TEXT, 1),
  aliases: blankIsNone,
  category: text(SHORT_TEXT, 1),
  summary: blankIsNone,
  sourceUrl: webAddress,
  asOf: blankIsNone.pipe(day.nullable()),
  country: blankIsNone.refine(
    (value) => value === null || isCountry(value),
    'must be an ISO 3166-1 alpha-2 code',
  ),
  rorId: blankIsNone.refine((value) => value === null || rorIdOf(value) !== null, 'is not a ROR id'),
  key: blankIsNone,
});

/** An entry of a cluster file as threat-information galaxies carry such lists. */
const clusterValue = z.object({
  value: text(SHORT_TEXT, 1),
  description: z.string().nullish(),
  uuid: z.uuid().nullish(),
  meta: z.object({
    aliases: z.array(short).nullish(),
    categories: z.array(short).nullish(),
    refs: z.array(z.string()).nullish(),
    address: z.string().nullish(),
  }),
});

/** An entry from a row of the CSV form. Throws RecordError. */
export function entryOfRow(raw: unknown): ListEntry {
  const given = parsed(row, raw);
  return {
    key: given.key ?? given.rorId ?? given.name.trim(),
    names: [given.name.trim(), ...listIn(given.aliases)],
    category: given.category.trim(),
    summary: given.summary,
    sourceUrl: given.sourceUrl,
    asOf: given.asOf,
    country: given.country,
    rorId: given.rorId === null ? null : rorIdOf(given.rorId),
  };
}

/** An entry from a value of the cluster form, whose names are `English (中文)`. Throws RecordError. */
export function entryOfCluster(raw: unknown): ListEntry {
  const { value, description, uuid, meta } = parsed(clusterValue, raw);
  const bracketed = /^(.*\S)\s*[(（]([^()（）]+)[)）]\s*$/u.exec(value);
  const own = bracketed ? [bracketed[1]!, bracketed[2]!] : [value];
  const source = meta.refs?.find((address) => /^https?:\/\//.test(address) && URL.canParse(address));
  return {
    key: uuid ?? value,
    names: [...new Set([...own, ...(meta.aliases ?? [])].map((name) => name.trim()).filter(Boolean))],
    category: meta.categories?.join(', ') || 'listed',
    summary: shortened(description?.trim() ?? '') || null,
    sourceUrl: source ?? null,
    asOf: null,
    country: /^China\b/.test(meta.address ?? '') ? 'CN' : null,
    rorId: null,
  };
}

/** A digest of what the entry says. */
export function entryHash(entry: ListEntry): string {
  return createHash('sha256').update(JSON.stringify(entry)).digest('hex');
}

function parsed<T>(schema: z.ZodType<T>, raw: unknown): T {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  throw new RecordError(
    result.error.issues.map(({ path, message }) => `${path.join('.') || 'it'} ${message}`).join('; '),
  );
}

function listIn(cell: string | null): string[] {
  return (cell ?? '')
    .split('|')
    .map((one) => one.trim())
    .filter(Boolean);
}

/** Whole sentences, as many as there is room for. */
function shortened(whole: string): string {
  if (whole.length <= LONGEST_SUMMARY) return whole;
  const start = whole.slice(0, LONGEST_SUMMARY);
  const end = Math.max(start.lastIndexOf('. '), start.lastIndexOf('.\n'));
  return end > 0 ? start.slice(0, end + 1) : `${start.slice(0, LONGEST_SUMMARY - 1)}…`;
}
