import { createTestDatabase, GraphqlClient, type TestDatabase } from '#testing';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { settle, type Community } from '../support/community.ts';
import { holdsTogether } from '../support/holds-together.ts';
import { PrecedentHome } from '../support/precedent-process.ts';
import { RecordingClient, WORD } from '../support/recording-client.ts';
import { NO_SMALL_DISK, smallDisk, type SmallDisk } from '../support/small-disk.ts';

// No room on the disk of the search index, when the process starts and while it works.

const SEARCH = `{ search(query: "${WORD}") { total engine } }`;

const home = new PrecedentHome();
const disk = smallDisk(join(home.folder, 'search'));

afterAll(async () => {
  await home.remove();
});

if (disk) describe('without room for the search index', () => describeFull(disk));
else test.skip(`a full disk, ${NO_SMALL_DISK}`, () => undefined);

function describeFull(small: SmallDisk): void {
  let database: TestDatabase;
  let community: Community;
  let api: Awaited<ReturnType<PrecedentHome['serve']>>;
  let client: RecordingClient;

  beforeAll(async () => {
    database = await createTestDatabase();
    community = await settle(database.url);
    home.withEnvironment({ DATABASE_URL: database.url, LOG_LEVEL: 'silent' });
    if (small.by === 'mount') small.fill(undefined);
    api = await home.serve('--no-demo');
    client = new RecordingClient(api.url, community);
  });
  afterAll(async () => {
    void client?.stop();
    await home.stop();
    small.remove();
    await database?.drop();
  });

  const reader = (): GraphqlClient => new GraphqlClient(api.url).as(community.reader);

  async function health(): Promise<Record<string, any>> {
    const response = await fetch(new URL('/health/search', api.url));
    const body = (await response.json()) as { indexes: Record<string, any>[] };
    return { status: response.status, ...body.indexes?.[0] };
  }

  async function until(holds: (state: Record<string, any>) => boolean): Promise<Record<string, any>> {
    for (;;) {
      const state = await health();
      if (holds(state)) return state;
      await sleep(50);
    }
  }

  test('it starts all the same; searches are refused until there is room, and then answered', async () => {
    if (small.by === 'mount') {
      expect(await health()).toMatchObject({ status: 503, answering: false, lastError: 'disk_full' });
      const { status, errors } = await reader().send(SEARCH);
      expect([status, errors.map(({ extensions }) => extensions.code)]).toEqual([503, ['UNAVAILABLE']]);
      small.free(undefined);
    }
    await until(({ answering, filled }) => answering && filled);
    expect((await reader().ask(SEARCH)).search).toEqual({ total: 0, engine: 'embedded' });
  });

  test('writes go on, searches find what there was, the queue says why it waits, and it catches up', async () => {
    client.start();
    await client.progress(10);
    await until(({ pending }) => pending === 0 || pending > 3);
    small.fill(api.child.pid);
    const full = await until(({ lastError, pending }) => lastError !== null && pending > 0);
    expect(full).toMatchObject({
      ...{ status: 200, answering: true, oldestSeconds: expect.any(Number), failing: 0 },
      lastError: small.by === 'mount' ? 'disk_full' : 'disk_failed',
    });
    await client.progress(10);
    expect((await reader().send(SEARCH)).errors).toEqual([]);
    await client.stop();
    small.free(api.child.pid);
    await until(({ lastError, pending }) => lastError === null && pending === 0);
    await holdsTogether({
      ...{ url: api.url, databaseUrl: database.url, dataDirectory: home.folder },
      ...{ community, records: [client] },
    });
    expect(api.child.exitCode).toBeNull();
  });
}
