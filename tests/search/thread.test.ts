import { Deadline, TimedOut } from '#kernel';
import { Thread } from '../../libs/search/embedded/thread.ts';

interface Calls {
  echo(value: unknown): unknown;
  slow(value: unknown): unknown;
  fail(): void;
  die(): void;
  count(): number;
  busy(): void;
}

/** A thread that does what it is told, `die` included. */
const CODE = `
  import { parentPort, workerData } from 'node:worker_threads';
  let count = 0;
  parentPort.on('message', ({ id, method, arguments: [value], abandoned, listens }) => {
    if (listens) parentPort.postMessage({ id, beforehand: ['soon', value] });
    if (abandoned?.[0] === 1) return parentPort.postMessage({ id, result: 'not begun' });
    if (method === 'busy') {
      const end = performance.now() + 50;
      while (performance.now() < end);
    }
    count++;
    if (method === 'die') process.exit(3);
    if (method === 'fail') {
      parentPort.postMessage({ id, error: { name: 'RangeError', message: 'too far', stack: 'there', errcode: 11 } });
    } else if (method === 'slow') setTimeout(() => parentPort.postMessage({ id, result: value }), 100);
    else parentPort.postMessage({ id, result: method === 'count' ? count + workerData : value });
  });
`;
let thread: Thread<Calls>;
beforeEach(
  () => (thread = new Thread<Calls>(new URL(`data:text/javascript,${encodeURIComponent(CODE)}`), 100)),
);
afterEach(() => thread.end());

test('answers calls, each with its own result, whatever the order of the answers', async () => {
  expect(thread.isRunning).toBe(false);
  const calls = [
    thread.call('slow', 1),
    thread.call('echo', { a: new Date(5) }),
    thread.call('echo', [undefined]),
  ];
  expect(thread.owed).toBe(3);
  expect(await Promise.all(calls)).toEqual([1, { a: new Date(5) }, [undefined]]);
  expect(thread.owed).toBe(0);
});

test('carries errors over, with SQLite’s code', async () => {
  await expect(thread.call('fail')).rejects.toMatchObject({ message: 'RangeError: too far', errcode: 11 });
  expect(await thread.call('count')).toBe(102);
});

test('rejects what cannot be copied, and goes on', async () => {
  await expect(thread.call('echo', () => 1)).rejects.toThrow('could not be cloned');
  expect(await thread.call('echo', 1)).toBe(1);
});

test('when it dies, all that is owed is rejected, and the next call starts it anew', async () => {
  const owed = [thread.call('slow', 1), thread.call('die'), thread.call('echo', 2)];
  for (const outcome of await Promise.allSettled(owed)) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: { message: 'the thread died with code 3' } });
  }
  expect(thread.isRunning).toBe(false);
  expect(await thread.call('count')).toBe(101);
});

test('when it cannot start, the call is rejected', async () => {
  const broken = new Thread<Calls>(new URL('data:text/javascript,throw new Error("no such thing")'), null);
  await expect(broken.call('count')).rejects.toThrow('no such thing');
  await expect(broken.call('count')).rejects.toThrow('no such thing');
});

test('when it is ended, all that is owed is rejected', async () => {
  const owed = thread.call('slow', 1);
  await Promise.all([expect(owed).rejects.toThrow('ended'), thread.end()]);
  await thread.end();
});

test('gives up with the deadline of the request, and does not begin what nobody waits for', async () => {
  expect(await thread.call('count')).toBe(101);
  const deadline = new Deadline(3_600_000);
  const busy = thread.call('busy');
  const asked = deadline.run(() => thread.callInTime('echo', [1]));
  deadline.end();

  await expect(asked).rejects.toBeInstanceOf(TimedOut);
  await busy;
  // The two that were begun, and this one.
  expect(await thread.call('count')).toBe(103);
  await expect(deadline.run(() => thread.callInTime('echo', [1]))).rejects.toBeInstanceOf(TimedOut);
});

test('answers in time like without any', async () => {
  const deadline = new Deadline(3_600_000);
  expect(await deadline.run(() => thread.callInTime('echo', [7]))).toBe(7);
  expect(await thread.callInTime('echo', [8])).toBe(8);
  deadline.finish();
});

test('tells beforehand, to whoever listens, what can be told, and then answers', async () => {
  const heard: unknown[] = [];
  const listen = (beforehand: unknown): unknown => heard.push(beforehand);
  const deadline = new Deadline(3_600_000);
  const asked = [
    deadline.run(() => thread.callInTime('slow', [1], listen)),
    deadline.run(() => thread.callInTime('echo', [2])),
    thread.callInTime('slow', [3], listen),
  ];
  await asked[1];
  expect(thread.owed).toBe(2);
  expect(await Promise.all(asked)).toEqual([1, 2, 3]);
  expect(heard).toEqual([
    ['soon', 1],
    ['soon', 3],
  ]);
  deadline.finish();
});
