import distanceOf from 'damerau-levenshtein';
import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** A word as it is typed, and the token that stands for it. */
export interface KnownWord {
  word: string;
  token: string;
}

const MOST_COMPLETIONS = 200;
const MOST_NEIGHBOURS = 30;
const SHORTEST_CORRECTED = 4;
/** From this length on, two errors are allowed. */
const LONG = 8;
const LAST_LETTER = '{';

/** The words of all documents. What of them somebody may read is for the caller to say. */
export class Vocabulary {
  readonly #from: StatementSync;
  readonly #near: StatementSync;

  constructor(database: DatabaseSync) {
    this.#from = database.prepare(
      `SELECT word, token FROM words WHERE word >= ? AND word < ? LIMIT ${MOST_COMPLETIONS}`,
    );
    this.#near = database.prepare(
      'SELECT word, token FROM words WHERE word >= ? AND word < ? AND length(word) BETWEEN ? AND ?',
    );
  }

  /** Words that begin like this. */
  completions(typed: string): KnownWord[] {
    return this.#from.all(typed, typed + LAST_LETTER) as unknown as KnownWord[];
  }

  /**
   * Words that somebody may have meant, nearest first, in groups of equal distance: letters left out, put
   * in, changed or swapped (Damerau and Levenshtein), one of them in short words and two in long ones. The
   * The first letter is right, or has changed places with the second.
   */
  neighbours(typed: string): KnownWord[][] {
    if (typed.length < SHORTEST_CORRECTED) return [];
    const most = typed.length < LONG ? 1 : 2;
    const groups: KnownWord[][] = Array.from({ length: most + 1 }, () => []);
    const letters = lettersOf(typed);
    for (const letter of new Set([typed.charAt(0), typed.charAt(1)])) {
      const next = String.fromCharCode(letter.charCodeAt(0) + 1);
      const words = this.#near.all(letter, next, typed.length - most, typed.length + most);
      for (const word of words as unknown as KnownWord[]) {
        if (!mayBeNear(letters, lettersOf(word.word), most)) continue;
        const { steps } = distanceOf(typed, word.word);
        if (steps <= most) groups[steps]!.push(word);
      }
    }
    return groups.map((group) => group.slice(0, MOST_NEIGHBOURS)).filter((group) => group.length > 0);
  }
}

/** Which letters a word has: a bit for each. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let at = 0; at < word.length; at++) letters |= 1 << (word.charCodeAt(at) & 31);
  return letters;
}

/**
 * An error brings in one letter at the most and takes away one at the most. This tells most words apart in a
 * hundredth of the time that their distance takes.
 */
function mayBeNear(letters: number, others: number, most: number): boolean {
  return bitsIn(letters & ~others) <= most && bitsIn(others & ~letters) <= most;
}

function bitsIn(number: number): number {
  let count = 0;
  for (let rest = number; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
