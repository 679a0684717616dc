import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { settle, type Community } from '../support/community.ts';
import { holdsTogether } from '../support/holds-together.ts';
import { PrecedentHome } from '../support/precedent-process.ts';
import { RecordingClient } from '../support/recording-client.ts';
import { rowsOf } from '../unit/support/database.ts';

// An api and a worker on the embedded PostgreSQL, killed in the midst of it; import has a file of its own.

const home = new PrecedentHome();
const cluster = join(home.folder, 'postgres');
let databaseUrl: string;
let community: Community;
let api: Awaited<ReturnType<PrecedentHome['serve']>>;
let worker: Awaited<ReturnType<PrecedentHome['worker']>>;
let client: RecordingClient;

beforeAll(async () => {
  home.withEnvironment({ LOG_LEVEL: 'silent' });
  await serve();
  community = await settle(databaseUrl);
  client = new RecordingClient(api.url, community);
  worker = await home.worker();
});
afterAll(async () => {
  void client?.stop();
  await home.remove();
});

async function serve(): Promise<void> {
  api = await home.serve('--no-demo', '--no-worker');
  databaseUrl = `postgresql://precedent:${readFileSync(join(home.folder, 'postgres.password'), 'utf8').trim()}@127.0.0.1:${postmaster().port}/precedent`;
  client?.goTo(api.url);
}

/** The embedded server by its own file. */
function postmaster(): { pid: number; port: number } {
  const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  return { pid: Number(lines[0]), port: Number(lines[3]) };
}

function listens(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => done(true));
    socket.once('error', () => done(false));
    socket.once('close', () => socket.destroy());
  });
}

const held = (): Promise<void> =>
  holdsTogether({
    ...{ url: api.url, databaseUrl, dataDirectory: home.folder },
    ...{ community, records: [client] },
  });

async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await holds())) await sleep(10);
}

test('an api that is killed while it publishes: the next one goes on', async () => {
  client.start(6);
  await client.progress(15);
  await home.end(api.child, 'SIGKILL');
  await serve();
  await client.progress(6);
  await client.stop();
  await held();
});

test('a worker that is killed while it indexes: the next one goes on', async () => {
  client.start(6);
  await client.progress(10);
  await until(async () => (await rowsOf(databaseUrl, 'SELECT 1 FROM search_outbox')).length > 0);
  await home.end(worker.child, 'SIGKILL');
  await client.progress(10);
  await client.stop();
  worker = await home.worker();
  await held();
});

test('a rebuild of the index that is killed: what is searched stays, and the next rebuild gets through', async () => {
  const rebuilding = home.spawn('reindex');
  const begun = `SELECT 1 FROM search_indexes WHERE replaces IS NOT NULL`;
  await until(async () => rebuilding.exitCode !== null || (await rowsOf(databaseUrl, begun)).length > 0);
  expect(rebuilding.exitCode).toBeNull();
  await home.end(rebuilding, 'SIGKILL');
  await held();
  expect(await home.must('reindex')).toMatch(/documents indexed/);
  await held();
});

test('an embedded database that is killed under them is started again by those who need it', async () => {
  client.start(2);
  await client.progress(4);
  const { pid } = postmaster();
  process.kill(pid, 'SIGKILL');
  await until(() => existsSync(join(cluster, 'postmaster.pid')) && postmaster().pid !== pid);
  await client.progress(4);
  await client.stop();
  await held();
  expect([api.child.exitCode, worker.child.exitCode]).toEqual([null, null]);
});

test('all of them killed at once, the database too, as when the power fails: a start is enough', async () => {
  client.start(6);
  await client.progress(10);
  const { pid } = postmaster();
  await Promise.all([home.end(api.child, 'SIGKILL'), home.end(worker.child, 'SIGKILL')]);
  process.kill(pid, 'SIGKILL');
  await client.stop();
  await serve();
  worker = await home.worker();
  client.start(2);
  await client.progress(4);
  await client.stop();
  await held();
});

test('asked to stop, the last one stops the embedded database, which needs no recovery afterwards', async () => {
  const { pid, port } = postmaster();
  expect(await home.end(worker.child, 'SIGTERM')).toBe(0);
  expect(postmaster().pid).toBe(pid);
  expect(await home.end(api.child, 'SIGTERM')).toBe(0);
  expect(existsSync(join(cluster, 'postmaster.pid'))).toBe(false);
  await expect(listens(port)).resolves.toBe(false);
  const before = readFileSync(join(cluster, 'server.log'), 'utf8').length;
  expect(await home.must('audit', 'verify')).toBeTruthy();
  const log = readFileSync(join(cluster, 'server.log'), 'utf8').slice(before);
  expect(log).toMatch(/database system was shut down at/);
  expect(log).not.toMatch(/recovery|not properly shut down/);
  expect(existsSync(join(home.folder, 'postgres.lock'))).toBe(false);
});
