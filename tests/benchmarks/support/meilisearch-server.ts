import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../support/free-port.ts';

const START_TIMEOUT = 30_000;
/** By default each task sets up as much memory as the machine has, which takes a second of its own. */
const LEAN = ['--no-analytics', '--max-indexing-memory', '512Mb', '--log-level', 'WARN'];

export interface MeilisearchServer {
  url: string;
  apiKey: string | null;
  /** Null for a server that is not ours. */
  pid: number | null;
  folder: string | null;
  stop(): Promise<void>;
}

/**
 * The server of MEILI_URL and MEILI_API_KEY; otherwise a new one, from the `meilisearch` on the path, with
 * a folder that goes when it stops.
 */
export async function meilisearchServer(): Promise<MeilisearchServer> {
  const { MEILI_URL: given, MEILI_API_KEY: apiKey = null } = process.env;
  if (given) return { url: given, apiKey, pid: null, folder: null, stop: async () => undefined };
  const folder = mkdtempSync(join(tmpdir(), 'precedent-meilisearch-'));
  const address = `127.0.0.1:${await freePort()}`;
  const server = spawn('meilisearch', [...LEAN, '--http-addr', address, '--db-path', join(folder, 'data')], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<void>((end) => {
    server.once('exit', () => end());
    server.once('error', () => end());
  });
  const stop = async (): Promise<void> => {
    server.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const deadline = Date.now() + START_TIMEOUT;
  while (Date.now() < deadline && server.pid !== undefined && server.exitCode === null) {
    const answer = await fetch(`http://${address}/health`).catch(() => null);
    if (answer?.ok) return { url: `http://${address}`, apiKey: null, pid: server.pid, folder, stop };
    await sleep(50);
  }
  await stop();
  throw new Error('meilisearch did not start; is it on the path?');
}
