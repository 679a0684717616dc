import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../support/free-port.ts';

const START_TIMEOUT = 30_000;
/** By default each task sets up as much memory as the machine has, which takes a second of its own. */
const LEAN = ['--no-analytics', '--max-indexing-memory', '256MiB'];

export interface MeilisearchServer {
  url: string;
  apiKey: string | null;
  stop(): Promise<void>;
}

/** A server of a test's own, which can be taken away from it and given back. */
export interface OwnServer extends MeilisearchServer {
  /** Ends it without warning. */
  kill(): Promise<void>;
  /** Lets it stop in the midst of everything, still holding its port, and go on. */
  freeze(): void;
  thaw(): void;
  /** Starts it again on the same port, with what it had, or with nothing. */
  startAgain(given?: { emptied: boolean }): Promise<void>;
}

/** Whether a test can have a server of its own. */
export const hasBinary = spawnSync('meilisearch', ['--version']).status === 0;

/** Whether tests can have a server: one that is named by MEILI_URL, or a `meilisearch` on the PATH. */
export const hasServer = Boolean(process.env.MEILI_URL) || hasBinary;

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
  return startOwnServer();
}

/** A new server with a folder that goes when it stops. */
export async function startOwnServer(): Promise<OwnServer> {
  const folder = mkdtempSync(join(tmpdir(), 'precedent-meilisearch-'));
  const url = `http://127.0.0.1:${await freePort()}`;
  const data = join(folder, 'data');
  const start = (): ChildProcess =>
    spawn('meilisearch', [...LEAN, '--http-addr', url.slice('http://'.length), '--db-path', data], {
      cwd: folder,
      stdio: 'ignore',
    });
  let running = start();
  const stop = async () => {
    running.kill('SIGCONT');
    await ended(running);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await answering(url, running);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ...{ url, apiKey: null, stop },
    kill: () => ended(running, 'SIGKILL'),
    freeze: () => void running.kill('SIGSTOP'),
    thaw: () => void running.kill('SIGCONT'),
    startAgain: async ({ emptied } = { emptied: false }) => {
      if (emptied) rmSync(data, { recursive: true, force: true });
      running = start();
      await answering(url, running);
    },
  };
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

function ended(server: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    server.once('exit', () => resolve());
    server.kill(signal);
  });
}
