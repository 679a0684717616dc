import { joinEmbeddedServer } from '#database';
import { chmodSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChildProcess } from 'node:child_process';
import pg from 'pg';
import { PrecedentHome } from '../../support/precedent-process.ts';
import { meilisearchServer, type MeilisearchServer } from './meilisearch-server.ts';
import { progress } from './output.ts';
import { sizeOnDisk } from './processes.ts';

export const ENGINES = ['embedded', 'meilisearch'] as const;
export type EngineName = (typeof ENGINES)[number];

const POLL = 100;

export interface Served {
  url: string;
  child: ChildProcess;
  pid: number;
}

/** Of what `/health/search` says. */
interface IndexState {
  engine: string;
  filled: boolean;
  pending: number;
}

/**
 * Where a benchmark takes place: the built `precedent` command as its users run it, on a data directory
 * with an embedded PostgreSQL that stays up until `close`, and the chosen engine.
 */
export class Arena {
  readonly engine: EngineName;
  readonly home: PrecedentHome;
  readonly databaseUrl: string;
  readonly database: pg.Pool;
  readonly meilisearch: MeilisearchServer | null;
  private readonly leave: () => Promise<void>;
  /** Documents that waited for the index when it was last asked. */
  private waiting = 0;

  private constructor(
    engine: EngineName,
    home: PrecedentHome,
    server: { url: string; leave(): Promise<void> },
    meilisearch: MeilisearchServer | null,
    leave: () => Promise<void>,
  ) {
    this.engine = engine;
    this.home = home;
    this.databaseUrl = server.url;
    this.database = new pg.Pool({ connectionString: server.url, max: 4 });
    // When the server goes, idle connections complain; nobody is left to hear it.
    this.database.on('error', () => {});
    this.meilisearch = meilisearch;
    this.leave = leave;
  }

  /** `data` is a folder to use again and to keep; without it there is a new one, which goes at the end. */
  static async open(engine: EngineName, data?: string): Promise<Arena> {
    if (data !== undefined) mkdirSync(data, { recursive: true });
    const home = new PrecedentHome(data === undefined ? undefined : resolve(data));
    // As root, PostgreSQL runs under an account of its own, which must get there.
    if (data === undefined) chmodSync(home.folder, 0o755);
    const meilisearch = engine === 'meilisearch' ? await meilisearchServer() : null;
    home.withEnvironment({
      DATABASE_URL: '',
      MEILI_URL: meilisearch?.url ?? '',
      MEILI_API_KEY: meilisearch?.apiKey ?? '',
    });
    const server = await joinEmbeddedServer(home.folder);
    return new Arena(engine, home, server, meilisearch, async () => {
      await server.leave();
      await (data === undefined ? home.remove() : home.stop());
      await meilisearch?.stop();
    });
  }

  /** Starts the api with its worker, on a free port of the loopback address. */
  async serve(): Promise<Served> {
    const { url, child } = await this.home.serve('--no-demo');
    return { url, child, pid: child.pid! };
  }

  /** Whether the chosen engine's index has everything. */
  async isIndexed({ url }: Served): Promise<boolean> {
    const answer = await fetch(new URL('/health/search', url));
    const { indexes } = (await answer.json()) as { indexes: IndexState[] };
    const own = indexes.find(({ engine }) => engine === this.engine);
    this.waiting = own?.pending ?? 0;
    return own?.filled === true && own.pending === 0;
  }

  /** Waits until the index has everything that was published. */
  async untilIndexed(served: Served): Promise<void> {
    const total = await this.published();
    const tell = progress('indexed', total);
    while (!(await this.isIndexed(served))) {
      tell(total - this.waiting);
      await sleep(POLL);
    }
  }

  async published(): Promise<number> {
    const { rows } = await this.database.query<{ count: string }>(
      `SELECT count(*) FROM documents WHERE state = 'PUBLISHED'`,
    );
    return Number(rows[0]?.count ?? 0);
  }

  /** Size of the index on disk, in MB; null when the engine's server is not ours. */
  indexSize(): number | null {
    return sizeOnDisk(this.meilisearch ? this.meilisearch.folder : join(this.home.folder, 'search'));
  }

  async close(): Promise<void> {
    await this.database.end();
    await this.leave();
  }
}
