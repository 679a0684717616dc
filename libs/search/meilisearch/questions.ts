import type { Meilisearch, SearchParams } from 'meilisearch';
import type { Filter } from './filter-text.ts';
import type { ShownDocument, StoredDocument } from './stored-document.ts';

export type Question = Omit<SearchParams, 'filter'> & { filter: Filter };

export interface Found extends Pick<StoredDocument, 'id'> {
  publishedAt?: number;
  reviewBy?: number;
  _rankingScore?: number;
}

export interface Answer {
  hits: Found[];
  total: number;
}

/** What several questions find together, each document once. */
export interface Union {
  hits: Found[];
  total: number;
  facets: Record<string, Record<string, number>>;
}

/** Everything of a query must be there: what may be missing is for us to say. */
const COMMON: SearchParams = { matchingStrategy: 'all' };

/** Asks the index of the documents. */
export class Questions {
  readonly #client: Meilisearch;
  readonly #uid: string;

  constructor(client: Meilisearch, uid: string) {
    this.#client = client;
    this.#uid = uid;
  }

  /** Several questions in one request. Totals are exact. */
  async each(questions: readonly Question[], limit: number): Promise<Answer[]> {
    if (questions.length === 0) return [];
    const { results } = await this.#client.multiSearch<
      { queries: (SearchParams & { indexUid: string })[] },
      Found
    >({
      queries: questions.map((question) => ({
        ...COMMON,
        attributesToRetrieve: ['id'],
        ...question,
        filter: [...question.filter],
        indexUid: this.#uid,
        page: 1,
        hitsPerPage: limit,
      })),
    });
    return results.map(({ hits, totalHits }) => ({ hits, total: totalHits ?? 0 }));
  }

  /**
   * What any of the questions finds. Within one index, Meilisearch unites the sets of documents before it
   * counts, so total and facets are exact; the hits come in the order that all questions have in common.
   */
  async union(questions: readonly Question[], limit: number, facets: readonly string[]): Promise<Union> {
    const found = await this.#client.multiSearch<
      { federation: object; queries: (SearchParams & { indexUid: string })[] },
      Found
    >({
      federation: { limit, offset: 0, facetsByIndex: { [this.#uid]: [...facets] } },
      queries: questions.map((question) => ({
        ...COMMON,
        attributesToRetrieve: ['id', 'publishedAt'],
        ...question,
        filter: [...question.filter],
        indexUid: this.#uid,
      })),
    });
    return {
      hits: found.hits,
      total: found.estimatedTotalHits ?? 0,
      facets: found.facetsByIndex?.[this.#uid]?.distribution ?? {},
    };
  }

  /** The ids (encoded) and titles of what the question finds. */
  async titles(question: Question, limit: number): Promise<Pick<ShownDocument, 'id' | 'title'>[]> {
    const { hits } = await this.#client.index(this.#uid).search<ShownDocument>(null, {
      ...COMMON,
      attributesToRetrieve: ['id', 'title'],
      ...question,
      filter: [...question.filter],
      limit,
    });
    return hits;
  }

  /** What hits show, by (encoded) id. */
  async texts(filter: Filter, limit: number): Promise<Map<string, ShownDocument>> {
    const { results } = await this.#client.index(this.#uid).getDocuments<ShownDocument>({
      filter: [...filter],
      limit,
      fields: ['id', 'revision', 'title', 'summary', 'body'],
    });
    return new Map(results.map((document) => [document.id, document]));
  }
}
