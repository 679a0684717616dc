import { z } from 'zod';
import { day, moment, SHORT_TEXT, text } from '#input';
import {
  COLLABORATION_TYPES,
  DECISIONS,
  DISCIPLINES,
  RISK_AREAS,
  SEVERITIES,
  TECHNOLOGY_AREAS,
  type DocumentKind,
} from '#kernel';

const LONGEST_LIST = 100;

const short = text(SHORT_TEXT);
const optional = short.nullish().transform((value) => (value ? value : null));
const unique = <T extends z.ZodType<string>>(item: T): z.ZodType<z.infer<T>[]> =>
  z
    .array(item)
    .max(LONGEST_LIST)
    .nullish()
    .transform((list) => [...new Set(list ?? [])]);
const optionalDay = day.nullish().transform((value) => value ?? null);
const optionalMoment = moment.nullish().transform((value) => value?.toISOString() ?? null);
const riskAreas = unique(z.enum(RISK_AREAS));
const webAddress = z.url({ protocol: /^https?$/, error: 'must be a web address' }).max(SHORT_TEXT);

const guidance = z.strictObject({ appliesTo: unique(z.enum(COLLABORATION_TYPES)), riskAreas });

const caseStudy = z
  .strictObject({
    discipline: z
      .enum(DISCIPLINES)
      .nullish()
      .transform((value) => value ?? null),
    technologyAreas: unique(z.enum(TECHNOLOGY_AREAS)),
    collaborationType: z.enum(COLLABORATION_TYPES),
    riskAreas,
    decision: z.enum(DECISIONS),
    mitigations: unique(short),
    outcome: optional,
    lessons: optional,
    startedOn: optionalDay,
    endedOn: optionalDay,
  })
  .refine(({ startedOn, endedOn }) => !startedOn || !endedOn || startedOn <= endedOn, {
    path: ['endedOn'],
    error: 'must not be before startedOn',
  });

/** Admiralty scale (NATO AJP-2.1): reliability of the source A–F, credibility of the information 1–6. */
const finding = z.strictObject({
  statement: text(SHORT_TEXT, 1),
  sourceUrl: webAddress.nullish().transform((value) => value ?? null),
  sourceName: text(SHORT_TEXT, 1),
  sourceDate: optionalDay,
  reliability: z.string().regex(/^[A-F]$/, 'must be a letter from A to F'),
  credibility: z.int().min(1, 'must be from 1 to 6').max(6, 'must be from 1 to 6'),
});

const partnerNote = z.strictObject({
  assessedOn: day,
  findings: z
    .array(finding)
    .max(LONGEST_LIST)
    .nullish()
    .transform((list) => list ?? []),
  riskAreas,
});

const advisory = z
  .strictObject({
    severity: z.enum(SEVERITIES),
    actions: unique(short),
    effectiveFrom: optionalMoment,
    expiresAt: optionalMoment,
    responseDue: optionalMoment,
  })
  .refine(({ effectiveFrom, expiresAt }) => !effectiveFrom || !expiresAt || effectiveFrom < expiresAt, {
    path: ['expiresAt'],
    error: 'must be after effectiveFrom',
  });

const INPUTS = {
  guidance: { kind: 'GUIDANCE', schema: guidance },
  caseStudy: { kind: 'CASE_STUDY', schema: caseStudy },
  partnerNote: { kind: 'PARTNER_NOTE', schema: partnerNote },
  advisory: { kind: 'ADVISORY', schema: advisory },
} as const;

type InputName = keyof typeof INPUTS;

/** The name of a kind in DocumentDetailsInput: `caseStudy` for CASE_STUDY. */
export function detailsName(kind: DocumentKind): InputName {
  return (Object.keys(INPUTS) as InputName[]).find((name) => INPUTS[name].kind === kind)!;
}

/** What is particular to a document's kind, validated, with every optional field present. */
export interface Details {
  kind: DocumentKind;
  values: Record<string, unknown>;
}

/** DocumentDetailsInput: exactly one of the four kinds. */
export const details = z
  .strictObject({
    guidance: guidance.nullish(),
    caseStudy: caseStudy.nullish(),
    partnerNote: partnerNote.nullish(),
    advisory: advisory.nullish(),
  })
  .transform((input, context): Details => {
    const given = (Object.keys(INPUTS) as InputName[]).filter((name) => input[name]);
    const [name] = given;
    if (!name || given.length > 1) {
      context.addIssue('must hold exactly one of guidance, caseStudy, partnerNote and advisory');
      return z.NEVER;
    }
    return { kind: INPUTS[name].kind, values: input[name] as Record<string, unknown> };
  });
