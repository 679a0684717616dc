import { isAmong, type Filter } from './filter-text.ts';
import { rarityOf, shareOfField, shareOfLevel } from './impact.ts';
import { TEXT_FIELDS } from '../text/fields.ts';
import { IN_SEQUENCE, SEARCHABLE, STEM_ATTRIBUTES } from './index-definition.ts';
import { signalFactor, type Signals } from '../signals.ts';
import type { Query, Term } from '../text/query.ts';
import { placesOf, textOf } from './query-terms.ts';
import type { Answer, Question, Questions } from './questions.ts';

/** A document, by its encoded id, with its score. */
export interface Ranked {
  id: string;
  score: number;
}

/**
 * How many documents each word proposes: so many in all, but no fewer or more than this. Each takes the server
 * a twentieth of a millisecond. It is the same for every page, or a page would begin in another order than
 * the one before ended in.
 */
const PROPOSALS = 4_000;
const LEAST_PROPOSALS = 100;
const MOST_PROPOSALS = 2_000;
/** How many documents get a score when a word is in more of them than it can propose. */
const MOST_RANKED = 400;
/** So many more are asked for than are meant: `isAmong` may find others as well. */
const SPARE = 10;
/** Of common words, as many as this are looked for two at a time. */
const MOST_PAIRED = 5;
/** Meilisearch reads ten terms of a query. */
const MOST_TOGETHER = 10;

/** The best hits, and the rarities that their scores are made of, in the order of the terms. */
export interface Ranking {
  hits: Ranked[];
  rarities: readonly number[];
}

/** By what a ranking is to be worked out as it was for the first page. */
export interface Basis {
  /** Null for the first page, which counts. */
  rarities: readonly number[] | null;
  /** See `dayOf`. */
  day: number;
}

/** What is known of a term. */
interface Knowledge {
  term: Term;
  /** See `rarityOf`. */
  rarity: number;
  /** How much it says about a document that it has the term, by document; at the least, for some. */
  shares: Map<string, number>;
  /** Of the same documents. */
  signals: Map<string, Signals>;
  /** Whether `shares` has every document with the term. */
  complete: boolean;
}

/**
 * The best hits of a query, best first, equal ones by id. Meilisearch's own order counts how many words of
 * a query match, dropping them from its end or by their frequency in all documents, readable or not; that
 * serves no long question, and lets the unreadable influence the order. So the score is BM25, put together
 * here from what the server says of each word: how many readable documents have it, and which have it at
 * the highest levels. Of a word in few documents that is all of them, and the score is exact; for common
 * words, the documents that are proposed get exact scores from a second look.
 */
export async function rankedHits(
  questions: Questions,
  query: Query,
  filter: Filter,
  basis: Basis,
): Promise<Ranking> {
  if (query.phrases.length > 0) return rankedPhrases(questions, query, filter, basis);
  const terms = [...query.words, ...query.compounds];
  const known = await look(questions, query, terms, filter, proposalsOf(terms.length));
  fix(known, basis);
  const open = known.filter(({ complete }) => !complete);
  if (open.length === 0) return ranking(known, scoresOf(known), basis, Infinity);
  await lookTogether(questions, query, open, filter);
  const chosen = best(scoresOf(known), MOST_RANKED).map(({ id }) => id);
  const within = [...filter, isAmong(chosen)];
  const openTerms = open.map(({ term }) => term);
  const second = await answersTo(questions, query, openTerms, within, chosen.length + SPARE);
  second.forEach((answer, index) =>
    Object.assign(open[index]!, { shares: sharesOf(answer), signals: signalsOf(answer) }),
  );
  return ranking(known, scoresOf(known, chosen), basis, MOST_RANKED);
}

/** Phrases find by themselves; words and compounds add to the scores of what they found. */
async function rankedPhrases(
  questions: Questions,
  query: Query,
  filter: Filter,
  basis: Basis,
): Promise<Ranking> {
  const [found] = await questions.each(
    [{ q: textOf(query, ...query.phrases), attributesToSearchOn: IN_SEQUENCE, filter }],
    MOST_RANKED,
  );
  const ids = found!.hits.map(({ id }) => id);
  const terms = [...query.phrases, ...query.words, ...query.compounds];
  const within = [...filter, isAmong(ids)];
  const known = await look(questions, query, terms, within, ids.length + SPARE);
  fix(known, basis);
  return ranking(known, scoresOf(known, ids), basis, MOST_RANKED);
}

/** Takes the rarities of the first page, if they are for the same terms. */
function fix(known: readonly Knowledge[], { rarities }: Basis): void {
  if (rarities?.length !== known.length) return;
  known.forEach((knowledge, index) => (knowledge.rarity = rarities[index]!));
}

function ranking(
  known: readonly Knowledge[],
  scores: ReadonlyMap<string, number>,
  { day }: Basis,
  most: number,
): Ranking {
  const signals = new Map(known.flatMap((one) => [...one.signals]));
  const unset = { publishedAt: null, reviewBy: null };
  const lifted = new Map(
    [...scores].map(([id, score]) => [id, score * signalFactor(signals.get(id) ?? unset, day)]),
  );
  return { hits: best(lifted, most), rarities: known.map(({ rarity }) => rarity) };
}

/** What is known of each of the terms within the filter, and how rare it is there. */
async function look(
  questions: Questions,
  query: Query,
  terms: readonly Term[],
  filter: Filter,
  limit: number,
): Promise<Knowledge[]> {
  const everything: Question = { q: '', filter };
  const [[readable], answers] = await Promise.all([
    questions.each([everything], 0),
    answersTo(questions, query, terms, filter, limit),
  ]);
  return terms.map((term, index) => {
    const answer = answers[index]!;
    return {
      term,
      rarity: rarityOf(answer.total, readable!.total) * term.importance,
      signals: signalsOf(answer),
      shares: sharesOf(answer),
      complete: answer.total <= answer.hits.length,
    };
  });
}

/** Asks which documents have each of the terms, those first that have it at the highest levels. */
function answersTo(
  questions: Questions,
  query: Query,
  terms: readonly Term[],
  filter: Filter,
  limit: number,
): Promise<Answer[]> {
  const asked = terms.map((term) => ({
    q: textOf(query, term),
    attributesToSearchOn: placesOf(term),
    showRankingScore: true,
    attributesToRetrieve: ['id', 'publishedAt', 'reviewBy'],
    filter,
  }));
  return questions.each(asked, limit);
}

function signalsOf({ hits }: Answer): Map<string, Signals> {
  return new Map(hits.map(({ id, publishedAt = null, reviewBy = null }) => [id, { publishedAt, reviewBy }]));
}

function sharesOf({ hits }: Answer): Map<string, number> {
  return new Map(hits.map(({ id, _rankingScore = 0 }) => [id, shareOfScore(_rankingScore)]));
}

/** The score tells the attribute in which the term was found: 1 is the first, then it goes down evenly. */
function shareOfScore(score: number): number {
  const place = Math.round((1 - score) * SEARCHABLE.length);
  if (place < STEM_ATTRIBUTES.length) return shareOfLevel(place);
  const field = TEXT_FIELDS[place - STEM_ATTRIBUTES.length] ?? 'body';
  return shareOfField(field);
}

/**
 * Documents that have several of the common words may be at the top for none of them, so these are looked
 * for together, and two at a time. What they say of each word is as little as is known.
 */
async function lookTogether(
  questions: Questions,
  query: Query,
  open: readonly Knowledge[],
  filter: Filter,
): Promise<void> {
  const words = open.filter(({ term }) => term.tokens.length === 1).sort((a, b) => b.rarity - a.rarity);
  const paired = words.slice(0, MOST_PAIRED);
  const groups = paired.flatMap((one, index) => paired.slice(index + 1).map((other) => [one, other]));
  if (words.length > 2) groups.push(words.slice(0, MOST_TOGETHER));
  const asked = groups.map((group) => {
    const terms = group.map(({ term }) => term);
    return { q: textOf(query, ...terms), attributesToSearchOn: placesOf(terms[0]!), filter };
  });
  const answers = await questions.each(asked, LEAST_PROPOSALS);
  const least = new Map(words.map((word) => [word, Math.min(...word.shares.values())]));
  answers.forEach(({ hits }, index) => {
    for (const { id } of hits) {
      for (const word of groups[index]!) if (!word.shares.has(id)) word.shares.set(id, least.get(word)!);
    }
  });
}

/** The scores of everything known, or of the documents given. */
function scoresOf(known: readonly Knowledge[], ids?: readonly string[]): Map<string, number> {
  const scores = new Map<string, number>(ids?.map((id) => [id, 0]));
  for (const { rarity, shares } of known) {
    for (const [id, share] of shares) {
      const score = scores.get(id);
      if (score !== undefined || ids === undefined) scores.set(id, (score ?? 0) + rarity * share);
    }
  }
  return scores;
}

function best(scores: ReadonlyMap<string, number>, most: number): Ranked[] {
  return [...scores]
    .map(([id, score]) => ({ id, score }))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    .slice(0, most);
}

function proposalsOf(terms: number): number {
  return Math.max(LEAST_PROPOSALS, Math.min(MOST_PROPOSALS, Math.floor(PROPOSALS / terms)));
}
