import type { DocumentFilter } from '#documents';
import type { PartnersReadModel } from '#partners';

/** The filter with every partner that it asks for as all that this organisation has been registered as. */
export async function withMergedPartners(
  registry: PartnersReadModel,
  filter: DocumentFilter | null | undefined,
): Promise<DocumentFilter | null | undefined> {
  if (!filter?.partnerIds?.length) return filter;
  // A list that asks for unknown partners only must go on finding nothing; an empty one would ask nothing.
  const partnerIds = [...filter.partnerIds, ...(await registry.withMerged(filter.partnerIds))];
  return { ...filter, partnerIds };
}
