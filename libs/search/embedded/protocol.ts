import type {
  EngineRequest,
  EngineResult,
  IndexedDocument,
  SuggestRequest,
  SuggestResult,
} from '../engine.ts';

/** What the writing thread can be asked. Everything but `open` and `close` opens the index by itself. */
export interface WriterCalls {
  /** Makes the index usable; `recreate` throws away the file that is there. */
  open(recreate: boolean): void;
  generation(): string;
  upsert(documents: readonly IndexedDocument[]): void;
  remove(ids: readonly string[]): void;
  reset(): void;
  close(): void;
}

/** What the reading thread can be asked, once the writing thread has opened the index. */
export interface ReaderCalls {
  warm(): void;
  generation(): string;
  /** The next entries behind the id, or from the first on; an empty list is the end. */
  contents(after: string | null): EntryRow[];
  /** Tells the ids of what it will find beforehand. */
  search(request: EngineRequest): EngineResult;
  suggest(request: SuggestRequest): SuggestResult;
  close(): void;
}

export type EntryRow = [id: string, revision: number, facts: string];

/** What a thread is started with. */
export interface ThreadData {
  role: 'writer' | 'reader';
  path: string;
}

export interface CallMessage {
  id: number;
  method: string;
  arguments: unknown[];
  /** Becomes 1 when nobody waits for the answer any more; null where somebody always does. */
  abandoned: Int32Array | null;
  /** Whether somebody listens to what can be told before the answer. */
  listens: boolean;
}

/** An error as it travels between threads; `errcode` is SQLite's, where it is one of SQLite's errors. */
export interface CarriedError {
  name: string;
  message: string;
  stack: string | undefined;
  errcode: number | undefined;
}

/** The answer to a call, or what can be told before it. */
export type ReplyMessage =
  { id: number; result: unknown } | { id: number; error: CarriedError } | { id: number; beforehand: unknown };
