import { ReadDatabase } from '#database';
import { isWellFormed } from '#kernel';
import { Injectable } from '@nestjs/common';
import { currentPartnerId } from '../reading/partner-sql.ts';
import { isCommonWord } from './canonical-words.ts';
import { hasHan } from '#kernel';
import { fold } from './fold.ts';
import { mentionsIn, type Mention } from './mentions.ts';
import { tokensOf } from './tokens.ts';

const LONGEST_TEXT = 1_000;
const MOST_SYNONYMS = 30;
const SHORTEST_PREFIX = 2;
/** A single word of Latin script that is a whole name: shorter ones are everyday words too often. */
const SHORTEST_SINGLE_WORD = 6;
/** One name for so many partners tells nothing. */
const MOST_NAMESAKES = 3;

interface NamedRow {
  key: string;
  id: string;
  folded: string;
  kind: string;
  /** All names of the partner, this one included. */
  names: string[];
}

/** As two bounds: for a LIKE whose pattern is a parameter the index on what names begin with is of no use. */
const BEGINS_WITH = `n.folded ~>=~ $1 AND n.folded ~<=~ ($1 || chr(1114111))`;

/** What searching needs to know of the registry's names. */
@Injectable()
export class PartnerNames {
  private readonly database: ReadDatabase;

  constructor(database: ReadDatabase) {
    this.database = database;
  }

  /**
   * The other names of the partners that a typed text mentions by a name of theirs, exactly but for case,
   * marks, abbreviations and Chinese variants. Acronyms only where they are typed in capitals.
   */
  async synonymsIn(text: string): Promise<string[]> {
    if (text.length > LONGEST_TEXT || !isWellFormed(text)) return [];
    const names = await this.mentioned(mentionsIn(tokensOf(text)));
    const typed = fold(text);
    const others = names.filter((name) => !typed.includes(fold(name)));
    return [...new Map(others.map((name) => [fold(name), name])).values()].slice(0, MOST_SYNONYMS);
  }

  /** Partners of which a name begins with what is typed, or a word of it does; those that begin so first. */
  async suggest(prefix: string, limit: number): Promise<{ id: string; name: string; matchedName: string }[]> {
    const folded = prefix.length <= LONGEST_TEXT && isWellFormed(prefix) ? fold(prefix) : '';
    if (folded.length < (hasHan(folded) ? 1 : SHORTEST_PREFIX)) return [];
    const begins = await this.named(BEGINS_WITH, folded, limit);
    // Chinese is written without blanks: no word begins inside a name.
    if (begins.length >= limit || hasHan(folded)) return begins;
    const inside = await this.named(`n.folded LIKE $1`, `% ${folded}%`, limit);
    const known = new Set(begins.map(({ id }) => id));
    return [...begins, ...inside.filter(({ id }) => !known.has(id))].slice(0, limit);
  }

  private async named(
    test: string,
    pattern: string,
    limit: number,
  ): Promise<{ id: string; name: string; matchedName: string }[]> {
    // Shorter names first: they are nearer to what is typed. Enough of them for the doubles that go.
    return this.database.rows(
      `SELECT p.id, p.name, found."matchedName" FROM (
         SELECT DISTINCT ON (hit.partner_id) hit.partner_id, hit.value AS "matchedName", hit.size FROM (
           SELECT n.partner_id, n.value, length(n.folded) AS size FROM partner_names n
           WHERE ${test} ORDER BY length(n.folded), n.folded LIMIT $2) hit
         ORDER BY hit.partner_id, hit.size) found
       JOIN partners p ON p.id = found.partner_id
       WHERE p.status <> 'withdrawn' ORDER BY found.size, p.name, p.id LIMIT $3`,
      [pattern, limit * 4, limit],
    );
  }

  /** All names of the partners that the mentions name; where mentions overlap, the longer one counts. */
  private async mentioned(mentions: readonly Mention[]): Promise<string[]> {
    if (mentions.length === 0) return [];
    const rows = await this.database.rows<NamedRow>(
      `SELECT k.key, known.id, n.folded, n.kind, ARRAY(
         SELECT a.value FROM partner_names a WHERE a.partner_id = known.id ORDER BY a.number) AS names
       FROM partner_keys k JOIN partner_names n ON n.partner_id = k.partner_id AND n.number = k.number
       CROSS JOIN LATERAL (SELECT ${currentPartnerId('k.partner_id')} AS id) known
       WHERE k.key = ANY($1)`,
      [[...new Set(mentions.flatMap(({ keys }) => keys))]],
    );
    const byKey = Map.groupBy(rows, ({ key }) => key);
    const named = mentions.flatMap((mention) => {
      const hits = mention.keys.flatMap((key) => byKey.get(key) ?? []).filter((row) => counts(mention, row));
      const partners = new Map(hits.map(({ id, names }) => [id, names]));
      return partners.size > 0 && partners.size <= MOST_NAMESAKES ? [{ mention, partners }] : [];
    });
    named.sort((a, b) => b.mention.to - b.mention.from - (a.mention.to - a.mention.from));
    const taken: Mention[] = [];
    const meant = new Map<string, string[]>();
    for (const { mention, partners } of named) {
      if (taken.some(({ from, to }) => mention.from < to && from < mention.to)) continue;
      taken.push(mention);
      for (const [id, names] of partners) meant.set(id, names);
    }
    return [...meant.values()].flat();
  }
}

/** Whether the mention is meant as this name. */
function counts(mention: Mention, { folded, kind }: NamedRow): boolean {
  if (kind === 'acronym') return mention.isAcronym;
  if (mention.isHan) return mention.length > 2 || folded === mention.folded;
  if (mention.length > 1) return true;
  return mention.folded.length >= SHORTEST_SINGLE_WORD && !isCommonWord(mention.folded);
}
