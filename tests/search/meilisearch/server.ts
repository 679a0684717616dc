import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const START_TIMEOUT = 30_000;
/** By default each task sets up as much memory as the machine has, which takes a second of its own. */
const LEAN = ['--no-analytics', '--max-indexing-memory', '256MiB'];

export interface MeilisearchServer {
  url: string;
  apiKey: string | null;
  stop(): Promise<void>;
}

/** Whether tests can have a server: one that is named by MEILI_URL, or a `meilisearch` on the PATH. */
export const hasServer =
  Boolean(process.env.MEILI_URL) || spawnSync('meilisearch', ['--version']).status === 0;

/** The line for the tests that stand in for those that cannot run. */
export const NOT_RUN = 'did NOT run: there is neither MEILI_URL nor a meilisearch on the PATH';

/** The server of MEILI_URL and MEILI_API_KEY; otherwise a new one with a folder that goes when it stops. */
export async function startServer(): Promise<MeilisearchServer> {
  if (process.env.MEILI_URL) {
    return {
      url: process.env.MEILI_URL,
      apiKey: process.env.MEILI_API_KEY ?? null,
      stop: () => Promise.resolve(),
    };
  }
  const folder = mkdtempSync(join(tmpdir(), 'precedent-meilisearch-'));
  const url = `http://127.0.0.1:${await freePort()}`;
  const process_ = spawn(
    'meilisearch',
    [...LEAN, '--http-addr', url.slice('http://'.length), '--db-path', join(folder, 'data')],
    { cwd: folder, stdio: 'ignore' },
  );
  const stop = async () => {
    await ended(process_);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await answering(url, process_);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, apiKey: null, stop };
}

async function answering(url: string, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT;
  while (Date.now() < deadline && server.exitCode === null) {
    const answer = await fetch(`${url}/health`).catch(() => null);
    if (answer?.ok) return;
    await sleep(50);
  }
  throw new Error('meilisearch did not start');
}

function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    server.once('exit', () => resolve());
    server.kill();
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
