import distanceOf from 'damerau-levenshtein';
import type { Meilisearch } from 'meilisearch';

/** A word as it is typed, and the token that stands for it. */
export interface KnownWord {
  word: string;
  token: string;
}

/** A word as it is stored. */
export interface StoredWord extends KnownWord {
  key: string;
}

const MOST_COMPLETIONS = 50;
const MOST_LOOKED_THROUGH = 200;
const MOST_NEIGHBOURS = 30;
const SHORTEST_CORRECTED = 4;
/** From this length on, two errors are allowed. */
const LONG = 8;

/** The words of all documents. What of them somebody may read is for the caller to say. */
export class Vocabulary {
  readonly #client: Meilisearch;
  readonly #uid: string;

  constructor(client: Meilisearch, uid: string) {
    this.#client = client;
    this.#uid = uid;
  }

  /** Words that begin like this. */
  async completions(typed: string): Promise<KnownWord[]> {
    const words = await this.#search(typed, MOST_COMPLETIONS);
    return words.filter(({ word }) => word.startsWith(typed));
  }

  /**
   * Words that somebody may have meant, nearest first, in groups of equal distance: letters left out, put
   * in, changed or swapped (Damerau and Levenshtein), one of them in short words and two in long ones.
   */
  async neighbours(typed: string): Promise<KnownWord[][]> {
    if (typed.length < SHORTEST_CORRECTED) return [];
    const most = typed.length < LONG ? 1 : 2;
    const groups: KnownWord[][] = Array.from({ length: most + 1 }, () => []);
    // A blank behind the word says that it is not the beginning of another.
    for (const known of await this.#search(`${typed} `, MOST_LOOKED_THROUGH)) {
      const { steps } = distanceOf(typed, known.word);
      if (steps <= most) groups[steps]!.push(known);
    }
    return groups.map((group) => group.slice(0, MOST_NEIGHBOURS)).filter((group) => group.length > 0);
  }

  async #search(q: string, limit: number): Promise<KnownWord[]> {
    const { hits } = await this.#client
      .index(this.#uid)
      .search<KnownWord>(q, { limit, attributesToRetrieve: ['word', 'token'] });
    return hits;
  }
}
