import { AuditWorker, Checkpoints } from '#audit';
import { NoticeWorker } from '#notices';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { MinuteCounts } from '../../apps/api/limits/minute-counts.ts';
import { mutate, Publisher } from '../support/publishing.ts';
import { Receiver } from '../support/receiver.ts';
import { TestApp, type Person } from '../support/test-app.ts';
import { rowsOf } from '../unit/support/database.ts';

// The clock of the process jumps; the one that everything asks is put forward and back here.

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEBHOOK = `mutation($url: String!) { webhookCreate(url: $url) { webhook { id } userErrors { code } } }`;
const FOUND = 'query($q: String!) { search(query: $q) { total edges { node { document { id } } } } }';

let app: TestApp;
let receiver: Receiver;
let publisher: Publisher;
let reader: Person;

beforeAll(async () => {
  receiver = await Receiver.open();
  app = await TestApp.start({ WEBHOOK_ALLOW_LOOPBACK: 'true' });
  publisher = await Publisher.of(app);
  const other = await app.institution();
  reader = await app.person(other, 'READER', { administrator: true });
  await mutate(reader.client, WEBHOOK, { url: receiver.url('told') });
});
afterAll(async () => {
  await app?.stop();
  await receiver?.close();
});

/** Does something while the clock is ahead, and puts it back. */
async function ahead<T>(milliseconds: number, work: () => Promise<T>): Promise<T> {
  app.clock.advance(milliseconds);
  try {
    return await work();
  } finally {
    app.clock.advance(-milliseconds);
  }
}

const told = (id: string): number => receiver.at('told').filter(({ document }) => document.id === id).length;

async function found(word: string): Promise<string[]> {
  const { search } = await reader.client.ask(FOUND, { q: word });
  expect(search.total).toBe(search.edges.length);
  return search.edges.map((edge: any) => edge.node.document.id);
}

/** Whether the document is read, listed and found; all three must say the same. */
async function isOpen(id: string, word: string): Promise<boolean> {
  const { document, documents } = await reader.client.ask(
    'query($id: ID!) { document(id: $id) { id } documents(first: 100) { edges { node { id } } } }',
    { id },
  );
  const answers = [
    document !== null,
    documents.edges.some(({ node }: any) => node.id === id),
    (await found(word)).includes(id),
  ];
  expect(new Set(answers).size).toBe(1);
  return answers[0]!;
}

test('what was queued by a clock that was a day ahead is worked off when it is right again', async () => {
  const id = await ahead(DAY, () =>
    publisher.publish({ title: 'Tomorrowword', sharing: { level: 'COMMUNITY' } }),
  );
  await app.tell();
  expect(await found('tomorrowword')).toEqual([id]);
  expect(told(id)).toBe(1);
});

test('what failed while the clock was ahead is tried again when it is right again', async () => {
  const id = await publisher.publish({ title: 'Refusedword', sharing: { level: 'COMMUNITY' } });
  await ahead(DAY, async () => {
    receiver.answers.push({ status: 500 });
    await app.tell();
  });
  expect(told(id)).toBe(1);
  await app.tell();
  expect(told(id)).toBe(2);
  expect(
    await rowsOf(app.databaseUrl, 'SELECT outcome FROM webhook_deliveries WHERE document_id = $1', [id]),
  ).toEqual([{ outcome: 'DELIVERED' }]);
});

test('a delivery that fails again and again is still not tried without a pause', async () => {
  const id = await publisher.publish({ title: 'Patientword', sharing: { level: 'COMMUNITY' } });
  receiver.answers.push({ status: 500 });
  await app.tell();
  await app.tell();
  expect(told(id)).toBe(1);
  await ahead(HOUR, () => app.app.get(NoticeWorker).drain());
  expect(told(id)).toBe(2);
});

test('what a worker has in hand would be due again in seconds if it were killed, not in minutes', async () => {
  const seconds: number[] = [];
  const inHand = `SELECT extract(epoch FROM due_at - now())::float AS seconds FROM webhook_deliveries
    WHERE attempts = 1 AND ended_at IS NULL AND due_at > now()`;
  const looking = createServer((_request, response) => {
    void rowsOf<{ seconds: number }>(app.databaseUrl, inHand).then((rows) => {
      seconds.push(...rows.map((row) => row.seconds));
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((done) => looking.listen(0, '127.0.0.1', () => done()));
  const { port } = looking.address() as AddressInfo;
  await mutate(reader.client, WEBHOOK, { url: `http://127.0.0.1:${port}/looking` });
  await publisher.publish({ title: 'Leasedword', sharing: { level: 'COMMUNITY' } });
  await app.tell();
  looking.close();
  expect(seconds.length).toBeGreaterThan(0);
  expect(Math.max(...seconds)).toBeLessThanOrEqual(20);
});

test('windows open and close with the clock, the same way everywhere, and close again when it is put back', async () => {
  const at = (milliseconds: number): string =>
    new Date(app.clock.now().getTime() + milliseconds).toISOString();
  const [opening, closing] = [
    await publisher.publish({
      title: 'Openingword',
      sharing: { level: 'COMMUNITY', visibleFrom: at(HOUR) },
    }),
    await publisher.publish({
      title: 'Closingword',
      sharing: { level: 'COMMUNITY', visibleUntil: at(HOUR) },
    }),
  ];
  await app.index();
  const both = async (): Promise<boolean[]> => [
    await isOpen(opening, 'openingword'),
    await isOpen(closing, 'closingword'),
  ];
  expect(await both()).toEqual([false, true]);
  expect(await ahead(2 * HOUR, both)).toEqual([true, false]);
  expect(await both()).toEqual([false, true]);
  expect(await ahead(-2 * HOUR, both)).toEqual([false, true]);
});

test('who was told of nothing before a window opened is not told when the clock is put back', async () => {
  const from = new Date(app.clock.now().getTime() + HOUR).toISOString();
  const id = await publisher.publish({
    title: 'Laterword',
    sharing: { level: 'COMMUNITY', visibleFrom: from },
  });
  await app.tell();
  await ahead(-HOUR, () => app.tell());
  expect(told(id)).toBe(0);
  await ahead(2 * HOUR, () => app.tell());
  expect(told(id)).toBe(1);
});

test('checkpoints of the trail go on after the clock was put back', async () => {
  const checkpoints = app.app.get(Checkpoints);
  await app.app.get(AuditWorker).seal();
  expect(await ahead(DAY, () => checkpoints.workOff())).toBeGreaterThan(0);
  await publisher.publish({ title: 'Later than tomorrow', sharing: { level: 'INSTITUTION' } });
  await app.app.get(AuditWorker).seal();
  expect(await checkpoints.workOff()).toBeGreaterThan(0);
});

test('nobody stays counted when the clock on the wall is put back', async () => {
  const counts = new MinuteCounts({});
  const next = (): number => {
    let now = 0;
    counts.incr('somebody', (_error, { current }) => (now = current), 200);
    return now;
  };
  expect([next(), next()]).toEqual([1, 2]);
  const { now } = Date;
  Date.now = () => now() - HOUR;
  try {
    while (next() > 1) await sleep(250);
  } finally {
    Date.now = now;
  }
});
