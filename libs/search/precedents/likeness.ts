import { ASPECTS, type Aspect, type AspectsRow, type AspectValues } from '#documents';
import type { DocumentKind } from '#kernel';

/**
 * How like a document is to an engagement, from 0 to 1:
 *
 *     likeness = 0.55 · common + 0.45 · similarity     (similarity alone, if the engagement states no aspect)
 *     common = Σ weight · share / Σ weight             over the aspects that the engagement states and
 *                                                      documents of the kind have
 *
 * The share of an aspect is the part of the engagement's values that the document has too; for partners it
 * is whole when one is the same, and 0.6 when one is a parent or a child. The similarity of the description
 * is the search engine's score of it for the document, relative to the best one of what may be read. The
 * weights are judgement, held by the judged engagements in the benchmark.
 */
export const WEIGHTS: Readonly<Record<keyof AspectValues, number>> = {
  partner: 5,
  relatedPartner: 3,
  technologyArea: 3,
  collaborationType: 2,
  riskArea: 2,
  discipline: 1.5,
  country: 1,
};
/** What documents of each kind say; of an engagement, nothing else counts for them. */
const KIND_ASPECTS: Readonly<Record<DocumentKind, readonly Aspect[]>> = {
  CASE_STUDY: ASPECTS,
  GUIDANCE: ['collaborationType', 'riskArea', 'country'],
  ADVISORY: ['partner', 'country'],
  PARTNER_NOTE: ['partner', 'riskArea', 'country'],
};
const COMMON = 0.55;
const SIMILARITY = 0.45;

/** What an engagement and a document have in common. */
export type Common = Partial<Record<keyof AspectValues, string[]>>;

/** What they have in common; a partner that is the same is not told as a related one too. */
export function commonOf(engagement: AspectValues, document: AspectsRow): Common {
  const common: Common = {};
  for (const aspect of ASPECTS) {
    const both = engagement[aspect].filter((value) => document[aspect].includes(value));
    if (both.length > 0) common[aspect] = both;
  }
  const related = engagement.relatedPartner.filter((id) => document.partner.includes(id));
  if (!common.partner && related.length > 0) common.relatedPartner = related;
  return common;
}

/** `similarity` from 0 to 1. */
export function likenessOf(
  kind: DocumentKind,
  engagement: AspectValues,
  common: Common,
  similarity: number,
): number {
  const stated = KIND_ASPECTS[kind].filter((aspect) => engagement[aspect].length > 0);
  if (stated.length === 0) return similarity;
  const all = stated.reduce((sum, aspect) => sum + WEIGHTS[aspect], 0);
  const worth = stated.reduce(
    (sum, aspect) => sum + WEIGHTS[aspect] * shareOf(aspect, engagement, common),
    0,
  );
  return (COMMON * worth) / all + SIMILARITY * similarity;
}

function shareOf(aspect: Aspect, engagement: AspectValues, common: Common): number {
  if (aspect !== 'partner') return (common[aspect]?.length ?? 0) / engagement[aspect].length;
  if (common.partner) return 1;
  return common.relatedPartner ? WEIGHTS.relatedPartner / WEIGHTS.partner : 0;
}
