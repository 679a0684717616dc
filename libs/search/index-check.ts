import { FACTS_JSON, factsFromJson } from '#documents';
import { Clock } from '#kernel';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { IndexEntry, SearchEngine } from './engine.ts';
import { Indexer } from './indexer.ts';
import { indexedFacts } from './projection.ts';
import { SearchEngines } from './search-engines.ts';

/** How many documents are read from the database at a time. */
const PAGE = 2_000;

/** Where an index differs from the database. */
export interface IndexDifferences {
  /** Published, and not in the index. */
  missing: string[];
  /** In the index at another revision. */
  outdated: string[];
  /** At the right revision, with another audience or other facts. */
  altered: string[];
  /** In the index, and not published or not there at all. */
  surplus: string[];
}

interface PublishedRow {
  id: string;
  revision: string;
  facts: Record<string, unknown>;
}

/** Holds the indexes against the database, and mends them. */
@Injectable()
export class IndexCheck {
  private readonly source: DataSource;
  private readonly engines: SearchEngines;
  private readonly indexer: Indexer;
  private readonly clock: Clock;

  constructor(source: DataSource, engines: SearchEngines, indexer: Indexer, clock: Clock) {
    this.source = source;
    this.engines = engines;
    this.indexer = indexer;
    this.clock = clock;
  }

  /** Those whose indexes can be checked. */
  get checked(): readonly SearchEngine[] {
    return this.engines.all;
  }

  /** How many documents wait for the engine's index. Throws EngineUnavailable when it does not answer. */
  async pending(engine: SearchEngine): Promise<number> {
    const [row] = await this.source.query<{ count: string }[]>(
      'SELECT count(*) FROM search_outbox WHERE generation = $1',
      [await this.indexer.generation(engine)],
    );
    return Number(row?.count ?? 0);
  }

  /**
   * Compares every published document with the index, by id, revision and facts. Only what differs at a
   * second look as well is told, since documents may be changing meanwhile.
   */
  async compare(engine: SearchEngine): Promise<IndexDifferences> {
    const first = await this.look(engine);
    if (count(first) === 0) return first;
    const second = await this.look(engine);
    const both = (kind: keyof IndexDifferences): string[] => {
      const again = new Set(second[kind]);
      return first[kind].filter((id) => again.has(id));
    };
    return {
      missing: both('missing'),
      outdated: both('outdated'),
      altered: both('altered'),
      surplus: both('surplus'),
    };
  }

  /**
   * Takes out what should not be as it is, and queues what should be there for the indexer. Outdated is also
   * what the index knows at a later revision, as after restoring an older database.
   */
  async repair(engine: SearchEngine, differences: IndexDifferences): Promise<void> {
    const { missing, outdated, altered, surplus } = differences;
    const generation = await this.indexer.generation(engine);
    const wrong = [...surplus, ...outdated, ...altered];
    if (wrong.length > 0) await engine.remove(wrong);
    // Not as stale: the index no longer holds anything of them.
    await this.source.query(
      `INSERT INTO search_outbox (generation, document_id, revision, stale, enqueued_at, due_at)
       SELECT $1, id, revision, false, $3, $3 FROM documents WHERE id = ANY($2) ON CONFLICT DO NOTHING`,
      [generation, [...missing, ...outdated, ...altered], this.clock.now()],
    );
  }

  private async look(engine: SearchEngine): Promise<IndexDifferences> {
    const indexed = await engine.contents();
    const differences: IndexDifferences = { missing: [], outdated: [], altered: [], surplus: [] };
    for await (const row of this.published()) {
      const entry = indexed.get(row.id);
      indexed.delete(row.id);
      const kind = differenceOf(engine, row, entry);
      if (kind) differences[kind].push(row.id);
    }
    differences.surplus = [...indexed.keys()];
    return differences;
  }

  private async *published(): AsyncGenerator<PublishedRow> {
    for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
      const rows = await this.source.query<PublishedRow[]>(
        `SELECT d.id, d.revision, ${FACTS_JSON} AS facts
         FROM documents d JOIN document_versions v ON v.document_id = d.id AND v.number = d.shown_version
         WHERE d.state = 'PUBLISHED' AND d.id > $1 ORDER BY d.id LIMIT ${PAGE}`,
        [after],
      );
      yield* rows;
      if (rows.length < PAGE) return;
      after = rows.at(-1)!.id;
    }
  }
}

/** How many documents differ. */
export function count({ missing, outdated, altered, surplus }: IndexDifferences): number {
  return missing.length + outdated.length + altered.length + surplus.length;
}

function differenceOf(
  engine: SearchEngine,
  row: PublishedRow,
  entry: IndexEntry | undefined,
): 'missing' | 'outdated' | 'altered' | null {
  if (!entry) return 'missing';
  if (entry.revision !== Number(row.revision)) return 'outdated';
  const expected = engine.factsDigest(indexedFacts(factsFromJson(row.facts)));
  return entry.facts === expected ? null : 'altered';
}
