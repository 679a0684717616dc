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
/** A server that finds its index new takes a moment to queue what belongs into it. */
const SETTLED = 1_000;

export interface Served {
  url: string;
  child: ChildProcess;
  pid: number;
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

  /** How many documents wait for the index. */
  async pending(): Promise<number> {
    return this.count('SELECT count(*) FROM search_outbox');
  }

  async published(): Promise<number> {
    return this.count(`SELECT count(*) FROM documents WHERE state = 'PUBLISHED'`);
  }

  /** Waits until nothing waits for the index any more, and returns when that was, by `performance.now()`. */
  async untilIndexed(): Promise<number> {
    const total = await this.published();
    const tell = progress('indexed', total);
    let since = Infinity;
    while (performance.now() - since < SETTLED) {
      const left = await this.pending();
      tell(total - left);
      since = left > 0 ? Infinity : Math.min(since, performance.now());
      await sleep(POLL);
    }
    return since;
  }

  /** Size of the index on disk, in MB; null when the engine's server is not ours. */
  indexSize(): number | null {
    return sizeOnDisk(this.meilisearch ? this.meilisearch.folder : join(this.home.folder, 'search'));
  }

  async close(): Promise<void> {
    await this.database.end();
    await this.leave();
  }

  private async count(query: string): Promise<number> {
    const { rows } = await this.database.query<{ count: string }>(query);
    return Number(rows[0]?.count ?? 0);
  }
}
