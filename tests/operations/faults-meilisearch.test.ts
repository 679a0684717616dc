import { Indexer } from '#search';
import { GraphqlClient } from '#testing';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasBinary, NOT_RUN, startOwnServer, type OwnServer } from '../search/meilisearch/server.ts';
import { settle, type Community } from '../support/community.ts';
import { holdsTogether } from '../support/holds-together.ts';
import { RecordingClient, WORD } from '../support/recording-client.ts';
import { TestApp } from '../support/test-app.ts';

// A search server that is killed under load, slow, or does not carry out what it has accepted.
// That searches go on meanwhile, and where: tests/e2e/search-failover.test.ts.

const SEARCH = `{ search(query: "${WORD}") { total engine } }`;
const INDEX = 'precedentdocuments';

/** Stands in front of a server and holds back what it says. */
class SlowLine {
  milliseconds = 0;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  constructor(port: number) {
    this.server = createServer((near) => {
      const far = connect(port, '127.0.0.1');
      for (const socket of [near, far]) {
        this.sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          this.sockets.delete(socket);
          near.destroy();
          far.destroy();
        });
      }
      near.pipe(far);
      // In order, since each chunk waits for the one before it.
      let before = Promise.resolve();
      far.on('data', (chunk: Buffer) => {
        before = before.then(() => sleep(this.milliseconds)).then(() => void near.write(chunk));
      });
    });
  }

  async open(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', () => done()));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((done) => this.server.close(done));
  }
}

if (hasBinary) describe('a search server in trouble', () => describeTrouble());
else test.skip(`a search server in trouble, ${NOT_RUN}`, () => undefined);

function describeTrouble(): void {
  let server: OwnServer;
  let line: SlowLine;
  let lineUrl: string;
  let app: TestApp;
  let community: Community;
  let client: RecordingClient;

  beforeAll(async () => {
    server = await startOwnServer();
    line = new SlowLine(Number(new URL(server.url).port));
    lineUrl = await line.open();
    app = await TestApp.start({ MEILI_URL: lineUrl });
    app.app.get(Indexer).start();
    community = await settle(app.databaseUrl);
    client = new RecordingClient(app.anonymous.url, community);
    await until(async () => (await states())[0]!.filled);
  });
  afterAll(async () => {
    void client?.stop();
    await app?.app.get(Indexer).stop();
    await app?.stop();
    await line?.close();
    await server?.stop();
  });

  async function states(): Promise<Record<string, any>[]> {
    const response = await fetch(new URL('/health/search', app.anonymous.url));
    return ((await response.json()) as { indexes: Record<string, any>[] }).indexes;
  }

  async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
    while (!(await holds())) await sleep(50);
  }

  const reader = (): GraphqlClient => new GraphqlClient(app.anonymous.url).as(community.reader);
  const held = (): Promise<void> =>
    holdsTogether({
      ...{ url: app.anonymous.url, databaseUrl: app.databaseUrl, meiliUrl: server.url },
      ...{ dataDirectory: app.settings.dataDirectory, community, records: [client] },
    });

  /** Asks the server itself, and waits until it has done it. */
  async function tell(method: string, path: string, body?: object): Promise<void> {
    const { taskUid } = (await (
      await fetch(`${server.url}${path}`, {
        method,
        ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
      })
    ).json()) as { taskUid: number };
    await until(async () => {
      const task = (await (await fetch(`${server.url}/tasks/${taskUid}`)).json()) as { status: string };
      return task.status === 'succeeded';
    });
  }

  test('failing what it had accepted, it is told of in the queue, and all follows when it no longer fails', async () => {
    // Another key than our documents have: it takes them, and then its task fails.
    await tell('PATCH', `/indexes/${INDEX}`, { primaryKey: 'neverthere' });
    client.start();
    await client.progress(8);
    await until(async () => (await states())[0]!.failing > 0);
    expect((await states())[0]).toMatchObject({ answering: true, lastError: 'document_failed' });
    expect((await reader().send(SEARCH)).errors).toEqual([]);
    await client.stop();
    await tell('PATCH', `/indexes/${INDEX}`, { primaryKey: 'key' });
    await held();
  });

  test('killed in the midst of indexing and started again, it comes to hold what the database holds', async () => {
    client.start();
    await client.progress(8);
    await server.kill();
    await client.progress(8);
    expect((await reader().send(SEARCH)).errors).toEqual([]);
    await server.startAgain();
    await client.stop();
    await held();
  });

  test('slow, it holds up no write and no search for long, and it follows', async () => {
    line.milliseconds = 4_000;
    client.start();
    await client.progress(12);
    await client.stop();
    // It has been given up after three seconds at the most, and another engine answers.
    const { search } = await reader().ask(SEARCH);
    expect(search.engine).toBe('embedded');
    line.milliseconds = 0;
    await held();
  });
}
