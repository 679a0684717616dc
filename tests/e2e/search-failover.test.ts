import { Indexer } from '#search';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasBinary, NOT_RUN, startOwnServer, type OwnServer } from '../search/meilisearch/server.ts';
import { mutate, Publisher } from '../support/publishing.ts';
import { TestApp } from '../support/test-app.ts';

const SEARCH = `query($query: String!, $first: Int, $after: String) {
  search(query: $query, first: $first, after: $after) {
    engine total edges { node { document { id } } } pageInfo { hasNextPage endCursor } } }`;
const PATIENCE = 15_000;
const PUBLIC = { level: 'PUBLIC' };

if (hasBinary) describe('a search server that comes and goes', () => describeFailover());
else test.skip(`failover, ${NOT_RUN}`, () => undefined);

function describeFailover(): void {
  let server: OwnServer;
  let app: TestApp;
  let publisher: Publisher;
  beforeAll(async () => {
    server = await startOwnServer();
    app = await TestApp.start({ MEILI_URL: server.url });
    app.app.get(Indexer).start();
    publisher = await Publisher.of(app);
  });
  afterAll(async () => {
    await app?.app.get(Indexer).stop();
    await app?.stop();
    await server?.stop();
  });

  const search = async (query: string, more: object = {}) => {
    const { search: found } = await app.anonymous.ask(SEARCH, { query, ...more });
    const ids: string[] = found.edges.map((edge: any) => edge.node.document.id);
    return { ...found, ids } as { engine: string; total: number; ids: string[]; pageInfo: any };
  };
  const publish = (word: string): Promise<string> =>
    publisher.publish({ title: `About ${word}`, sharing: PUBLIC });
  const withdraw = (id: string): Promise<unknown> =>
    mutate(
      publisher.publisher.client,
      'mutation($id: ID!) { documentWithdraw(id: $id, reason: "x") { document { id } userErrors { code } } }',
      { id },
    );
  const health = async (): Promise<Record<string, any>[]> => {
    const response = await fetch(app.anonymous.url.replace('/graphql', '/health/search'));
    return ((await response.json()) as { indexes: Record<string, any>[] }).indexes;
  };

  /** Waits until it holds; tells what it was otherwise. */
  async function until<T>(look: () => Promise<T>, expected: object): Promise<void> {
    const started = performance.now();
    for (;;) {
      const seen = await look();
      try {
        expect(seen).toMatchObject(expected);
        return;
      } catch (error) {
        if (performance.now() - started > PATIENCE) throw error;
      }
      await sleep(50);
    }
  }

  test('published is searchable without anybody asking for it', async () => {
    await until(() => search('nothing'), { engine: 'meilisearch' });
    const id = await publish('swiftword');
    await until(() => search('swiftword'), { engine: 'meilisearch', ids: [id] });
  });

  test('killed, it is stood in for at once; writes go on; back again, it has caught up by itself', async () => {
    const [kept, withdrawn] = [await publish('killword kept'), await publish('killword withdrawn')];
    await until(() => search('killword'), { engine: 'meilisearch', total: 2 });
    // What can be found is struck off the list a moment later.
    await until(health, [{ pending: 0 }, { pending: 0 }]);
    await server.kill();
    expect(await search('killword')).toMatchObject({ engine: 'embedded', total: 2 });
    await withdraw(withdrawn);
    expect((await search('killword')).ids).toEqual([kept]);
    const added = await publish('killword added');
    await until(() => search('killword'), { engine: 'embedded', total: 2 });
    await until(health, [
      { engine: 'meilisearch', answering: false, pending: 2, lastError: 'ECONNREFUSED' },
      { engine: 'embedded', answering: true, pending: 0, lastError: null },
    ]);
    await server.startAgain();
    await until(() => search('killword'), { engine: 'meilisearch', total: 2 });
    expect((await search('killword')).ids.toSorted()).toEqual([kept, added].toSorted());
    await until(health, [{ answering: true, pending: 0, oldestSeconds: null }, { pending: 0 }]);
  });

  test('frozen, one search waits for it and the next ones do not', async () => {
    const id = await publish('frozenword');
    await until(() => search('frozenword'), { engine: 'meilisearch', ids: [id] });
    server.freeze();
    try {
      expect(await search('frozenword')).toMatchObject({ engine: 'embedded', ids: [id] });
      for (let i = 0; i < 10; i += 1) expect((await search('frozenword')).engine).toBe('embedded');
      expect(await health()).toMatchObject([{ answering: false, lastError: 'timeout' }, { answering: true }]);
    } finally {
      server.thaw();
    }
    await until(() => search('frozenword'), { engine: 'meilisearch', ids: [id] });
  });

  test('come back without its data, it is filled anew before it is searched', async () => {
    const id = await publish('lostword');
    await until(() => search('lostword'), { engine: 'meilisearch', ids: [id] });
    await server.kill();
    await server.startAgain({ emptied: true });
    let seen = await search('lostword');
    for (const started = performance.now(); performance.now() - started < PATIENCE;) {
      // Whoever answers, it is never missing.
      expect(seen.ids).toEqual([id]);
      if (seen.engine === 'meilisearch') break;
      seen = await search('lostword');
    }
    expect(seen.engine).toBe('meilisearch');
  });

  test('a list that one engine has begun is read to its end by the other, and back, each hit once', async () => {
    for (let i = 0; i < 7; i += 1) await publish('a list');
    await until(() => search('list'), { engine: 'meilisearch', total: 7 });
    const { ids, total } = await search('', { first: 100 });
    const size = Math.ceil(total / 4);
    // By time, in which both have the same order.
    const page = (after?: string) => search('', { first: size, after });
    const first = await page();
    await server.kill();
    const second = await page(first.pageInfo.endCursor);
    await server.startAgain();
    await until(() => search('list'), { engine: 'meilisearch', total: 7 });
    const third = await page(second.pageInfo.endCursor);
    const fourth = await page(third.pageInfo.endCursor);
    expect([first, second, third, fourth].map(({ engine }) => engine)).toEqual([
      'meilisearch',
      ...['embedded', 'embedded', 'embedded'],
    ]);
    expect([first, second, third, fourth].flatMap((one) => one.ids)).toEqual(ids);
    expect(fourth.pageInfo.hasNextPage).toBe(false);
  });

  test('a start without it is a start all the same', async () => {
    await server.kill();
    const late = await TestApp.start({ MEILI_URL: server.url }).catch((error: unknown) => error as Error);
    expect(late).toBeInstanceOf(TestApp);
    await (late as TestApp).stop();
    await server.startAgain();
  });
}
