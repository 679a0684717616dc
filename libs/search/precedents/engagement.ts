import { id, text } from '#input';
import {
  BadInput,
  COLLABORATION_TYPES,
  DISCIPLINES,
  RISK_AREAS,
  TECHNOLOGY_AREAS,
  type CollaborationType,
  type RiskArea,
} from '#kernel';
import { z } from 'zod';

/** As long as a query may be: it is searched as one. */
const LONGEST_DESCRIPTION = 5_000;
const LONGEST_LIST = 100;

const listOf = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .max(LONGEST_LIST)
    .nullish()
    .transform((list) => [...new Set(list ?? [])]);

const engagement = z.strictObject({
  description: text(LONGEST_DESCRIPTION),
  partnerIds: listOf(id),
  countries: listOf(z.string().regex(/^[A-Za-z]{2}$/, 'must be an ISO 3166-1 alpha-2 code')).transform(
    (list) => list.map((country) => country.toUpperCase()),
  ),
  technologyAreas: listOf(z.enum(TECHNOLOGY_AREAS)),
  collaborationType: z
    .enum(COLLABORATION_TYPES)
    .nullish()
    .transform((value) => value ?? null),
  riskAreas: listOf(z.enum(RISK_AREAS)),
  discipline: z
    .enum(DISCIPLINES)
    .nullish()
    .transform((value) => value ?? null),
});

/** EngagementInput of the contract: what an institution intends to do. */
export interface EngagementInput {
  description: string;
  partnerIds?: readonly string[] | null;
  countries?: readonly string[] | null;
  technologyAreas?: readonly string[] | null;
  collaborationType?: CollaborationType | null;
  riskAreas?: readonly RiskArea[] | null;
  discipline?: string | null;
}

export type Engagement = z.output<typeof engagement>;

/** Throws BadInput that names the field. */
export function parseEngagement(input: EngagementInput): Engagement {
  const parsed = engagement.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new BadInput(`for.${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is not usable'}`);
}
