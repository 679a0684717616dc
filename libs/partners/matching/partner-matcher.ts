import { ReadDatabase } from '#database';
import { requireText, SHORT_TEXT } from '#input';
import { BadInput } from '#kernel';
import { Injectable } from '@nestjs/common';
import type { PartnerRow } from '../reading/partners-read-model.ts';
import { addressOf, type Address } from './address.ts';
import {
  closeMatches,
  commonWordMeant,
  likeness,
  weightOf,
  writtenWords,
  type WordKnowledge,
} from './close-matches.ts';
import { exactMatches, keysOf, mentionsOf, type Match } from './exact-matches.ts';
import { BY_KEY, byWords, type RegisteredName } from './registered.ts';

/** PartnerMatch of the contract. */
export interface PartnerMatchRow {
  partner: PartnerRow;
  /** 0 to 1: how often such a match is right. */
  confidence: number;
  matchedName: string;
}

/** Below this a match is wrong too often to be shown: no answer is better. */
const LEAST_CONFIDENCE = 0.6;
/** From here on nothing is looked for that is only alike. */
const CERTAIN = 0.8;
const MOST_MATCHES = 20;
/** Names that are looked at for one set of words. */
const MOST_NAMES = 80;
const MOST_WORDS = 40;
const SHORTEST_MISSPELT = 4;
/** A word in more names than this does not find them alone. */
const MOST_ALONE = 400;

const MEANT = `SELECT w.word AS written, p.word, p.names
  FROM unnest($1::text[]) AS w(word) CROSS JOIN LATERAL (
    SELECT word, names FROM (
      SELECT word, names FROM partner_words WHERE word % w.word
      UNION SELECT word, names FROM partner_words
      WHERE left(word, 2) = left(w.word, 2) AND length(word) BETWEEN length(w.word) - 2 AND length(w.word) + 2) alike
    ORDER BY similarity(word, w.word) DESC LIMIT 16) p`;

/** Finds the partners that a name means, as people write it. */
@Injectable()
export class PartnerMatcher {
  private readonly database: ReadDatabase;

  constructor(database: ReadDatabase) {
    this.database = database;
  }

  /**
   * The best partners for a name: in any script, as an acronym, misspelt, or inside a postal address. Best
   * first; empty when none is likely enough. Throws BadInput.
   */
  async match(name: string, country: string | null, first: number): Promise<PartnerMatchRow[]> {
    return this.candidates(name, country, first, LEAST_CONFIDENCE);
  }

  /** The same down to another confidence: for people who look at candidates and decide. */
  async candidates(
    name: string,
    country: string | null,
    first: number,
    least: number,
  ): Promise<PartnerMatchRow[]> {
    if (!Number.isInteger(first) || first < 1 || first > MOST_MATCHES)
      throw new BadInput(`first must be a whole number from 1 to ${MOST_MATCHES}`);
    const wanted = country ? requireText(country, SHORT_TEXT, 'country').toUpperCase() : null;
    const address = addressOf(requireText(name, SHORT_TEXT, 'name'), wanted);
    const exact = await this.exact(address);
    const isCertain = exact.some(({ confidence }) => confidence >= CERTAIN);
    const close = isCertain ? [] : await this.close(address);
    return ranked([...exact, ...close])
      .filter(({ confidence }) => confidence >= least)
      .slice(0, first)
      .map(({ partner, matchedName, confidence }) => ({
        partner,
        matchedName,
        confidence: Math.round(Math.min(confidence, 0.99) * 100) / 100,
      }));
  }

  private async exact(address: Address): Promise<Match[]> {
    const mentions = mentionsOf(address);
    if (mentions.length === 0) return [];
    const names = await this.database.rows<RegisteredName>(BY_KEY, [keysOf(mentions)]);
    return exactMatches(address, mentions, names);
  }

  private async close(address: Address): Promise<Match[]> {
    const words = [...new Set(writtenWords(address).map(({ word }) => word))].slice(0, MOST_WORDS);
    if (words.length === 0) return [];
    const knowledge = await this.knowledgeOf(words);
    const sets = wordSets(words, knowledge);
    if (sets.length === 0) return [];
    const names = await this.database.rows<RegisteredName>(byWords(sets.length, MOST_NAMES), sets);
    const others = new Set(names.flatMap((one) => one.words).filter((word) => !knowledge.counts.has(word)));
    const counts = new Map([...knowledge.counts, ...(await this.countsOf([...others]))]);
    return closeMatches(address, names, { ...knowledge, counts });
  }

  private async countsOf(words: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.database.rows<{ word: string; names: number }>(
      'SELECT word, names FROM partner_words WHERE word = ANY($1)',
      [words],
    );
    return new Map(rows.map(({ word, names }) => [word, names]));
  }

  private async knowledgeOf(words: readonly string[]): Promise<WordKnowledge> {
    const counts = await this.countsOf(['', ...words]);
    const total = counts.get('') ?? 0;
    const unknown = words.filter((word) => word.length >= SHORTEST_MISSPELT && !counts.has(word));
    const meant = new Map<string, Map<string, number>>();
    if (unknown.length > 0) {
      const alike = await this.database.rows<{ written: string; word: string; names: number }>(MEANT, [
        unknown,
      ]);
      for (const written of unknown) {
        const common = commonWordMeant(written);
        if (common) meant.set(written, new Map([[common, 0.9]]));
      }
      for (const { written, word, names } of alike) {
        const how = likeness(written, word);
        if (how === 0) continue;
        counts.set(word, names);
        meant.set(written, (meant.get(written) ?? new Map<string, number>()).set(word, how));
      }
    }
    return { counts, total, meant };
  }
}

/**
 * Sets of words that a name may have together: the rarest alone, where few names have them, and in pairs.
 * A misspelt word stands for the likeliest that are meant.
 */
function wordSets(words: readonly string[], knowledge: WordKnowledge): string[][] {
  const { counts, meant } = knowledge;
  const known = words.flatMap((word) => {
    if (counts.has(word)) return [word];
    const likely = [...(meant.get(word) ?? [])].sort(([, a], [, b]) => b - a);
    return likely.slice(0, 3).map(([one]) => one);
  });
  const telling = [...new Set(known)]
    .sort((a, b) => weightOf(b, knowledge) - weightOf(a, knowledge))
    .slice(0, 7);
  const alone = telling.filter((word) => (counts.get(word) ?? 0) <= MOST_ALONE).map((word) => [word]);
  const single = new Set(alone.flat());
  const pairs = telling.flatMap((one, index) =>
    telling.slice(index + 1).flatMap((other) => (single.has(one) || single.has(other) ? [] : [[one, other]])),
  );
  return [...alone, ...pairs].slice(0, 12);
}

/** Each partner once; of several places the likelier first, then the one that stands earlier. */
function ranked(matches: readonly Match[]): Match[] {
  const best = new Map<string, Match>();
  for (const match of matches) {
    const known = best.get(match.partner.id);
    if (!known || known.confidence < match.confidence) best.set(match.partner.id, match);
  }
  return [...best.values()].sort(
    (a, b) =>
      Math.round(b.confidence * 20) - Math.round(a.confidence * 20) ||
      a.place.from - b.place.from ||
      b.confidence - a.confidence,
  );
}
