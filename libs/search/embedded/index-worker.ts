/** One of the two threads of the embedded engine: answers the calls of `protocol.ts`, one after another. */
import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { IndexReader } from './index-reader.ts';
import { IndexWriter } from './index-writer.ts';
import type { CallMessage, CarriedError, ReplyMessage, ThreadData } from './protocol.ts';

/** Niceness: searching and indexing give way to the thread that answers the API. */
const NICENESS = 5;
try {
  // On Linux a thread has a priority of its own, under a number that is told here and nowhere else.
  setPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1)), NICENESS);
} catch {
  // Elsewhere all threads are equal.
}

const { role, path } = workerData as ThreadData;
const calls = role === 'writer' ? new IndexWriter(path) : new IndexReader(path);

parentPort?.on('message', (message: CallMessage) => {
  send(answer(message));
});

function send(reply: ReplyMessage): void {
  parentPort?.postMessage(reply);
}

function answer({ id, method, arguments: given, abandoned, listens }: CallMessage): ReplyMessage {
  try {
    if (abandoned && Atomics.load(abandoned, 0) === 1) throw new Error('nobody waits for the answer');
    const call = Reflect.get(calls, method) as (...given: unknown[]) => unknown;
    const tell = (beforehand: unknown): void => send({ id, beforehand });
    return { id, result: call.apply(calls, listens ? [...given, tell] : given) };
  } catch (error) {
    return { id, error: carried(error) };
  }
}

function carried(error: unknown): CarriedError {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const errcode = (error as { errcode?: unknown } | null)?.errcode;
  return { name, message, stack, errcode: typeof errcode === 'number' ? errcode : undefined };
}
