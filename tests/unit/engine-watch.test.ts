import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { EmbeddedEngine } from '../../libs/search/embedded/embedded-engine.ts';
import { EngineUnavailable } from '../../libs/search/engine-unavailable.ts';
import { EngineWatch } from '../../libs/search/engine-watch.ts';
import { PassingTime } from './support/passing-time.ts';

// The generation of an index is asked for again and again; who searches should seldom wait for it.

const folder = mkdtempSync(join(tmpdir(), 'engine-watch-'));
let engine: EmbeddedEngine;
let watch: EngineWatch;
let generation: string;
const time = new PassingTime();

beforeEach(async () => {
  engine = new EmbeddedEngine(folder);
  watch = new EngineWatch(engine);
  await watch.open();
  generation = await engine.generation();
});
afterEach(() => watch.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Has the engine give these answers, one after another; returns what tells how many it was asked for. */
function answering(...answers: readonly Promise<string>[]): () => number {
  let asked = 0;
  engine.generation = () => answers[asked++] ?? Promise.reject(new Error('asked too often'));
  return () => asked;
}

test('one of the last second is not asked for again', async () => {
  const asked = answering();
  expect(await watch.generation()).toBe(generation);
  expect(asked()).toBe(0);
});

test('one of the last seconds is asked for once, and nobody waits for it', async () => {
  time.pass(2_000);
  const { promise, resolve } = Promise.withResolvers<string>();
  const asked = answering(promise);
  expect(await watch.generation()).toBe(generation);
  expect(await watch.generation()).toBe(generation);
  expect(asked()).toBe(1);
  resolve('another');
  await nextTurn();
  expect(await watch.generation()).toBe('another');
});

test('an older one is waited for, and so is a fresh one', async () => {
  answering(Promise.resolve('another'), Promise.resolve('a third'));
  time.pass(60_000);
  expect(await watch.generation()).toBe('another');
  expect(await watch.generation(true)).toBe('a third');
});

test('what fails behind somebody who did not wait makes the engine one that does not answer', async () => {
  time.pass(2_000);
  answering(Promise.reject(new EngineUnavailable('timeout', null)));
  expect(await watch.generation()).toBe(generation);
  await nextTurn();
  expect([watch.answers, watch.lastError]).toEqual([false, 'timeout']);
});
