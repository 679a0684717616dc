import levenshtein from 'damerau-levenshtein';
import { isCommonWord, isKindWord, matchingWords, misspeltWord } from '../names/canonical-words.ts';
import { hasHan } from '#kernel';
import type { Token } from '../names/tokens.ts';
import type { Address } from './address.ts';
import { agreesOnPlace, contextFactor, type Place } from './context.ts';
import type { Match } from './exact-matches.ts';
import type { RegisteredName } from './registered.ts';

/** What the registry knows of the words of an address. */
export interface WordKnowledge {
  /** In how many names each word stands. */
  counts: ReadonlyMap<string, number>;
  /** How many names there are. */
  total: number;
  /** Of each word that no name has: the words that may be meant, with how alike they are, 0 to 1. */
  meant: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** A word of the address where names are looked for. */
interface WrittenWord {
  word: string;
  token: number;
  segment: number;
}

const LEAST_COVERAGE = 0.6;
const LEAST_LIKENESS = 0.7;
/** What a word that is too much counts at least: it makes another name, however common it is. */
const LEAST_SURPLUS = 0.4;
const LEAST_MISSING = 0.3;
const COUNTRIES = new Set(['china', 'uk']);

/** The words of an address that names could have. */
export function writtenWords({ tokens }: Address): WrittenWord[] {
  return tokens.flatMap((token, index) =>
    wordsOfToken(token).map((word) => ({ word, token: index, segment: token.segment })),
  );
}

function wordsOfToken({ isHan, folded, canonical }: Token): string[] {
  if (isHan) return matchingWords(folded);
  return canonical === '' || /^\d+$/.test(canonical) ? [] : [canonical];
}

/** How alike two words are; 0 where one can hardly be meant by the other. */
export function likeness(written: string, known: string): number {
  if (Math.abs(written.length - known.length) > 3) return 0;
  const longest = Math.max(written.length, known.length);
  const { steps } = levenshtein(written, known);
  const most = longest <= 5 ? 1 : longest <= 9 ? 2 : 3;
  // Hardly anybody mistypes the first letter; another one makes another word.
  const alike = (1 - steps / longest) * (written[0] === known[0] ? 1 : 0.8);
  return steps > most || alike < LEAST_LIKENESS ? 0 : alike;
}

/** The common word that is meant by a misspelt one. */
export function commonWordMeant(written: string): string | null {
  return misspeltWord(written, likeness);
}

/** How much a word tells: rare ones much, kinds of organisation hardly anything. */
export function weightOf(word: string, { counts, total }: WordKnowledge): number {
  const rarity = Math.log((total + 50) / ((counts.get(word) ?? 0) + 0.5)) / Math.log((total + 50) / 0.5);
  return Math.max(rarity, 0.02) * (isKindWord(word) ? 0.35 : isCommonWord(word) ? 0.6 : 1);
}

/** Partners that have a name much like a part of the address, best first. */
export function closeMatches(
  address: Address,
  names: readonly RegisteredName[],
  knowledge: WordKnowledge,
): Match[] {
  const bySegment = [...Map.groupBy(writtenWords(address), ({ segment }) => segment).values()];
  const stretches = [
    ...bySegment,
    ...bySegment.slice(1).map((words, index) => [...bySegment[index]!, ...words]),
  ];
  const best = new Map<string, Match>();
  for (const name of names) {
    for (const written of stretches) {
      const match = matchOf(address, written, name, knowledge);
      if (match && match.confidence > (best.get(name.partner.id)?.confidence ?? 0))
        best.set(name.partner.id, match);
    }
  }
  return sharedAmongNamesakes([...best.values()]);
}

/** Several partners that are called the same and of which nothing more is said are each less likely. */
function sharedAmongNamesakes(matches: readonly Match[]): Match[] {
  return matches.map((match) => {
    const equals = matches.filter(
      (one) =>
        one.confidence >= match.confidence - 0.02 &&
        one.place.from === match.place.from &&
        one.matchedName === match.matchedName,
    ).length;
    return equals > 1
      ? { ...match, confidence: match.confidence * Math.max(0.64 - 0.15 * (equals - 2), 0.3) }
      : match;
  });
}

interface Alignment {
  likeness: number;
  at: WrittenWord;
}

function matchOf(
  address: Address,
  written: readonly WrittenWord[],
  name: RegisteredName,
  knowledge: WordKnowledge,
): Match | null {
  const aligned = alignmentOf(written, name.words, knowledge);
  const weights = name.words.map((word) => weightOf(word, knowledge));
  const whole = name.words.reduce(
    (sum, word, index) => sum + (aligned[index] ? weights[index]! : missingOf(word, knowledge)),
    0,
  );
  const met = aligned.reduce((sum, one, index) => sum + (one?.likeness ?? 0) * weights[index]!, 0);
  const coverage = met / whole;
  if (coverage < LEAST_COVERAGE || !isTold(name.words, aligned)) return null;
  const places = aligned.flatMap((one) => (one ? [one.at.token] : []));
  const [first, last] = [Math.min(...places), Math.max(...places)];
  const place = placeOf(address, first, last);
  const surplus = surplusWithin(written, first, last, aligned, knowledge);
  // One character more or another one makes another Chinese name; fewer make a short form.
  if (surplus > 0 && name.words.every(hasHan)) return null;
  const tightness = met / (met + surplus);
  const ordered = isOrdered(aligned) ? 1 : 0.9;
  const crosses = address.tokens[first]!.segment !== address.tokens[last]!.segment;
  const startsPart = address.tokens[first - 1]?.segment !== address.tokens[first]!.segment;
  const crossing = !crosses ? 1 : ordered === 1 && startsPart ? 0.95 : 0.6;
  const agreement = agreesOnPlace(address, place, name.partner);
  const raw = 0.93 * coverage ** 1.6 * tightness ** 1.2 * ordered * crossing * (1 + 0.04 * agreement);
  const otherKind = name.words.some((word, index) => isKindWord(word) && !aligned[index]) ? 0.6 : 1;
  const confidence = Math.min(raw, 0.9) * otherKind * contextFactor(address, place, name.partner);
  return { partner: name.partner, matchedName: name.value, confidence, place };
}

/** For each word of the name the most alike written word, each used once. */
function alignmentOf(
  written: readonly WrittenWord[],
  words: readonly string[],
  { meant }: WordKnowledge,
): (Alignment | null)[] {
  const used = new Set<WrittenWord>();
  return words.map((word) => {
    let best: Alignment | null = null;
    for (const at of written) {
      if (used.has(at)) continue;
      const alike = at.word === word ? 1 : (meant.get(at.word)?.get(word) ?? 0);
      if (alike > (best?.likeness ?? 0)) best = { likeness: alike, at };
    }
    if (best) used.add(best.at);
    return best;
  });
}

/** Some word that tells names apart must be met, and the kind of organisation must not be another one. */
function isTold(words: readonly string[], aligned: readonly (Alignment | null)[]): boolean {
  const told = words.some((word, index) => !isCommonWord(word) && aligned[index]);
  const kinds = words.filter(isKindWord);
  const sameKind = kinds.length === 0 || words.some((word, index) => isKindWord(word) && aligned[index]);
  return sameKind && (told || aligned.every((one) => one !== null));
}

/** The weight of the words between the first and the last that were met, and were not. */
function surplusWithin(
  written: readonly WrittenWord[],
  first: number,
  last: number,
  aligned: readonly (Alignment | null)[],
  knowledge: WordKnowledge,
): number {
  const met = new Set(aligned.map((one) => one?.at));
  return written
    .filter((one) => one.token >= first && one.token <= last && !met.has(one))
    .reduce((sum, { word }) => sum + surplusOf(word, knowledge), 0);
}

/** What a word of the name counts that was not written. Only countries are left out easily. */
function missingOf(word: string, knowledge: WordKnowledge): number {
  const weight = weightOf(word, knowledge);
  return COUNTRIES.has(word) || isKindWord(word) || hasHan(word) ? weight : Math.max(weight, LEAST_MISSING);
}

function surplusOf(word: string, knowledge: WordKnowledge): number {
  if (word.length <= 2 && !hasHan(word)) return 0.15;
  return Math.max(weightOf(word, knowledge), LEAST_SURPLUS);
}

function isOrdered(aligned: readonly (Alignment | null)[]): boolean {
  const places = aligned.flatMap((one) => (one ? [one.at.token] : []));
  return places.every((place, index) => index === 0 || place >= places[index - 1]!);
}

function placeOf({ tokens }: Address, first: number, last: number): Place {
  return { first, last, from: tokens[first]!.from, to: tokens[last]!.to };
}
