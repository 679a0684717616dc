import { canonicalWords, isCommonWord } from '../names/canonical-words.ts';
import { hasHan } from '#kernel';
import { mentionsIn, type Mention } from '../names/mentions.ts';
import type { PartnerRow } from '../reading/partners-read-model.ts';
import type { Address } from './address.ts';
import { agreesOnPlace, contextFactor, type Place } from './context.ts';
import type { RegisteredName } from './registered.ts';

/** A partner that may be meant, by one of its names, at one place of the text. */
export interface Match {
  partner: PartnerRow;
  matchedName: string;
  /** 0 to 1. */
  confidence: number;
  place: Place;
}

interface Hit extends Match {
  /** How well the written name is this one. */
  fit: number;
  agreement: number;
}

/** Every key under which a part of the address may be stored as a name. */
export function keysOf(mentions: readonly Mention[]): string[] {
  return [...new Set(mentions.flatMap(({ keys }) => keys))];
}

/** The mentions of an address that can be names. */
export function mentionsOf(address: Address): Mention[] {
  return mentionsIn(address.tokens);
}

/** Partners whose name stands in the address, best first; where one name lies within another, the longer counts. */
export function exactMatches(
  address: Address,
  mentions: readonly Mention[],
  names: readonly RegisteredName[],
): Match[] {
  const byKey = Map.groupBy(names, ({ key }) => key);
  const isShouted = !/\p{Ll}/u.test(address.text) && address.tokens.length > 1;
  const found = mentions.flatMap((mention) => {
    const here = mention.keys.flatMap((key) => byKey.get(key) ?? []);
    return atOnePlace(here.flatMap((name) => hitOf(address, mention, name, isShouted)));
  });
  return withoutInner(found);
}

function hitOf(address: Address, mention: Mention, name: RegisteredName, isShouted: boolean): Hit[] {
  const fit = fitOf(address, mention, name, isShouted);
  if (fit === 0) return [];
  const { partner, value: matchedName } = name;
  const place = { first: mention.first, last: mention.last, from: mention.from, to: mention.to };
  const agreement = agreesOnPlace(address, place, partner);
  const confidence = fit * contextFactor(address, place, partner);
  return confidence > 0 ? [{ partner, matchedName, confidence, place, fit, agreement }] : [];
}

/** How sure the written words alone make one of the name. */
function fitOf(address: Address, mention: Mention, name: RegisteredName, isShouted: boolean): number {
  const isAlone = mention.first === 0 && mention.last === address.tokens.length - 1;
  if (name.kind === 'acronym') {
    if (!mention.isAcronym && !(isAlone && mention.length === 1)) return 0;
    const short = name.folded.length < 3 ? 0.5 : 1;
    return short * (isShouted ? 0.4 : isAlone ? (mention.isAcronym ? 0.8 : 0.6) : 0.66);
  }
  const isSame = mention.folded === name.folded;
  if (mention.crossings > 0 && !mayCross(address, mention, name)) return 0;
  if (mention.isHan) return 0.97;
  // Pinyin of a Chinese name.
  if (hasHan(name.folded)) return mention.length > 1 ? 0.88 : 0.6;
  const words = canonicalWords(name.folded);
  // A name of everyday words alone names nothing inside an address.
  if (!isAlone && words.every(isCommonWord)) return words.length > 3 ? 0.6 : 0.3;
  if (words.length === 1 && !isAlone) return 0.6;
  if (isSame) return 0.98 - 0.05 * mention.crossings;
  return fitOfOrder(address, mention, words) - 0.05 * mention.crossings;
}

/**
 * The words of a name in another order: `Oxford University` and `University of Oxford` begin the same round at
 * another place. Any other order is another name as a rule.
 */
function fitOfOrder({ tokens }: Address, mention: Mention, words: readonly string[]): number {
  const written = canonicalWords(mention.folded);
  if (written.join('') === words.join('')) return 0.95;
  const round = [...words, ...words].join(' ');
  if (!` ${round} `.includes(` ${written.join(' ')} `)) return 0.45;
  const first = tokens[mention.first]!;
  const isLinked = tokens.slice(mention.first, mention.last).some(({ canonical }) => canonical === '');
  const isWholePart =
    tokens[mention.first - 1]?.segment !== first.segment &&
    tokens[mention.last + 1]?.segment !== first.segment;
  // "… University Shenyang" is more often a university in Shenyang than Shenyang University.
  return isLinked || written.at(-1) === 'univ' ? 0.92 : isWholePart || mention.crossings > 0 ? 0.85 : 0.5;
}

/**
 * A name goes on behind a comma only as it is written in the registry, from the beginning of its part of the
 * address; or whole parts have changed places.
 */
function mayCross({ tokens }: Address, mention: Mention, name: RegisteredName): boolean {
  const [first, last] = [tokens[mention.first]!, tokens[mention.last]!];
  const startsPart = tokens
    .slice(0, mention.first)
    .every(({ segment, canonical, isHan }) => segment !== first.segment || (canonical === '' && !isHan));
  const endsPart = tokens[mention.last + 1]?.segment !== last.segment;
  const inOrder = canonicalWords(mention.folded).join('') === canonicalWords(name.folded).join('');
  return startsPart && (inOrder || endsPart);
}

/** Several partners of one name: the right one is the better fit, or the one whose place is named as well. */
function atOnePlace(hits: readonly Hit[]): Match[] {
  const best = new Map<string, Hit>();
  for (const hit of hits) {
    const known = best.get(hit.partner.id);
    if (!known || known.confidence < hit.confidence) best.set(hit.partner.id, hit);
  }
  const ranked = [...best.values()].sort((a, b) => rankOf(b) - rankOf(a));
  const [first] = ranked;
  if (!first || ranked.length === 1) return first ? [agreed(first)] : [];
  const equals = ranked.filter((one) => rankOf(first) - rankOf(one) < 0.01).length;
  return ranked.map((one, index) => {
    const share =
      equals > 1
        ? index < equals
          ? Math.max(0.6 - 0.15 * (equals - 2), 0.3)
          : 0.3
        : index === 0
          ? 0.93
          : 0.5;
    return { ...agreed(one), confidence: one.confidence * share };
  });
}

function rankOf({ confidence, agreement, partner }: Hit): number {
  return confidence + 0.25 * agreement + (partner.status === 'active' ? 0.1 : 0);
}

/** An acronym or a rare spelling gains by the place that is named with it. */
function agreed(hit: Hit): Match {
  const { fit: _fit, agreement, ...match } = hit;
  const gain = agreement === 2 ? 0.35 : agreement === 1 ? 0.1 : 0;
  return { ...match, confidence: match.confidence + (1 - match.confidence) * gain * match.confidence };
}

/** Drops what lies within a longer name that is likely meant, and what is likelier elsewhere. */
function withoutInner(matches: readonly Match[]): Match[] {
  const size = ({ place }: Match): number => place.to - place.from;
  const kept: Match[] = [];
  for (const match of [...matches].sort((a, b) => size(b) - size(a) || b.confidence - a.confidence)) {
    const covering = kept.some(
      (one) =>
        one.partner.id !== match.partner.id &&
        size(one) > size(match) &&
        one.place.from < match.place.to &&
        match.place.from < one.place.to &&
        one.confidence >= 0.4,
    );
    if (!covering) kept.push(match);
  }
  return kept;
}
