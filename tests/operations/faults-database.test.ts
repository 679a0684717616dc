import { GraphqlClient } from '#testing';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { settle, type Community } from '../support/community.ts';
import { holdsTogether } from '../support/holds-together.ts';
import { OwnPostgres } from '../support/own-postgres.ts';
import { PrecedentHome } from '../support/precedent-process.ts';
import { RecordingClient } from '../support/recording-client.ts';

// An api and a worker, both started once, whose database goes away and comes back, and is held up.

const home = new PrecedentHome();
let postgres: OwnPostgres;
let community: Community;
let api: Awaited<ReturnType<PrecedentHome['serve']>>;
let worker: Awaited<ReturnType<PrecedentHome['worker']>>;
let client: RecordingClient;

beforeAll(async () => {
  postgres = await OwnPostgres.start();
  community = await settle(postgres.url);
  home.withEnvironment({
    DATABASE_URL: postgres.url,
    DATABASE_POOL_SIZE: '4',
    REQUEST_TIMEOUT_MS: '1500',
    LOG_LEVEL: 'silent',
  });
  [api, worker] = await Promise.all([home.serve('--no-demo', '--no-worker'), home.worker()]);
  client = new RecordingClient(api.url, community);
});
afterAll(async () => {
  void client?.stop();
  await home.remove();
  await postgres?.remove();
});

const held = (): Promise<void> =>
  holdsTogether({
    ...{ url: api.url, databaseUrl: postgres.url, dataDirectory: home.folder },
    ...{ community, records: [client] },
  });

async function statusOf(path: string): Promise<number> {
  const response = await fetch(new URL(path, api.url));
  await response.arrayBuffer();
  return response.status;
}

async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await holds())) await sleep(50);
}

test.each(['fast', 'immediate'] as const)(
  'a database that is restarted under load (%s) is met with clean refusals, and nobody needs help afterwards',
  async (mode) => {
    client.start();
    await client.progress(15);
    await postgres.stop(mode);
    const refused = client.outcomes.UNAVAILABLE ?? 0;
    await until(() => (client.outcomes.UNAVAILABLE ?? 0) > refused + 8);
    expect([await statusOf('/health/live'), await statusOf('/health/ready')]).toEqual([200, 503]);
    const { status, errors, data } = await new GraphqlClient(api.url)
      .as(community.reader)
      .send('{ documents(first: 1) { edges { node { id } } } }');
    expect({ status, data, codes: errors.map(({ extensions }) => extensions.code) }).toEqual({
      ...{ status: 503, data: undefined, codes: ['UNAVAILABLE'] },
    });
    await postgres.startAgain();
    await client.progress(15);
    await client.stop();
    await held();
    expect([api.child.exitCode, worker.child.exitCode]).toEqual([null, null]);
    expect(await statusOf('/health/ready')).toBe(200);
  },
);

describe('when every connection is held up', () => {
  let blocker: pg.Client;
  beforeAll(async () => {
    blocker = new pg.Client({ connectionString: postgres.url });
    await blocker.connect();
  });
  afterAll(() => blocker?.end());

  test('requests end in time, the process answers for itself, and all goes on when they are let go', async () => {
    await blocker.query('BEGIN');
    await blocker.query(
      'LOCK TABLE migrations, api_tokens, documents, audit_events, search_outbox IN ACCESS EXCLUSIVE MODE',
    );
    const before = client.outcomes.TIMEOUT ?? 0;
    client.start(12);
    await until(() => (client.outcomes.TIMEOUT ?? 0) >= before + 12);
    expect([await statusOf('/health/live'), await statusOf('/health/ready')]).toEqual([200, 503]);
    await blocker.query('ROLLBACK');
    await client.progress(10);
    await client.stop();
    await held();
    expect(await statusOf('/health/ready')).toBe(200);
  });
});
