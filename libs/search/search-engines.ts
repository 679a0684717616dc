import { isIn, never, not, type Predicate } from '#access';
import type { ReadDatabase } from '#database';
import { BadInput, TimedOut } from '#kernel';
import { Logger } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { EngineUnavailable } from './engine-unavailable.ts';
import { EngineWatch } from './engine-watch.ts';
import type { SearchEngine } from './engine.ts';

/** How long a start waits for an engine; afterwards it is opened in the background. */
const START_MILLISECONDS = 3_000;
/** Lists of ids in a filter take Meilisearch time that grows with their square. */
const MOST_STALE: Readonly<Record<SearchEngine['name'], number>> = { embedded: Infinity, meilisearch: 1_000 };

/** What is asked of an engine: `current` is what its index holds in its present state. */
export type Question<T> = (engine: SearchEngine, current: Predicate) => Promise<T>;

interface Candidate {
  watch: EngineWatch;
  current: Predicate;
  rank: number;
}

/**
 * How well an index is placed: it has everything; it has, but so much must be left out that this slows it
 * down; it is still being filled; or nobody keeps it up to date, so that nothing in it can be relied upon.
 */
const GOOD = 0;
const SLOW = 1;
const UNFILLED = 2;
const UNKNOWN = 3;

/** The state of an index as the database knows it. */
interface Standing {
  filled: boolean;
  /** What the index may hold in an older state, perhaps readable by more people than today. */
  stale: string[];
}

/** A fresh index may be put in the place of this one at any moment, so what is stale there counts too. */
const STANDING = `
  SELECT i.filled_at IS NOT NULL AS filled, ARRAY(
    SELECT DISTINCT o.document_id::text FROM search_outbox o JOIN search_indexes own USING (generation)
    WHERE o.stale AND (own.generation = i.generation OR own.replaces = i.generation)) AS stale
  FROM search_indexes i WHERE i.generation = $1`;

/**
 * The engine that searches, and the one that stands in for it: so long as the first does not answer, has not
 * been filled yet, or has too much to leave out, the second is asked.
 */
export class SearchEngines {
  /** The one to search with first. */
  readonly all: readonly SearchEngine[];
  private readonly logger = new Logger(SearchEngines.name);
  private readonly watches: readonly EngineWatch[];
  private readonly database: ReadDatabase;

  constructor(engines: readonly SearchEngine[], database: ReadDatabase) {
    this.all = engines;
    this.watches = engines.map((engine) => new EngineWatch(engine));
    this.database = database;
  }

  /** Opens them. Those that do not answer are tried again in the background. */
  async open(): Promise<void> {
    const patience = new AbortController();
    const opened = Promise.all(this.watches.map((watch) => watch.open()));
    const waited = sleep(START_MILLISECONDS, undefined, { signal: patience.signal }).catch(() => undefined);
    await Promise.race([opened, waited]);
    patience.abort();
  }

  async close(): Promise<void> {
    for (const watch of this.watches) await watch.close();
  }

  /** Whether the engine answered when it was last asked; if not, one word for why; if so, its generation. */
  async stateOf(
    engine: SearchEngine,
  ): Promise<{ answering: boolean; lastError: string | null; generation: string | null }> {
    const watch = this.watches.find((one) => one.engine === engine)!;
    const generation = watch.answers ? await this.generationOf(watch) : null;
    return { answering: watch.answers, lastError: watch.lastError, generation };
  }

  /**
   * Asks the engine that is best placed to answer, and the next one when it fails; `preferred` goes first if
   * it can be asked at all. Throws what the last one throws, and BadInput and TimedOut at once.
   */
  async ask<T>(question: Question<T>, preferred?: string): Promise<{ engine: SearchEngine; answer: T }> {
    let failure: Error | null = null;
    for await (const { watch, current } of this.candidates(preferred)) {
      try {
        return { engine: watch.engine, answer: await question(watch.engine, current) };
      } catch (error) {
        if (error instanceof BadInput || error instanceof TimedOut) throw error;
        failure = error as Error;
        // Any other error is about this question, and says nothing about the next.
        if (error instanceof EngineUnavailable) watch.failed(error);
        else if (this.watches.length > 1) this.logger.error(error);
      }
    }
    throw failure ?? new EngineUnavailable('none', null);
  }

  /** The good ones, then the others by their rank, then those that did not answer. */
  private async *candidates(preferred: string | undefined): AsyncGenerator<Candidate> {
    const ordered = this.watches.toSorted(
      (a, b) => Number(b.engine.name === preferred) - Number(a.engine.name === preferred),
    );
    const poor: Candidate[] = [];
    const silent: EngineWatch[] = [];
    for (const watch of ordered) {
      const candidate = watch.answers ? await this.candidate(watch) : null;
      if (candidate?.rank === GOOD) yield candidate;
      else if (candidate) poor.push(candidate);
      else silent.push(watch);
    }
    yield* poor.toSorted((a, b) => a.rank - b.rank);
    for (const watch of silent) {
      const candidate = await this.candidate(watch);
      if (candidate) yield candidate;
    }
  }

  /** Null when the engine does not answer. */
  private async candidate(watch: EngineWatch): Promise<Candidate | null> {
    const generation = await this.generationOf(watch);
    if (generation === null) return null;
    let standing = await this.standing(generation);
    if (!standing) {
      const fresh = await this.generationOf(watch, true);
      if (fresh === null) return null;
      standing = await this.standing(fresh);
    }
    if (!standing) return { watch, current: never, rank: UNKNOWN };
    const { filled, stale } = standing;
    const slow = stale.length > MOST_STALE[watch.engine.name];
    return { watch, current: not(isIn('id', stale)), rank: filled ? (slow ? SLOW : GOOD) : UNFILLED };
  }

  /** Null when the engine does not answer. */
  private async generationOf(watch: EngineWatch, fresh = false): Promise<string | null> {
    try {
      return await watch.generation(fresh);
    } catch (error) {
      if (!(error instanceof EngineUnavailable)) throw error;
      watch.failed(error);
      return null;
    }
  }

  private async standing(generation: string): Promise<Standing | undefined> {
    const [standing] = await this.database.rows<Standing>(STANDING, [generation]);
    return standing;
  }
}
