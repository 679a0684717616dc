import { toSql, type Predicate } from '#access';
import { Bindings, ReadDatabase } from '#database';
import { DocumentsReadModel, VersionsReadModel } from '#documents';
import { Principals } from '#identity';
import { Clock } from '#kernel';
import { createTestDatabase, type TestDatabase } from '#testing';
import pg from 'pg';
import { FACT_COLUMNS } from '../../../libs/documents/document-facts.ts';
import { insertWorlds } from '../world/insert-world.ts';
import { principalIn } from '../world/plain-facts.ts';
import { withRealIds, type RealWorld } from '../world/real-ids.ts';
import { isBeingRevised } from '../world/world.ts';
import { ruleFor, type Rule } from './by-code.ts';
import type { Scene } from './changes/change.ts';
import { everyoneIn, type Disagreement, type Sights } from './in-memory.ts';
import { difference, type Sight } from './sight.ts';

/** A scene with what everyone sees in it by the words of the access model. */
export interface Expected extends Scene {
  sights: Sights;
}

/** A scene under the ids that it has in the database. */
interface Stored extends Expected {
  real: RealWorld;
}

/** What the rule's SQL is asked for each document, in this order. */
const ASKED = ['read', 'readWork', 'tombstone', 'stub', 'attribution'] as const satisfies (keyof Rule)[];

class SetClock extends Clock {
  moment = new Date(0);

  now(): Date {
    return new Date(this.moment);
  }
}

/** Asks PostgreSQL about scenes, many at a time. */
export class InPostgres {
  private readonly testDatabase: TestDatabase;
  private readonly pool: pg.Pool;

  private constructor(testDatabase: TestDatabase) {
    this.testDatabase = testDatabase;
    this.pool = new pg.Pool({ connectionString: testDatabase.url, max: 1 });
    // While it is being closed, a connection may still hear that its database is dropped.
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  static async start(): Promise<InPostgres> {
    return new InPostgres(await createTestDatabase());
  }

  async stop(): Promise<void> {
    await this.pool.end();
    await this.testDatabase.drop();
  }

  /**
   * Where SQL differs from the words: for each scene, or null. All scenes are asked through the compiled
   * rule, every `modelsEvery`th through the read models as well.
   */
  async ask(scenes: readonly Expected[], modelsEvery: number): Promise<(Disagreement | null)[]> {
    const stored = scenes.map((scene): Stored => ({ ...scene, real: withRealIds(scene.world) }));
    await insertWorlds(
      this.pool,
      stored.map(({ real }) => real.world),
    );
    // A connection keeps every prepared statement, and there are very many: one connection for each batch.
    const models = new Models(this.testDatabase.url);
    const disagreements: (Disagreement | null)[] = [];
    for (const [index, scene] of stored.entries()) {
      const throughModels = index % modelsEvery === 0;
      disagreements.push((await this.byRule(scene)) ?? (throughModels ? await models.ask(scene) : null));
    }
    await models.close();
    return disagreements;
  }

  /** One statement for everyone: a column for each person and each part of the rule. */
  private async byRule(scene: Stored): Promise<Disagreement | null> {
    const { world, now, real, sights } = scene;
    const everyone = everyoneIn(world);
    const { bind, values } = new Bindings();
    const sql = (predicate: Predicate): string =>
      toSql(predicate, { column: (field) => FACT_COLUMNS[field], bind });
    const columns = everyone.flatMap((userId, who) => {
      const rule = ruleFor(principalIn(real.world, realId(real, userId), now), now);
      return ASKED.map((part) => `${sql(rule[part])} AS "${who} ${part}"`);
    });
    const ids = world.documents.map(({ id }) => real.idOf(id));
    const { rows } = await this.pool.query<Record<string, boolean> & { id: string }>(
      `SELECT d.id, ${columns.join(', ')} FROM documents d
       JOIN document_versions v ON v.document_id = d.id AND v.number = d.shown_version
       WHERE d.id = ANY(${bind(ids)})`,
      values,
    );
    for (const document of world.documents) {
      const row = rows.find(({ id }) => id === real.idOf(document.id))!;
      for (const [who, userId] of everyone.entries()) {
        const [reads, work, tombstone, stub, attribution] = ASKED.map((part) => row[`${who} ${part}`]!);
        const working = isBeingRevised(document) && reads! && work!;
        const seen: Partial<Sight> = {
          reads: reads!,
          working,
          tombstone: tombstone!,
          stub: stub!,
          attribution: attribution!,
        };
        const what = difference('SQL', seen, sights.get(userId)!.get(document.id)!);
        if (what !== null) return { userId, documentId: document.id, what };
      }
    }
    return null;
  }
}

/** The way of a request: the principal is read from the database, and so is what there is for it. */
class Models {
  private readonly clock = new SetClock();
  private readonly database: ReadDatabase;
  private readonly authentication: Principals;
  private readonly documents: DocumentsReadModel;
  private readonly versions: VersionsReadModel;

  constructor(url: string) {
    this.database = new ReadDatabase(url, 1);
    this.authentication = new Principals(this.database, this.clock);
    this.documents = new DocumentsReadModel(this.database, this.clock);
    this.versions = new VersionsReadModel(this.database, this.clock);
  }

  async ask(scene: Stored): Promise<Disagreement | null> {
    this.clock.moment = scene.now;
    for (const userId of everyoneIn(scene.world)) {
      const seen = await this.seenBy(scene, userId);
      for (const { id } of scene.world.documents) {
        const what = difference('read models', seen(id), scene.sights.get(userId)!.get(id)!);
        if (what !== null) return { userId, documentId: id, what };
      }
    }
    return null;
  }

  private async seenBy(
    { world, real, now }: Stored,
    userId: string | null,
  ): Promise<(documentId: string) => Partial<Sight>> {
    const ids = world.documents.map(({ id }) => real.idOf(id));
    const person = realId(real, userId);
    const principal =
      person === null ? principalIn(real.world, null, now) : await this.authentication.principalOf(person);
    const rows = await this.documents.byIds(principal, ids, new Set(['working', 'institution']));
    const versions = await this.versions.list(principal, ids, { first: 100 });
    const withdrawn = world.documents.filter(({ state }) => state === 'WITHDRAWN');
    const tombstones = new Set<string>();
    for (const { id } of withdrawn) {
      if (await this.documents.findTombstone(principal, real.idOf(id))) tombstones.add(id);
    }
    return (documentId) => {
      const row = rows.get(real.idOf(documentId));
      return {
        reads: row !== undefined,
        working: Boolean(row?.working),
        tombstone: tombstones.has(documentId),
        versions: versions.get(real.idOf(documentId))!.edges.map(({ node }) => node.number),
        ...(row ? { attribution: row.institution !== null } : {}),
      };
    };
  }

  close(): Promise<void> {
    return this.database.close();
  }
}

function realId(real: RealWorld, userId: string | null): string | null {
  return userId === null ? null : real.idOf(userId);
}
