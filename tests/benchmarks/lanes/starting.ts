import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from '../support/output.ts';
import { spreadOf, type Spread } from './spread.ts';
import { freePort } from '../../support/free-port.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** Milliseconds between two tries to be answered. */
const POLL = 10;
const PATIENCE = 120_000;
/** How long a server has had nothing to do before its memory is looked at. */
const IDLE = 10_000;

/** What the figures are held against. */
export const START_TARGETS = { seconds: 3, memoryMb: 220 };

export interface StartFigures {
  /** Seconds from `npm start` to the first answer of the API; that it builds first is part of it. */
  npmStart: Spread;
  /** The same from `node dist/bundle/main.js serve`, as a container starts it. */
  serve: Spread;
  /** Resident memory of the process with api and worker, idle; PostgreSQL's own comes on top. */
  memoryMb: Spread | null;
}

/** Starts the product on a data directory that has everything, its database stopped, several times. */
export async function measureStart(data: string, runs: number): Promise<StartFigures> {
  const [npmStart, serve, memory]: [number[], number[], number[]] = [[], [], []];
  for (let run = 1; run <= runs; run++) {
    say(`start: run ${run} of ${runs}`);
    npmStart.push((await startOnce(data, 'npm', ['start', '--silent'])).seconds);
    const started = await startOnce(data, process.execPath, ['dist/bundle/main.js', 'serve'], IDLE);
    serve.push(started.seconds);
    if (started.memoryMb !== null) memory.push(started.memoryMb);
  }
  const memoryMb = memory.length === 0 ? null : spreadOf(memory);
  return { npmStart: spreadOf(npmStart), serve: spreadOf(serve), memoryMb };
}

/** Starts it, waits for the first answer, lets it be for `idle` milliseconds, and ends it. */
async function startOnce(
  data: string,
  command: string,
  args: readonly string[],
  idle = 0,
): Promise<{ seconds: number; memoryMb: number | null }> {
  const port = await freePort();
  const started = performance.now();
  const child = spawn(command, args, {
    cwd: ROOT,
    env: {
      ...process.env,
      PRECEDENT_DATA_DIR: data,
      DATABASE_URL: '',
      PORT: String(port),
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
    // A group of its own: `npm start` is several processes, and all of them are to end.
    detached: true,
  });
  try {
    await untilAnswered(child, port);
    const seconds = (performance.now() - started) / 1_000;
    await sleep(idle);
    return { seconds, memoryMb: residentMemory(child.pid!) };
  } finally {
    await ended(child);
  }
}

async function untilAnswered(child: ChildProcess, port: number): Promise<void> {
  const deadline = performance.now() + PATIENCE;
  const body = JSON.stringify({ query: '{ __typename }' });
  while (performance.now() < deadline && child.exitCode === null) {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`http://127.0.0.1:${port}/graphql`, { method: 'POST', headers, body }).catch(
      () => null,
    );
    if (answer?.ok) return;
    await sleep(POLL);
  }
  throw new Error('the server did not answer');
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-child.pid!, 'SIGTERM');
  await gone;
}

/** In MB; null where the system does not tell (Linux does). */
function residentMemory(pid: number): number | null {
  try {
    const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return line ? Math.round(Number(line[1]) / 1_024) : null;
  } catch {
    return null;
  }
}
