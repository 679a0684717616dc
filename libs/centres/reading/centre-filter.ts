import { requireText, SHORT_TEXT } from '#input';
import { isId, isWellFormed, type JointCentreForm, type JointCentreStatus } from '#kernel';
import type { PartnersReadModel } from '#partners';
import { attributedCentre, type CentreContext } from '../centre-facts.ts';

/** JointCentreFilter of the schema. What is left out, null or an empty list asks nothing. */
export interface JointCentreFilter {
  query?: string | null;
  institutionIds?: readonly string[] | null;
  partnerIds?: readonly string[] | null;
  ownerIds?: readonly string[] | null;
  disciplines?: readonly string[] | null;
  technologyAreas?: readonly string[] | null;
  sectors?: readonly string[] | null;
  regions?: readonly string[] | null;
  funders?: readonly string[] | null;
  statuses?: readonly JointCentreStatus[] | null;
  forms?: readonly JointCentreForm[] | null;
  foundedFrom?: number | null;
  foundedTo?: number | null;
}

/**
 * The filter as SQL conditions over centres `c`. Asking for the owner finds only what is seen to be from
 * it: a withheld attribution must not come out by filtering. Throws BadInput.
 */
export async function filterSql(
  filter: JointCentreFilter | null | undefined,
  context: CentreContext,
  registry: PartnersReadModel,
): Promise<string[]> {
  if (!filter) return [];
  const { bind } = context;
  const { foundedFrom, foundedTo } = filter;
  const query = requireText(filter.query ?? '', SHORT_TEXT, 'query').trim();
  // What a partner was merged into, and what was merged into it, is the same organisation.
  const partnerIds = filter.partnerIds?.length
    ? [...filter.partnerIds.filter(isId), ...(await registry.withMerged(filter.partnerIds))]
    : [];
  const takesPart = (column: string, ids: readonly string[]): string =>
    `EXISTS (SELECT 1 FROM joint_centre_organisations o
      WHERE o.centre_id = c.id AND o.${column} = ANY(${bind(ids)}::uuid[]))`;
  const overlaps = (column: string) => (texts: readonly string[]) =>
    `${column} && ${bind(texts.filter(isWellFormed))}::text[]`;
  const isOneOf = (column: string) => (texts: readonly string[]) =>
    `coalesce(${column} = ANY(${bind(texts.filter(isWellFormed))}::text[]), false)`;
  return [
    ...(query ? [`position(lower(${bind(query)}) IN lower(c.name)) > 0`] : []),
    ...asked(filter.institutionIds, (ids) => takesPart('institution_id', ids.filter(isId))),
    ...asked(filter.partnerIds, () => takesPart('partner_id', partnerIds)),
    ...asked(
      filter.ownerIds,
      (ids) => `(c.institution_id = ANY(${bind(ids.filter(isId))}) AND ${attributedCentre(context)})`,
    ),
    ...asked(filter.disciplines, overlaps('c.disciplines')),
    ...asked(filter.technologyAreas, overlaps('c.technology_areas')),
    ...asked(filter.sectors, overlaps('(c.technology_areas || c.other_sectors)')),
    ...asked(filter.funders, overlaps('c.funders')),
    ...asked(filter.regions, isOneOf('c.region')),
    ...asked(filter.statuses, isOneOf('c.status')),
    ...asked(filter.forms, isOneOf('c.form')),
    ...(typeof foundedFrom === 'number' ? [`coalesce(c.founded_year >= ${bind(foundedFrom)}, false)`] : []),
    ...(typeof foundedTo === 'number' ? [`coalesce(c.founded_year <= ${bind(foundedTo)}, false)`] : []),
  ];
}

function asked<T>(values: readonly T[] | null | undefined, ask: (values: readonly T[]) => string): string[] {
  return values && values.length > 0 ? [ask(values)] : [];
}
