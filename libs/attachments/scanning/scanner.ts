import { connect, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** What a scanner says of a file. */
export type Verdict = { clean: true } | { clean: false; found: string };

/** The scanner could not say anything: it is away, busy, or did not take the file. */
export class ScannerUnavailable extends Error {
  override readonly name = 'ScannerUnavailable';
}

/** Milliseconds without a sign of life. */
const PATIENCE = 60_000;
const LONGEST_ANSWER = 4_096;

/**
 * Asks a ClamAV daemon over TCP: `zINSTREAM`, then pieces with their length in front, then a piece of none
 * (clamd(8), "INSTREAM"). Our own, because that is all there is to it.
 */
export class Scanner {
  private readonly host: string;
  private readonly port: number;

  constructor(host: string, port: number) {
    this.host = host;
    this.port = port;
  }

  /** Throws ScannerUnavailable unless there is a verdict; never takes silence or an error for one. */
  async scan(content: Readable): Promise<Verdict> {
    const socket = connect({ host: this.host, port: this.port });
    socket.setTimeout(PATIENCE, () => socket.destroy(new Error('the scanner does not answer')));
    try {
      const [answer] = await Promise.all([answerOf(socket), pipeline(inPieces(content), unended(socket))]);
      return verdictOf(answer);
    } catch (error) {
      if (error instanceof ScannerUnavailable) throw error;
      throw new ScannerUnavailable((error as Error).message, { cause: error });
    } finally {
      socket.destroy();
      content.destroy();
    }
  }
}

async function* inPieces(content: Readable): AsyncGenerator<Buffer> {
  yield Buffer.from('zINSTREAM\0');
  for await (const chunk of content) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE((chunk as Buffer).length);
    yield Buffer.concat([length, chunk as Buffer]);
  }
  yield Buffer.alloc(4);
}

/** Writes without ending the connection, over which the answer is still to come. */
function unended(socket: Socket): (source: AsyncIterable<Buffer>) => Promise<void> {
  return async (source) => {
    for await (const piece of source) {
      if (socket.destroyed) return;
      if (!socket.write(piece)) await drained(socket);
    }
  };
}

function drained(socket: Socket): Promise<void> {
  return new Promise((done) => {
    socket.once('drain', done).once('close', done);
  });
}

function answerOf(socket: Socket): Promise<string> {
  return new Promise((done, fail) => {
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString('utf8');
      if (answer.includes('\0') || answer.length > LONGEST_ANSWER) done(answer.split('\0')[0]!);
    });
    socket.on('error', fail);
    socket.on('close', () => fail(new ScannerUnavailable('the scanner has hung up without an answer')));
  });
}

function verdictOf(answer: string): Verdict {
  if (answer === 'stream: OK') return { clean: true };
  const found = /^stream: (.+) FOUND$/.exec(answer)?.[1];
  if (found) return { clean: false, found };
  throw new ScannerUnavailable(`the scanner says: ${answer.slice(0, 200)}`);
}
