import type { DatabaseSync } from 'node:sqlite';
import type { EngineHit, EnginePosition, EngineRequest, EngineResult } from '../engine.ts';
import { findCandidates, type Candidates } from './candidates.ts';
import { countValues } from './facet-counts.ts';
import { decodeValue, encodeValue } from './fact-columns.ts';
import { HitTextReader } from './hit-texts.ts';
import { openForReading } from './index-file.ts';
import type { ReaderCalls } from './protocol.ts';
import { isBlank, markedExpression, parseQuery, type QueryPlan } from './query-text.ts';
import { firstOf } from './ranking.ts';
import { TermScorer } from './term-scores.ts';

/** How many ids one call of `contents` returns: few enough that a search need not wait for long. */
const CONTENTS_PAGE = 5_000;

interface Connection {
  database: DatabaseSync;
  scorer: TermScorer;
  texts: HitTextReader;
}

/** Reads the index. Every call sees the index as it was at one moment. */
export class IndexReader implements ReaderCalls {
  readonly #path: string;
  #connection: Connection | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  generation(): string {
    return String(this.#connect().database.prepare('SELECT generation FROM meta').get()?.generation);
  }

  contents(after: string): [id: string, revision: number][] {
    const page = this.#connect().database.prepare(
      `SELECT id, revision FROM documents WHERE id > ? ORDER BY id LIMIT ${CONTENTS_PAGE}`,
    );
    return page.all(encodeValue(after)).map((row) => [decodeValue(String(row.id)), Number(row.revision)]);
  }

  search(request: EngineRequest): EngineResult {
    const connection = this.#connect();
    connection.database.exec('BEGIN');
    try {
      return find(connection, request);
    } finally {
      if (connection.database.isTransaction) connection.database.exec('ROLLBACK');
    }
  }

  close(): void {
    this.#connection?.database.close();
    this.#connection = null;
  }

  #connect(): Connection {
    if (this.#connection === null) {
      const database = openForReading(this.#path);
      this.#connection = { database, scorer: new TermScorer(database), texts: new HitTextReader(database) };
    }
    return this.#connection;
  }
}

function find({ database, scorer, texts }: Connection, request: EngineRequest): EngineResult {
  const plan = parseQuery(request.text);
  const looksForWords = plan.words.length > 0 || plan.phrases.length > 0;
  // Something was typed, but no word: nothing can have it.
  if (!looksForWords && plan.excluded.length === 0 && !isBlank(request.text)) return nothing(request);
  const candidates = findCandidates(database, request, plan);
  const keys = looksForWords ? scorer.scores(plan, candidates) : candidates.publishedAt;
  const page = pageOf(candidates, keys, request.after, request.limit + 1);
  return {
    hits: page.slice(0, request.limit).map((candidate) => hitOf(texts, plan, candidates, keys, candidate)),
    hasMore: page.length > request.limit,
    total: candidates.ids.length,
    totalIsExact: true,
    facets: request.facets.map(({ facet }, index) => ({
      facet,
      counts: countValues(facet, candidates.facetCells[index]!),
    })),
    correctedQuery: null,
  };
}

function hitOf(
  texts: HitTextReader,
  plan: QueryPlan,
  { ids, numbers, revisions }: Candidates,
  keys: ArrayLike<number>,
  candidate: number,
): EngineHit {
  const expression = markedExpression(plan);
  const number = numbers[candidate]!;
  const key = keys[candidate]!;
  return {
    id: ids[candidate]!,
    revision: revisions[candidate]!,
    score: expression === null ? 0 : key,
    ...(expression === null ? texts.plain(number) : texts.marked(expression, number)),
    position: [key, ids[candidate]!],
  };
}

/** The candidates with the greatest keys behind the position, equal keys by id: at most `size`. */
function pageOf(
  { ids }: Candidates,
  keys: ArrayLike<number>,
  after: EnginePosition | null,
  size: number,
): number[] {
  const compare = (key: number, id: string, otherKey: number, otherId: string) =>
    otherKey - key || (id < otherId ? -1 : id > otherId ? 1 : 0);
  const [afterKey, afterId] = after === null ? [Infinity, ''] : [Number(after[0]), String(after[1])];
  const behind = ids.flatMap((id, item) => (compare(keys[item]!, id, afterKey, afterId) > 0 ? [item] : []));
  return firstOf(behind, size, (a, b) => compare(keys[a]!, ids[a]!, keys[b]!, ids[b]!));
}

function nothing(request: EngineRequest): EngineResult {
  const facets = request.facets.map(({ facet }) => ({ facet, counts: [] }));
  return { hits: [], hasMore: false, total: 0, totalIsExact: true, facets, correctedQuery: null };
}
