import { connect, type Socket } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');
const LAST_CHUNK = Buffer.from('\r\n0\r\n\r\n');
const FAILURE = Buffer.from('"errors":');
const REFUSAL = /"userErrors":\[[^\]]/;

/**
 * One HTTP connection that stays open, with one request on the way at a time. It does as little as it can,
 * for on a small machine it takes processor time from the server that it measures.
 */
export class Connection {
  private readonly socket: Socket;
  private parts: Buffer[] = [];
  private held = 0;
  /** Bytes of the answer, once its head is there; null before, and for one in chunks. */
  private expected: number | null = null;
  private done: ((answer: Buffer) => void) | null = null;
  private failed: ((error: Error) => void) | null = null;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (part) => this.take(part));
    socket.on('error', (error) => this.failed?.(error));
    socket.on('close', () => this.failed?.(new Error('the server has closed the connection')));
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.off('error', reject);
        resolve(new Connection(socket));
      });
      socket.once('error', reject);
    });
  }

  /** Sends a whole request and returns the whole answer, head and all. */
  ask(request: Buffer): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.done = resolve;
      this.failed = reject;
      this.socket.write(request);
    });
  }

  close(): void {
    this.failed = null;
    this.socket.destroy();
  }

  private take(part: Buffer): void {
    this.parts.push(part);
    this.held += part.length;
    if (this.expected !== null && this.held < this.expected) return;
    const answer = this.parts.length === 1 ? part : Buffer.concat(this.parts, this.held);
    if (this.expected === null) this.expected = lengthOf(answer);
    const complete = this.expected === null ? endsInChunks(answer) : this.held >= this.expected;
    if (!complete) {
      this.parts = [answer];
      return;
    }
    this.parts = [];
    this.held = 0;
    this.expected = null;
    const { done } = this;
    this.done = null;
    this.failed = null;
    done?.(answer);
  }
}

/** Whether the answer is what was asked for: 200, without errors. */
export function isGood(answer: Buffer): boolean {
  if (answer.toString('latin1', 9, 12) !== '200' || answer.includes(FAILURE)) return false;
  return !REFUSAL.test(answer.toString('latin1', Math.max(0, answer.length - 300)));
}

/** Length of head and body, where the head says it. */
function lengthOf(answer: Buffer): number | null {
  const end = answer.indexOf(HEAD_END);
  if (end < 0) return null;
  const length = /^content-length: *(\d+)/im.exec(answer.toString('latin1', 0, end))?.[1];
  return length === undefined ? null : end + HEAD_END.length + Number(length);
}

function endsInChunks(answer: Buffer): boolean {
  const end = answer.indexOf(HEAD_END);
  return end >= 0 && answer.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK);
}
