import { createHash } from 'node:crypto';
import { isCountry } from '#institutions';
import { SHORT_TEXT, text } from '#input';
import { z } from 'zod';
import { FORMS_VERSION } from '../names/name-keys.ts';
import { rorIdOf } from '../partner-id.ts';
import type { PartnerNameKind } from '../partner-name.entity.ts';
import type { PartnerStatus } from '../partner.entity.ts';
import { RELATION_KINDS, type RelationKind } from '../partner-relation.entity.ts';

/** One organisation as the registry has it. */
export interface RegistryRecord {
  rorId: string;
  status: PartnerStatus;
  country: string;
  region: string | null;
  city: string | null;
  website: string | null;
  types: string[];
  established: number | null;
  /** The name to show is the first. */
  names: { value: string; language: string | null; kind: PartnerNameKind }[];
  relations: { kind: RelationKind; rorId: string; label: string }[];
  externalIds: { type: string; value: string; preferred: boolean }[];
}

/** A record that is none, with the reason. */
export class RecordError extends Error {
  override readonly name = 'RecordError';
}

const short = text(SHORT_TEXT);
const optional = short.nullish().transform((value) => value?.trim() || null);
const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);

const rorId = z.string().transform((value, context) => {
  const id = rorIdOf(value);
  if (id !== null) return id;
  context.addIssue('is not a ROR id');
  return z.NEVER;
});

const name = z.object({ value: text(SHORT_TEXT, 1), types: list(z.string()), lang: optional });
const link = z.object({ type: z.string(), value: short });
const relationship = z.object({ type: z.string(), id: rorId, label: optional });
const externalId = z.object({ type: z.string(), all: list(short), preferred: optional });
const location = z.object({
  geonames_details: z.object({
    country_code: z.string(),
    country_subdivision_name: optional,
    name: optional,
  }),
});

/** What both forms have. The registry's own puts the place under `locations`, the flat one beside the rest. */
const record = z.object({
  id: rorId,
  status: z.enum(['active', 'inactive', 'withdrawn']),
  names: z.array(name).min(1, 'must not be empty'),
  types: list(z.string()),
  established: z.int().nullish(),
  links: list(link),
  relationships: list(relationship),
  external_ids: list(externalId),
  locations: z.array(location).optional(),
  country: z.string().nullish(),
  region: optional,
  city: optional,
});
type Parsed = z.infer<typeof record>;

/**
 * A record from the registry's version 2 form, or from the flat form with country, region and city beside
 * the names. Throws RecordError.
 */
export function registryRecordOf(raw: unknown): RegistryRecord {
  const parsed = record.safeParse(raw);
  if (!parsed.success) {
    throw new RecordError(
      parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'it'} ${message}`).join('; '),
    );
  }
  const given = parsed.data;
  const place = given.locations?.[0]?.geonames_details;
  const country = place ? place.country_code : given.country;
  if (!country || !isCountry(country)) throw new RecordError('country must be an ISO 3166-1 alpha-2 code');
  return {
    rorId: given.id,
    status: given.status,
    country,
    region: place ? place.country_subdivision_name : given.region,
    city: place ? place.name : given.city,
    website: websiteOf(given),
    types: given.types,
    established: given.established ?? null,
    names: namesOf(given),
    relations: relationsOf(given),
    externalIds: externalIdsOf(given),
  };
}

/** A digest of everything in the record, and of the way in which its names are stored. */
export function recordHash(given: RegistryRecord): string {
  return createHash('sha256')
    .update(JSON.stringify([FORMS_VERSION, given]))
    .digest('hex');
}

function websiteOf({ links }: Parsed): string | null {
  const address = links.find(({ type }) => type === 'website')?.value;
  return address && /^https?:\/\//.test(address) && URL.canParse(address) ? address : null;
}

/** Each name once, the one to show first. One that is label and alias at once is a label. */
function namesOf({ names }: Parsed): RegistryRecord['names'] {
  const kindOf = (types: readonly string[]): PartnerNameKind =>
    types.includes('label') || types.includes('ror_display')
      ? 'label'
      : types.includes('acronym')
        ? 'acronym'
        : 'alias';
  const shown = names.find(({ types }) => types.includes('ror_display'));
  const ordered = [...(shown ? [shown] : []), ...names.filter((one) => one !== shown)];
  const seen = new Set<string>();
  return ordered.flatMap(({ value, lang, types }) => {
    const trimmed = value.trim();
    const key = `${trimmed} ${lang}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ value: trimmed, language: lang, kind: kindOf(types) }];
  });
}

function relationsOf({ relationships }: Parsed): RegistryRecord['relations'] {
  const known = new Set<string>(RELATION_KINDS);
  const seen = new Set<string>();
  return relationships.flatMap(({ type, id, label }) => {
    const kind = type.toLowerCase();
    if (!known.has(kind) || seen.has(`${kind} ${id}`)) return [];
    seen.add(`${kind} ${id}`);
    return [{ kind: kind as RelationKind, rorId: id, label: label ?? id }];
  });
}

function externalIdsOf(given: Parsed): RegistryRecord['externalIds'] {
  return given.external_ids.flatMap(({ type, all, preferred }) =>
    [...new Set([...(preferred ? [preferred] : []), ...all])].map((value) => ({
      type: type.toLowerCase(),
      value,
      preferred: value === preferred,
    })),
  );
}
