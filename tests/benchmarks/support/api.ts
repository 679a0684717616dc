import { Agent, request } from 'node:http';

/** A caller who waits for this long waits in vain. */
const TIMEOUT = 120_000;

export interface TimedAnswer<T> {
  data: T;
  /** From sending the request to the last byte of the answer; reading the JSON is the caller's own time. */
  milliseconds: number;
}

/** Speaks GraphQL over connections that stay open, as an application in front of the API does. */
export class Api {
  private readonly url: URL;
  private readonly agent: Agent;
  private readonly headers: Readonly<Record<string, string>>;

  constructor(url: string, token?: string, agent = new Agent({ keepAlive: true })) {
    this.url = new URL(url);
    this.agent = agent;
    this.headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  }

  /** Somebody else on the same connections. */
  as(token: string): Api {
    return new Api(this.url.href, token, this.agent);
  }

  /** Throws with whatever the API complains of. */
  async ask<T = Record<string, any>>(query: string, variables: object = {}): Promise<T> {
    return (await this.timed<T>(query, variables)).data;
  }

  /** The same, with the time it took. */
  async timed<T = Record<string, any>>(query: string, variables: object = {}): Promise<TimedAnswer<T>> {
    const sent = JSON.stringify({ query, variables });
    const started = performance.now();
    const text = await this.post(sent);
    const milliseconds = performance.now() - started;
    const { data, errors } = JSON.parse(text) as { data?: T; errors?: { message: string }[] };
    if (errors !== undefined || !data) throw new Error(`the API answered: ${JSON.stringify(errors)}`);
    return { data, milliseconds };
  }

  close(): void {
    this.agent.destroy();
  }

  private post(body: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const length = Buffer.byteLength(body);
      const headers = { 'content-type': 'application/json', 'content-length': length, ...this.headers };
      const call = request(
        this.url,
        { method: 'POST', agent: this.agent, headers, timeout: TIMEOUT },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
          answer.once('error', reject);
        },
      );
      call.once('timeout', () => call.destroy(new Error('the API did not answer')));
      call.once('error', reject);
      call.end(body);
    });
  }
}
