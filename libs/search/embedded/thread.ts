import { currentDeadline } from '#kernel';
import { Worker, type ResourceLimits } from 'node:worker_threads';
import type { CallMessage, ReplyMessage } from './protocol.ts';

/** A call that a thread has not answered yet. */
interface Waiting {
  listen: Listen | undefined;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** Hears what a thread can tell before it answers. */
type Listen = (beforehand: unknown) => void;

interface Running {
  worker: Worker;
  waiting: Map<number, Waiting>;
}

/** An error that happened in a thread. `errcode` is SQLite's, if it was one of SQLite's errors. */
export class ThreadError extends Error {
  readonly errcode: number | undefined;

  constructor(message: string, errcode?: number, stack?: string) {
    super(message);
    this.name = 'ThreadError';
    this.errcode = errcode;
    if (stack) this.stack = `${this.name}: ${message}\n    in a thread: ${stack}`;
  }
}

type Methods<Calls> = {
  [Name in keyof Calls]: Calls[Name] extends (...given: infer Given) => infer Result
    ? [Given, Result]
    : never;
};

/**
 * A worker thread that is asked by calls and answers with promises, in the order asked. It starts with
 * the first call, and anew with the first call after it died; what it had not answered is rejected. It
 * keeps the process alive only while it owes an answer.
 */
export class Thread<Calls> {
  readonly #file: URL;
  readonly #data: unknown;
  readonly #limits: ResourceLimits;
  #running: Running | null = null;
  #lastId = 0;

  /** `file` is the module the thread runs, `data` its workerData; `limits` are to its memory. */
  constructor(file: URL, data: unknown, limits: ResourceLimits = {}) {
    this.#file = file;
    this.#data = data;
    this.#limits = limits;
  }

  get isRunning(): boolean {
    return this.#running !== null;
  }

  /** How many calls it has not answered yet. */
  get owed(): number {
    return this.#running?.waiting.size ?? 0;
  }

  /** Starts it for calls that are to come, so that they find it loaded. */
  begin(): void {
    this.#running ??= this.#start();
  }

  /** Calls a method in the thread. Rejects with ThreadError when it throws there or the thread dies. */
  call<Name extends keyof Calls & string>(
    method: Name,
    ...given: Methods<Calls>[Name][0]
  ): Promise<Methods<Calls>[Name][1]> {
    return this.#send(method, given, { abandoned: null });
  }

  /**
   * The same for as long as the request that asks has time: then it rejects with TimedOut, and the thread
   * does not begin with what it has not begun yet. Only for calls that change nothing. `listen` hears what can
   * be told before the answer.
   */
  async callInTime<Name extends keyof Calls & string>(
    method: Name,
    given: Methods<Calls>[Name][0],
    listen?: Listen,
  ): Promise<Methods<Calls>[Name][1]> {
    const deadline = currentDeadline();
    if (!deadline) return this.#send(method, given, { abandoned: null, listen });
    deadline.check();
    const abandoned = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const unwatch = deadline.watch(() => Atomics.store(abandoned, 0, 1));
    try {
      return await deadline.race(this.#send(method, given, { abandoned, listen }));
    } finally {
      unwatch();
    }
  }

  #send<Result>(
    method: string,
    given: unknown[],
    { abandoned, listen }: { abandoned: Int32Array | null; listen?: Listen | undefined },
  ): Promise<Result> {
    return new Promise((resolve, reject) => {
      const { worker, waiting } = (this.#running ??= this.#start());
      const listens = listen !== undefined;
      const message: CallMessage = { id: ++this.#lastId, method, arguments: given, abandoned, listens };
      // Throws, and so rejects, for what cannot be copied to another thread.
      worker.postMessage(message);
      waiting.set(message.id, { listen, resolve, reject });
      worker.ref();
    });
  }

  /** Ends the thread at once; calls without an answer are rejected. The next call starts it anew. */
  async end(): Promise<void> {
    const running = this.#running;
    if (running === null) return;
    this.#forget(running, new ThreadError('the thread was ended'));
    await running.worker.terminate();
  }

  #start(): Running {
    const worker = new Worker(this.#file, { workerData: this.#data, resourceLimits: this.#limits });
    const running: Running = { worker, waiting: new Map() };
    worker.unref();
    worker.on('message', (reply: ReplyMessage) => settle(running, reply));
    worker.on('error', (error) => this.#forget(running, new ThreadError(`the thread died: ${error}`)));
    worker.on('exit', (code) => this.#forget(running, new ThreadError(`the thread died with code ${code}`)));
    return running;
  }

  #forget(running: Running, error: ThreadError): void {
    if (this.#running === running) this.#running = null;
    for (const call of running.waiting.values()) call.reject(error);
    running.waiting.clear();
  }
}

function settle({ worker, waiting }: Running, reply: ReplyMessage): void {
  const call = waiting.get(reply.id);
  if ('beforehand' in reply) return call?.listen?.(reply.beforehand);
  waiting.delete(reply.id);
  if (waiting.size === 0) worker.unref();
  if ('error' in reply) {
    const { name, message, stack, errcode } = reply.error;
    call?.reject(new ThreadError(`${name}: ${message}`, errcode, stack));
  } else {
    call?.resolve(reply.result);
  }
}
