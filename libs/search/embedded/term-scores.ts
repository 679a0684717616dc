import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Candidates } from './candidates.ts';
import { TEXT_FIELDS, TOKENISER } from './index-file.ts';
import { quoted, type QueryPlan } from './query-text.ts';
import { COMPOUND_WEIGHT, Ranking, weightOf } from './ranking.ts';

/**
 * Gives the candidates of a query their scores. FTS5 finds the words and where they occur; the ranking is
 * our own, since FTS5's `bm25()` counts unreadable documents (see `assumedCollection`).
 */
export class TermScorer {
  readonly #forgetWords: StatementSync;
  readonly #addWord: StatementSync;
  readonly #stems: StatementSync;
  readonly #occurrences: StatementSync;
  readonly #phrase: StatementSync;
  readonly #highestNumber: StatementSync;

  constructor(database: DatabaseSync) {
    // A table of the query's words, so that FTS5 itself says which stems they have.
    database.exec(`
      CREATE VIRTUAL TABLE temp.words USING fts5(word, ${TOKENISER});
      CREATE VIRTUAL TABLE temp.stems USING fts5vocab(temp, words, instance);
      CREATE VIRTUAL TABLE temp.occurrences USING fts5vocab(main, texts, instance);
    `);
    const fieldNumber = TEXT_FIELDS.map((field, index) => `WHEN '${field}' THEN ${index}`).join(' ');
    this.#forgetWords = database.prepare('DELETE FROM temp.words');
    this.#addWord = database.prepare('INSERT INTO temp.words (word) VALUES (?)');
    this.#stems = database.prepare('SELECT DISTINCT term FROM temp.stems');
    // One number per occurrence, since every value that crosses into JavaScript takes its time.
    this.#occurrences = database.prepare(
      `SELECT doc * ${TEXT_FIELDS.length} + CASE col ${fieldNumber} END FROM temp.occurrences WHERE term = ?`,
      { returnArrays: true },
    );
    this.#phrase = database.prepare('SELECT rowid FROM texts WHERE texts MATCH ?', { returnArrays: true });
    this.#highestNumber = database.prepare('SELECT max(number) AS number FROM documents');
  }

  /** The scores by candidate, all of them positive. */
  scores(plan: QueryPlan, candidates: Candidates): Float64Array {
    const ranking = new Ranking(candidates.lengths, Number(this.#highestNumber.get()?.number ?? 0));
    const places = placesOf(candidates.numbers);
    for (const stem of this.#stemsOf(plan.words)) {
      ranking.addTerm(weightedOccurrences(this.#occurrences.all(stem) as unknown as [number][], places), 1);
    }
    for (const phrase of plan.phrases) ranking.addTerm(this.#phraseOccurrences(phrase, places), 1);
    for (const compound of plan.compounds) {
      ranking.addTerm(this.#phraseOccurrences(compound, places), COMPOUND_WEIGHT);
    }
    return ranking.scores;
  }

  #stemsOf(words: readonly string[]): string[] {
    this.#forgetWords.run();
    for (const word of words) this.#addWord.run(word);
    return this.#stems.all().map((row) => String(row.term));
  }

  /** A phrase counts once in each field that has it. */
  #phraseOccurrences(phrase: string, places: Int32Array): number[] {
    return TEXT_FIELDS.flatMap((field) =>
      (this.#phrase.all(`${field} : ${quoted(phrase)}`) as unknown as [number][]).flatMap(([number]) => {
        const place = places[number] ?? 0;
        return place > 0 ? [place - 1, weightOf(field)] : [];
      }),
    );
  }
}

/** For each number of a document its place among the candidates, plus one; 0 for all others. */
function placesOf(numbers: readonly number[]): Int32Array {
  const places = new Int32Array((numbers.at(-1) ?? 0) + 1);
  numbers.forEach((number, index) => (places[number] = index + 1));
  return places;
}

const WEIGHTS = TEXT_FIELDS.map(weightOf);

function weightedOccurrences(rows: readonly [number][], places: Int32Array): number[] {
  const weighted: number[] = [];
  for (const [packed] of rows) {
    const field = packed % TEXT_FIELDS.length;
    const place = places[(packed - field) / TEXT_FIELDS.length] ?? 0;
    if (place > 0) weighted.push(place - 1, WEIGHTS[field]!);
  }
  return weighted;
}
