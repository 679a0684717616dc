import { z } from 'zod';
import { DOCUMENT_KINDS, isId } from '#kernel';
import { contentHash } from './content-hash.ts';
import { summaryOf } from './plain-text.ts';
import { ShapeError } from './record-result.ts';
import type { ImportRecord } from './record-result.ts';
import { tlpLabelOf } from './tlp-label.ts';

const KINDS = DOCUMENT_KINDS.join(', ');

/** A text without the white space around it; a blank one counts as not given. */
const text = z
  .string('must be a text')
  .nullish()
  .transform((value) => value?.trim() || null);

const texts = z
  .array(z.string('must be a text'), 'must be a list of texts')
  .nullish()
  .transform((value) => value ?? []);

const object = z
  .custom<Record<string, unknown>>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    'must be an object',
  )
  .nullish()
  .transform((value) => value ?? null);

const kind = text
  .transform((value) => value?.toUpperCase().replace(/[\s-]+/g, '_') ?? null)
  .pipe(z.enum(DOCUMENT_KINDS, `must be one of ${KINDS}`).nullable());

const tlp = text
  .refine((value) => value === null || tlpLabelOf(value) !== null, 'is not a TLP 2.0 label')
  .transform((value) => (value === null ? null : tlpLabelOf(value)));

const FIELDS = z.object({
  externalId: text,
  kind,
  title: text,
  summary: text,
  body: z
    .string('must be a text')
    .nullish()
    .transform((value) => value ?? ''),
  language: text,
  topics: texts,
  countries: texts,
  partners: texts,
  reviewBy: text,
  details: object,
  sharing: object,
  tlp,
});
type Fields = z.infer<typeof FIELDS>;

/** What an export writes beside the fields of a record. Said by the repository, so never taken from a file. */
const EXPORT_KEYS = [
  ...['id', 'state', 'institution', 'publishedAt', 'updatedAt', 'versionNumber', 'level'],
  'attachments',
];

/** Other names for a field, as other systems write them; the first that is given and fits is taken. */
const ALIASES = { topics: ['topic', 'tags'], summary: ['description'] } as const;

/**
 * The record that a file's keys and values make, and what was noticed on the way. A missing summary is
 * taken from `description` or the body. Throws ShapeError when it is not the shape of a record.
 */
export function importRecordOf(raw: Record<string, unknown>): { record: ImportRecord; warnings: string[] } {
  const { values, used } = withAliases(raw);
  const parsed = FIELDS.safeParse(values);
  if (!parsed.success) throw shapeErrorOf(parsed.error);
  const fields = parsed.data;

  // Only an export names its records by UUID. Elsewhere an `id` may be unique in its folder alone.
  const exportedId = isId(raw.id) ? raw.id : null;
  const known = new Set([...Object.keys(FIELDS.shape), ...used, ...(exportedId ? EXPORT_KEYS : [])]);
  const unknown = Object.keys(raw).filter((key) => !known.has(key));

  if (fields.title === null) throw new ShapeError('has no title');
  const content = {
    kind: fields.kind,
    title: fields.title,
    summary: fields.summary ?? derivedSummary(fields.body),
    body: fields.body,
    language: fields.language,
    topics: fields.topics,
    countries: fields.countries,
    partners: fields.partners,
    reviewBy: fields.reviewBy,
    details: fields.details,
    sharing: sharingOf(fields, exportedId ? raw.level : undefined),
  };
  return {
    record: { externalId: fields.externalId ?? exportedId, ...content, contentHash: contentHash(content) },
    warnings: unknown.length === 0 ? [] : [`unknown keys: ${unknown.join(', ')}`],
  };
}

function withAliases(raw: Record<string, unknown>): { values: Record<string, unknown>; used: string[] } {
  const values = { ...raw };
  const used: string[] = [];
  for (const [field, aliases] of Object.entries(ALIASES)) {
    if (isGiven(values[field])) continue;
    const fits = FIELDS.shape[field as keyof typeof ALIASES];
    const alias = aliases.find((name) => isGiven(raw[name]) && fits.safeParse(raw[name]).success);
    if (alias === undefined) continue;
    values[field] = raw[alias];
    used.push(alias);
  }
  return { values, used };
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && !(typeof value === 'string' && value.trim() === '');
}

function derivedSummary(body: string): string {
  if (body.trim() === '') throw new ShapeError('has neither text nor summary');
  const summary = summaryOf(body);
  if (summary === '') throw new ShapeError('has no summary, and its text has no words to take one from');
  return summary;
}

/**
 * The sharing with the record's own label in it. A label is never dropped: a document marked TLP:RED
 * that were imported under a default label would be shared more widely than its author allowed.
 */
function sharingOf(fields: Fields, level: unknown): Record<string, unknown> | null {
  const sharing = { ...fields.sharing };
  const own = typeof sharing.tlp === 'string' ? tlpLabelOf(sharing.tlp) : null;
  if (own !== null) sharing.tlp = own;
  if (fields.tlp !== null) {
    if ((sharing.tlp ?? fields.tlp) !== fields.tlp) {
      throw new ShapeError('tlp and sharing.tlp disagree', 'tlp');
    }
    sharing.tlp = fields.tlp;
  }
  if (typeof level === 'string' && level !== '') sharing.level ??= level;
  return fields.sharing === null && Object.keys(sharing).length === 0 ? null : sharing;
}

function shapeErrorOf({ issues }: z.ZodError): ShapeError {
  const reasons = issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  const field = issues[0]?.path[0];
  return new ShapeError(reasons.join('; '), typeof field === 'string' ? field : null);
}
