import { isId } from '#kernel';
import { z } from 'zod';
import { contentHash } from './content-hash.ts';
import { ShapeError } from './record-result.ts';
import { tlpLabelOf } from './tlp-label.ts';

/** One joint centre as a record file gives it. Only shapes are checked; the rest is the service's business. */
export interface CentreRecord {
  /** What makes a repeat recognisable. Null: the caller goes by the content. */
  externalId: string | null;
  name: string;
  /** ROR ids, names, or slugs of institutions, as written. */
  organisations: string[];
  partners: string[];
  /** The other fields of JointCentreCreateInput but for sharing. */
  fields: Record<string, unknown>;
  /** The shape of SharingInput, unchecked, and perhaps without its `level`. */
  sharing: Record<string, unknown> | null;
  /** Over everything above except `externalId`. */
  contentHash: string;
}

const text = z
  .string('must be a text')
  .nullish()
  .transform((value) => value?.trim() || null);
const texts = z
  .array(z.string('must be a text'), 'must be a list of texts')
  .nullish()
  .transform((value) => (value ?? []).map((one) => one.trim()).filter(Boolean));
const year = z
  .union(
    [
      z.int('must be a year'),
      z
        .string()
        .trim()
        .regex(/^\d{4}$/, 'must be a year'),
    ],
    'must be a year',
  )
  .nullish()
  .transform((value) => (value === null || value === undefined ? null : Number(value)));
const word = text.transform((value) => value?.toUpperCase().replace(/[\s-]+/g, '_') ?? null);
const object = z
  .custom<Record<string, unknown>>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    'must be an object',
  )
  .nullish()
  .transform((value) => value ?? null);
const source = z
  .union([
    z.string().transform((value) => ({ text: value, url: null, date: null })),
    z.object({ text, url: text, date: text }),
  ])
  .nullish()
  .transform((value) => (value?.text ? { ...value, text: value.text } : null));
const tlp = text
  .refine((value) => value === null || tlpLabelOf(value) !== null, 'is not a TLP 2.0 label')
  .transform((value) => (value === null ? null : tlpLabelOf(value)));

const FIELDS = z.object({
  ...{ externalId: text, name: text, organisations: texts, partners: texts },
  ...{ foundedYear: year, closedYear: year, disciplines: texts, technologyAreas: texts, otherSectors: texts },
  ...{ region: text, form: word, funders: texts, status: word, source, sharing: object, tlp },
});

/** What an export writes beside these. Said by the repository, so never taken from a file. */
const EXPORT_KEYS = ['id', 'level', 'institution', 'version', 'updatedAt'];

/**
 * The record that a file's keys and values make, and what was noticed on the way. Throws ShapeError when it
 * is not the shape of one.
 */
export function centreRecordOf(raw: Record<string, unknown>): { record: CentreRecord; warnings: string[] } {
  const parsed = FIELDS.safeParse(raw);
  if (!parsed.success) {
    throw new ShapeError(
      parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; '),
    );
  }
  const { externalId, name, organisations, partners, sharing: given, tlp: label, ...fields } = parsed.data;
  if (name === null) throw new ShapeError('has no name');
  const exportedId = isId(raw.id) ? raw.id : null;
  const known = new Set([...Object.keys(FIELDS.shape), ...(exportedId ? EXPORT_KEYS : [])]);
  const unknown = Object.keys(raw).filter((key) => !known.has(key));
  const sharing = sharingOf(given, label, exportedId ? raw.level : undefined);
  const content = { name, organisations, partners, fields, sharing };
  return {
    record: { externalId: externalId ?? exportedId, ...content, contentHash: contentHash(content) },
    warnings: unknown.length === 0 ? [] : [`unknown keys: ${unknown.join(', ')}`],
  };
}

/** The sharing with the record's own label in it: a label is never dropped, or it would be shared too widely. */
function sharingOf(
  given: Record<string, unknown> | null,
  label: string | null,
  level: unknown,
): Record<string, unknown> | null {
  const own = typeof given?.tlp === 'string' ? tlpLabelOf(given.tlp) : null;
  if (own !== null && label !== null && own !== label) throw new ShapeError('tlp and sharing.tlp disagree');
  const sharing = {
    ...given,
    ...(own !== null || label !== null ? { tlp: own ?? label } : {}),
    ...(typeof level === 'string' && level !== '' && !given?.level ? { level } : {}),
  };
  return Object.keys(sharing).length === 0 ? null : sharing;
}
