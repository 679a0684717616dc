import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A delivery as the receiver got it. */
export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A real HTTP server in this process that takes webhooks. */
export class Receiver {
  readonly received: Received[] = [];
  /** What the next deliveries are answered with; 204 when there is nothing. */
  readonly answers: { status: number; headers?: Record<string, string>; body?: string }[] = [];
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { url = '', headers } = request;
        this.received.push({ path: url, headers, body: Buffer.concat(chunks).toString('utf8') });
        const { status, headers: more = {}, body = '' } = this.answers.shift() ?? { status: 204 };
        response.writeHead(status, more).end(body);
      });
    });
  }

  static async open(): Promise<Receiver> {
    const receiver = new Receiver();
    await new Promise<void>((resolve) => receiver.server.listen(0, '127.0.0.1', () => resolve()));
    return receiver;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Address of a path of it. */
  url(path: string): string {
    return `http://127.0.0.1:${this.port}/${path}`;
  }

  /** What came to a path, its bodies read. */
  at(path: string): any[] {
    return this.received.filter((one) => one.path === `/${path}`).map((one) => JSON.parse(one.body));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}
