import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { IndexThreads } from '../../libs/search/embedded/index-threads.ts';

const folder = mkdtempSync(join(tmpdir(), 'precedent-threads-'));
let count = 0;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function opened(): Promise<IndexThreads> {
  const threads = new IndexThreads(join(folder, `index-${++count}.sqlite`));
  await threads.writer.call('open', false);
  await threads.warm();
  return threads;
}

it('one thread reads until somebody has to wait for it; then there is another', async () => {
  const threads = await opened();
  const first = threads.reader();
  expect(threads.reader()).toBe(first);
  let next = first;
  for (let tries = 0; tries < 500 && next === first; tries++) {
    const answer = first.call('generation');
    next = threads.reader();
    await answer;
    if (next === first) await sleep(10);
  }
  expect(next).not.toBe(first);
  expect(await next.call('generation')).toBe(await first.call('generation'));
  await threads.close();
  expect([first.isRunning, next.isRunning]).toEqual([false, false]);
});

it.each(['close', 'end'] as const)('%s lets no thread join that was only just beginning', async (how) => {
  const threads = await opened();
  const first = threads.reader();
  const answer = first.call('generation').catch(() => undefined);
  expect(threads.reader()).toBe(first);
  await threads[how]();
  await answer;
  expect([first.isRunning, threads.writer.isRunning]).toEqual([false, false]);
  await sleep(500);
  expect(threads.reader()).toBe(first);
});
