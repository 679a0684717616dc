import { ReadDatabase } from '#database';
import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { SearchEngines } from './search-engines.ts';

/** SearchIndexHealth of the schema. It tells nothing of any document. */
export interface IndexState {
  engine: string;
  /** Whether it answered this process when it was last asked. */
  answering: boolean;
  /** Whether it has had everything, since it was begun. */
  filled: boolean;
  /** Documents that wait to be indexed. */
  pending: number;
  /** How many of them have failed, and will be tried again. */
  failing: number;
  /** How long the one that waits longest has waited, in seconds; null when none waits. */
  oldestSeconds: number | null;
  /** One word for why it does not answer, or for what failed last; null when nothing does. */
  lastError: string | null;
}

interface Lag {
  filled: boolean;
  pending: number;
  failing: number;
  oldest: Date | null;
  lastError: string | null;
}

/** Of a server there is one index, whoever fills it; of files there may be others, which are not ours. */
const LAG = `
  SELECT i.filled_at IS NOT NULL AS filled, count(o.document_id)::int AS pending,
    count(o.document_id) FILTER (WHERE o.attempts > 0)::int AS failing, min(o.enqueued_at) AS oldest, i.last_error AS "lastError"
  FROM search_indexes i LEFT JOIN search_outbox o USING (generation)
  WHERE i.replaces IS NULL AND (i.generation = $1 OR ($1::text IS NULL AND i.engine = $2 AND i.engine <> 'embedded'))
  GROUP BY i.generation`;

/** Says how the indexes that this process searches are doing. */
@Injectable()
export class IndexHealth {
  private readonly engines: SearchEngines;
  private readonly database: ReadDatabase;
  private readonly clock: Clock;

  constructor(engines: SearchEngines, database: ReadDatabase, clock: Clock) {
    this.engines = engines;
    this.database = database;
    this.clock = clock;
  }

  /** The engine that searches first comes first. */
  async states(): Promise<IndexState[]> {
    return Promise.all(
      this.engines.all.map(async (engine) => {
        const { answering, lastError, generation } = await this.engines.stateOf(engine);
        const [lag] = await this.database.rows<Lag>(LAG, [generation, engine.name]);
        const { filled = false, pending = 0, failing = 0, oldest = null } = lag ?? {};
        const age = oldest && Math.max(0, (this.clock.now().getTime() - oldest.getTime()) / 1_000);
        const failed = failing > 0 ? 'document_failed' : null;
        return {
          engine: engine.name,
          ...{ answering, filled, pending, failing },
          oldestSeconds: age === null ? null : Math.round(age),
          lastError: lastError ?? lag?.lastError ?? failed,
        };
      }),
    );
  }
}
