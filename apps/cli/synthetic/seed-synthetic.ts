import { AuditTrail } from '#audit';
import { queueIndexWork, type IndexWork } from '#database';
import { nextRevisions } from '#documents';
import { Clock } from '#kernel';
import type { INestApplicationContext } from '@nestjs/common';
import { setImmediate } from 'node:timers/promises';
import { DataSource, type EntityManager } from 'typeorm';
import { withServicesOn, type Served } from '../services.ts';
import { Progress } from '../output.ts';
import { insertAll } from './bulk-insert.ts';
import { populationRows } from './population-rows.ts';
import type { DocumentRow, DocumentRows } from './rows.ts';
import { documentId, makeDocument } from './synthetic-document.ts';
import { World } from './world.ts';

/** Documents of one transaction: few enough to need little memory, enough to be quick. */
const BATCH = 500;
/** Documents made without a look at what the database has answered meanwhile. */
const PAUSE_AFTER = 20;
/** One seeding at a time; any number that nothing else in this database locks. */
const SEEDING_LOCK = 7_003;

export interface SyntheticOptions {
  documents: number;
  institutions: number;
  seed: number;
}

/** How much of everything this run has added, and how many documents were there before. */
export interface SyntheticCounts {
  institutions: number;
  people: number;
  groups: number;
  documents: number;
  found: number;
}

/**
 * Fills the database with synthetic data for measurement: the same for the same options every time, in whole
 * batches, past the services that serve requests but as they would have written it. What is there already
 * stays as it is, so that a run that was broken off can be repeated. Index work is queued, not done; and the
 * database's statistics are brought up to date, so that what is measured next is not a planner's guess.
 * `clock` tells when that happened, for the trail and the queue.
 */
export async function seedSynthetic(
  connection: Served,
  options: SyntheticOptions,
  clock?: Clock,
): Promise<SyntheticCounts> {
  return withServicesOn(
    connection,
    async (services) => {
      const source = services.get(DataSource);
      const holder = source.createQueryRunner();
      try {
        await holder.query('SELECT pg_advisory_lock($1)', [SEEDING_LOCK]);
        return await new Seeding(services, options).run();
      } finally {
        await holder.query('SELECT pg_advisory_unlock($1)', [SEEDING_LOCK]).catch(() => undefined);
        await holder.release();
      }
    },
    { clock },
  );
}

interface Batch {
  made: readonly DocumentRows[];
  /** Those that were there already counted in. */
  count: number;
}

/** One run. */
class Seeding {
  private readonly source: DataSource;
  private readonly trail: AuditTrail;
  private readonly clock: Clock;
  private readonly options: SyntheticOptions;
  private readonly world: World;
  private readonly counts: SyntheticCounts = {
    institutions: 0,
    people: 0,
    groups: 0,
    documents: 0,
    found: 0,
  };
  private noted = false;

  constructor(services: INestApplicationContext, options: SyntheticOptions) {
    this.source = services.get(DataSource);
    this.trail = services.get(AuditTrail);
    this.clock = services.get(Clock);
    this.options = options;
    this.world = new World(options.seed, options.institutions);
  }

  async run(): Promise<SyntheticCounts> {
    const { documents } = this.options;
    await this.source.transaction((manager) => this.addPopulation(manager));
    const progress = new Progress('Seeding', documents);
    let ready: Batch = { made: [], count: 0 };
    for (let first = 1; ready.count > 0 || first <= documents; first += BATCH) {
      const next = this.prepare(first, Math.min(first + BATCH - 1, documents));
      [ready] = await Promise.all([next, this.addDocuments(ready)]);
      for (let i = 0; i < ready.count; i += 1) progress.step();
    }
    progress.end();
    if (this.noted) await this.source.query('ANALYZE');
    return this.counts;
  }

  /** All of it, or nothing if it is there: it was written in one transaction. */
  private async addPopulation(manager: EntityManager): Promise<void> {
    const rows = populationRows(this.world);
    if ((await existing(manager, 'institutions', [rows.institutions[0]!.id])).size > 0) return;
    await insertAll(manager, rows);
    await this.note(manager);
    this.counts.institutions = rows.institutions.length;
    this.counts.people = rows.users.length;
    this.counts.groups = rows.sharing_groups.length;
  }

  /** Makes those documents of these numbers that are not there, while the batch before is being written. */
  private async prepare(first: number, last: number): Promise<Batch> {
    const numbers = Array.from({ length: Math.max(last - first + 1, 0) }, (_, index) => first + index);
    const ids = numbers.map((number) => documentId(this.world, number));
    const found = await existing(this.source.manager, 'documents', ids);
    this.counts.found += found.size;
    const made: DocumentRows[] = [];
    for (const [index, number] of numbers.entries()) {
      if (found.has(ids[index]!)) continue;
      made.push(makeDocument(this.world, number));
      if (made.length % PAUSE_AFTER === 0) await setImmediate();
    }
    return { made, count: numbers.length };
  }

  private addDocuments({ made }: Batch): Promise<void> {
    if (made.length === 0) return Promise.resolve();
    return this.source.transaction(async (manager) => {
      await this.insertDocuments(manager, made);
    });
  }

  private async insertDocuments(manager: EntityManager, made: readonly DocumentRows[]): Promise<void> {
    const revisions = await nextRevisions(manager, made.length);
    const documents = made.map(({ document }, index) => ({ ...document, revision: revisions[index]! }));
    await insertAll(manager, {
      documents,
      document_versions: made.flatMap((one) => one.versions),
      document_reviews: made.flatMap((one) => one.reviews),
      retired_sharings: made.flatMap((one) => one.retired),
    });
    await queueIndexWork(manager, indexWork(documents), this.clock.now());
    await this.note(manager);
    this.counts.documents += made.length;
  }

  /** One entry of the trail for all that a run adds, in the transaction of the first of it. */
  private async note(manager: EntityManager): Promise<void> {
    if (this.noted) return;
    await this.trail.record(manager, {
      userId: null,
      institutionId: null,
      event: 'synthetic_data.added',
      subjectType: 'institution',
      subjectId: this.world.institutions[0]!.id,
      details: { ...this.options },
    });
    this.noted = true;
  }
}

/** No index knows any of them yet. */
function indexWork(documents: readonly (DocumentRow & { revision: string })[]): IndexWork[] {
  return documents
    .filter(({ state }) => state === 'PUBLISHED')
    .map(({ id, revision }) => ({ documentId: id, revision, stale: false }));
}

/** Those of the ids that the table has. */
async function existing(
  manager: EntityManager,
  table: 'institutions' | 'documents',
  ids: readonly string[],
): Promise<Set<string>> {
  const rows: { id: string }[] = await manager.query(`SELECT id FROM ${table} WHERE id = ANY($1)`, [ids]);
  return new Set(rows.map((row) => row.id));
}
