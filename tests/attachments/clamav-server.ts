import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** The file by which every scanner can be tried (EICAR). */
export const EICAR = String.raw`X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`;

/** Speaks as a ClamAV daemon does over TCP, and finds EICAR's file harmful. */
export class ClamavServer {
  /** What it says instead of a verdict; null hangs up without a word. */
  instead: string | null | undefined;
  /** How many files it has looked at. */
  scanned = 0;
  private readonly server: Server;

  private constructor() {
    this.server = createServer((socket) => this.talk(socket));
  }

  static async start(port = 0): Promise<ClamavServer> {
    const clamav = new ClamavServer();
    await new Promise<void>((done) => clamav.server.listen(port, '127.0.0.1', done));
    return clamav;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  stop(): Promise<void> {
    return new Promise((done) => {
      this.server.close(() => done());
    });
  }

  private talk(socket: Socket): void {
    let received = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const content = contentOf(received);
      if (content === null) return;
      this.scanned += 1;
      if (this.instead === null) socket.destroy();
      else socket.end(this.instead ?? this.verdict(content));
    });
  }

  private verdict(content: Buffer): string {
    return content.includes(EICAR) ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0';
  }
}

/** What was sent, once the piece of no length has come; null before that. */
function contentOf(received: Buffer): Buffer | null {
  const command = 'zINSTREAM\0';
  if (received.subarray(0, command.length).toString() !== command) return null;
  const pieces: Buffer[] = [];
  for (let at = command.length; at + 4 <= received.length;) {
    const length = received.readUInt32BE(at);
    if (length === 0) return Buffer.concat(pieces);
    pieces.push(received.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return null;
}
