import { Deadline } from '#kernel';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { refuse, type TurnedAway } from './refuse.ts';

/** Milliseconds that requests get to be finished when the process stops. */
const PATIENCE = 5_000;
/** Milliseconds that those get to take their answer whose time was ended then. */
const LAST_WORDS = 1_000;
const STOPPING: TurnedAway = {
  status: 503,
  code: 'UNAVAILABLE',
  message: 'This server is being stopped: try again in a second.',
  retryAfter: 1,
};

/**
 * How a process comes to the end of its requests: no connection is accepted any more, what comes in on one
 * that is open is refused, and what was begun is finished. What takes too long for that is given up like what
 * is out of time: rolled back, and its caller told so.
 */
@Injectable()
export class ClosingTime implements BeforeApplicationShutdown {
  private readonly running = new Set<Deadline>();
  /** Connections on which nothing has been asked yet. */
  private readonly unused = new Set<Socket>();
  private server: Server | null = null;
  private closing: Promise<void> | null = null;
  private readonly impatient = new AbortController();

  /** Sees to it that requests are refused from `begin` on. */
  watch(app: FastifyInstance): void {
    this.server = app.server;
    app.server.on('connection', (socket: Socket) => {
      this.unused.add(socket);
      socket.once('close', () => this.unused.delete(socket));
    });
    app.server.on('request', ({ socket }: IncomingMessage) => this.unused.delete(socket));
    app.addHook('onRequest', (request, reply, done) => {
      if (!this.closing) {
        done();
        return;
      }
      void reply.header('connection', 'close');
      void refuse(request, reply, STOPPING);
    });
    app.addHook('onSend', (_request, reply, _payload, done) => {
      if (this.closing) void reply.header('connection', 'close');
      done();
    });
  }

  /** Counts a request as begun until it gives its place back. */
  enter(deadline: Deadline): () => void {
    this.running.add(deadline);
    if (this.impatient.signal.aborted) deadline.end();
    return () => this.running.delete(deadline);
  }

  /** Returns when the last connection is closed. */
  begin(): Promise<void> {
    this.closing ??= this.close();
    return this.closing;
  }

  /** Waits for no request any longer. */
  hurry(): void {
    this.impatient.abort();
  }

  /** The database and everything else stays until the last request has its answer. */
  beforeApplicationShutdown(): Promise<void> {
    return this.begin();
  }

  private async close(): Promise<void> {
    const { server } = this;
    if (!server?.listening) return;
    const closed = once(server, 'close');
    server.close();
    // Idle ones are closed by that, but not those that are yet to be used for the first time.
    for (const socket of this.unused) socket.destroy();
    const timer = setTimeout(() => this.hurry(), PATIENCE);
    let last: NodeJS.Timeout | undefined;
    const giveUp = (): void => {
      for (const deadline of this.running) deadline.end();
      last = setTimeout(() => server.closeAllConnections(), LAST_WORDS);
    };
    if (this.impatient.signal.aborted) giveUp();
    else this.impatient.signal.addEventListener('abort', giveUp);
    await closed;
    clearTimeout(timer);
    clearTimeout(last);
  }
}
