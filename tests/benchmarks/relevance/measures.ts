/**
 * Measures of a ranking, as trec_eval defines them (https://github.com/usnistgov/trec_eval): `ndcg_cut`,
 * `recip_rank` and `recall`. Grades above zero are relevant; what nobody judged is not.
 */

/** Grades by document. */
export type Judgements = ReadonlyMap<string, number>;

export interface Measures {
  ndcgAt10: number;
  mrrAt10: number;
  recallAt100: number;
}

const NDCG_DEPTH = 10;
const MRR_DEPTH = 10;
const RECALL_DEPTH = 100;

/**
 * The gain of the first `depth` documents by that of the best possible order of everything judged. A
 * document's gain is its grade, divided by the binary logarithm of its rank plus one. 0 when nothing is
 * relevant.
 */
export function ndcgAt(depth: number, ranking: readonly string[], judgements: Judgements): number {
  const gains = ranking.map((id) => judgements.get(id) ?? 0);
  const ideal = [...judgements.values()].sort((a, b) => b - a);
  const best = discounted(ideal.slice(0, depth));
  return best === 0 ? 0 : discounted(gains.slice(0, depth)) / best;
}

/** One by the rank of the first relevant document among the first `depth`; 0 when there is none. */
export function reciprocalRankAt(depth: number, ranking: readonly string[], judgements: Judgements): number {
  const index = ranking.slice(0, depth).findIndex((id) => isRelevant(id, judgements));
  return index < 0 ? 0 : 1 / (index + 1);
}

/** The share of the relevant documents that is among the first `depth`; 0 when nothing is relevant. */
export function recallAt(depth: number, ranking: readonly string[], judgements: Judgements): number {
  const relevant = relevantIn(judgements);
  const found = ranking.slice(0, depth).filter((id) => isRelevant(id, judgements)).length;
  return relevant === 0 ? 0 : found / relevant;
}

/** How many documents are relevant. A query without any is left out of every mean. */
export function relevantIn(judgements: Judgements): number {
  return [...judgements.values()].filter((grade) => grade > 0).length;
}

export function measured(ranking: readonly string[], judgements: Judgements): Measures {
  return {
    ndcgAt10: ndcgAt(NDCG_DEPTH, ranking, judgements),
    mrrAt10: reciprocalRankAt(MRR_DEPTH, ranking, judgements),
    recallAt100: recallAt(RECALL_DEPTH, ranking, judgements),
  };
}

/** The means over queries; NaN without any. */
export function means(all: readonly Measures[]): Measures {
  const mean = (of: (one: Measures) => number): number =>
    all.reduce((sum, one) => sum + of(one), 0) / all.length;
  return {
    ndcgAt10: mean((one) => one.ndcgAt10),
    mrrAt10: mean((one) => one.mrrAt10),
    recallAt100: mean((one) => one.recallAt100),
  };
}

/** Grades below zero, by which some collections mark rubbish, gain nothing and lose nothing. */
function discounted(gains: readonly number[]): number {
  return gains.reduce((sum, gain, index) => sum + Math.max(0, gain) / Math.log2(index + 2), 0);
}

function isRelevant(id: string, judgements: Judgements): boolean {
  return (judgements.get(id) ?? 0) > 0;
}
