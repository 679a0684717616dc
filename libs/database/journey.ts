import { TimedOut } from '#kernel';
import type { Reading, ReadingClient } from './reading-client.ts';

/**
 * Statements that one connection is under way with; who comes then finds another. With more of them the first
 * waits for no longer, but the last does.
 */
export const MOST_ABOARD = 16;
/** Milliseconds after which a statement is no brief one, and nobody is made to wait behind it. */
const LONG = 10;

/** A statement that has been asked for, and who waits for it. */
export interface Asked extends Reading {
  resolve: (rows: unknown[]) => void;
  reject: (error: unknown) => void;
}

/** What a journey leaves to who sent it. */
interface Ends {
  /** Every statement has been answered. `failed` says whether the connection may be broken. */
  ended: (failed: boolean) => void;
  /** A statement that somebody else's cancellation has hit is to be asked again. */
  again: (statement: Asked) => void;
}

/** A connection while it is under way with statements: more may come aboard until the last is answered. */
export class Journey {
  private readonly client: ReadingClient;
  private readonly ends: Ends;
  private aboard = 0;
  private failed = false;

  constructor(client: ReadingClient, ends: Ends) {
    this.client = client;
    this.ends = ends;
  }

  /** Whether so many more can come along without much of a wait, on a connection that is good for them. */
  hasRoomFor(more: number): boolean {
    const { isWornOut, taking } = this.client;
    return this.aboard + more <= MOST_ABOARD && taking < LONG && !isWornOut && !this.failed;
  }

  /** Sends these as well. Each gets its own rows, or its own failure. */
  take(statements: readonly Asked[]): void {
    this.aboard += statements.length;
    this.client.send(statements).forEach((result, at) => void this.bring(statements[at]!, result));
  }

  private async bring(statement: Asked, result: Promise<{ rows: unknown[] }>): Promise<void> {
    try {
      statement.resolve((await result).rows);
    } catch (error) {
      // Whatever it is that a cancellation meant for another one has led to.
      const isHitByAnother = this.client.hasCancelled && !(error instanceof TimedOut);
      if (isHitByAnother) this.ends.again(statement);
      else statement.reject(error);
      // A connection whose statement was cancelled in good order is used again: else those that are slow would
      // wear all of them out.
      this.failed ||= !isHitByAnother && !(error instanceof TimedOut);
    }
    this.aboard -= 1;
    if (this.aboard === 0) this.ends.ended(this.failed);
  }
}
