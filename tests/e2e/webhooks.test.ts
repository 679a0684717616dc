import { NoticeWorker } from '#notices';
import { createHmac } from 'node:crypto';
import { mutate, Publisher, refusal } from '../support/publishing.ts';
import { Receiver } from '../support/receiver.ts';
import { TestApp, type Person } from '../support/test-app.ts';
import { rowsOf, trailOf } from '../unit/support/database.ts';

const ERRORS = 'userErrors { code message field }';
const SHOWN = 'id institutionId url failures lastError disabledAt lastDeliveredAt';
const CREATE = `mutation($url: String!) { webhookCreate(url: $url) { secret webhook { ${SHOWN} } ${ERRORS} } }`;
const DELETE = `mutation($id: ID!) { webhookDelete(id: $id) { deletedId ${ERRORS} } }`;
const RESUME = `mutation($id: ID!) { webhookResume(id: $id) { webhook { ${SHOWN} } ${ERRORS} } }`;
const HOUR = 3_600_000;

let app: TestApp;
let receiver: Receiver;
let owner: Publisher;
let home: { id: string };
let administrator: Person;

beforeAll(async () => {
  receiver = await Receiver.open();
  app = await TestApp.start({ WEBHOOK_ALLOW_LOOPBACK: 'true', PUBLIC_URL: 'https://precedent.example' });
  owner = await Publisher.of(app);
});
beforeEach(async () => {
  home = await app.institution();
  administrator = await app.person(home, 'READER', { administrator: true });
});
afterAll(async () => {
  await app.stop();
  await receiver.close();
});

let count = 0;

/** A webhook of its own path, with its secret. */
async function webhook(by = administrator): Promise<{ id: string; secret: string; path: string }> {
  count += 1;
  const path = `hook-${count}`;
  const { webhookCreate } = await by.client.ask(CREATE, { url: receiver.url(path) });
  return { id: webhookCreate.webhook.id, secret: webhookCreate.secret, path };
}

async function stateOf(id: string): Promise<any> {
  const { webhooks } = await administrator.client.ask(`{ webhooks { ${SHOWN} } }`);
  return webhooks.find((one: any) => one.id === id);
}

const toHome = (more: object = {}): object => ({ level: 'GROUPS', institutionIds: [home.id], ...more });
const change = (id: string, call: string): Promise<any> =>
  mutate(owner.publisher.client, `mutation($id: ID!) { ${call} { document { id } ${ERRORS} } }`, { id });

test('is told what a READER of the institution may read, of AMBER without the summary', async () => {
  const { path } = await webhook();
  const elsewhere = await app.institution();
  const other = await webhook(await app.person(elsewhere, 'READER', { administrator: true }));
  const amber = await owner.publish({
    ...{ title: 'Amber title', summary: 'Amber summary', body: 'Amber body' },
    sharing: toHome({ attribution: 'WITHHELD' }),
  });
  await owner.publish({ sharing: toHome({ minimumRole: 'CONTRIBUTOR' }) });
  await app.tell();

  expect(receiver.at(path)).toEqual([
    {
      ...{ id: expect.any(String), event: 'document.published', createdAt: expect.any(String) },
      document: {
        ...{ id: amber, kind: 'GUIDANCE', title: 'Amber title', versionNumber: 1, tlp: 'AMBER_STRICT' },
        url: `https://precedent.example/documents/${amber}`,
      },
    },
  ]);
  expect(receiver.at(other.path)).toEqual([]);

  const green = await owner.publish({ summary: 'Green summary', sharing: { level: 'COMMUNITY' } });
  await app.tell();
  for (const to of [path, other.path]) {
    expect(receiver.at(to).at(-1).document).toMatchObject({ id: green, summary: 'Green summary' });
  }
});

test('deliveries are signed, with the time in what is signed', async () => {
  const { secret, path } = await webhook();
  await owner.publish({ sharing: toHome() });
  await app.tell();

  const { headers, body } = receiver.received.find((one) => one.path === `/${path}`)!;
  const timestamp = headers['precedent-timestamp'];
  const expected = createHmac('sha256', secret)
    .update(`${timestamp as string}.${body}`)
    .digest('hex');
  expect(headers['precedent-signature']).toBe(`v1=${expected}`);
  expect(Math.abs(Number(timestamp) * 1_000 - app.clock.now().getTime())).toBeLessThan(60_000);
  expect(headers['precedent-delivery']).toBe(JSON.parse(body).id);
});

test('what became unreadable before it is sent is not sent, and of what is withdrawn only that', async () => {
  const { path } = await webhook();
  receiver.answers.push({ status: 500 }, { status: 500 });
  const narrowed = await owner.publish({ title: 'Narrowed', sharing: toHome() });
  const gone = await owner.publish({ title: 'Withdrawn title', sharing: toHome() });
  await app.tell();
  await change(narrowed, 'documentShare(id: $id, sharing: { level: INSTITUTION })');
  await change(gone, 'documentWithdraw(id: $id, reason: "A secret reason")');
  const before = receiver.at(path).length;
  app.clock.advance(HOUR);
  await app.tell();

  const later = receiver.at(path).slice(before);
  expect(later).toMatchObject([
    { event: 'document.withdrawn', document: { id: gone, kind: 'GUIDANCE', replacementId: null } },
  ]);
  expect(JSON.stringify(later)).not.toMatch(/Withdrawn title|secret reason/);
});

test('a failed delivery is tried again, later each time, and the failure is visible', async () => {
  const { id, path } = await webhook();
  receiver.answers.push({ status: 503 }, { status: 302, headers: { location: receiver.url('elsewhere') } });
  await owner.publish({ sharing: toHome() });
  await app.tell();
  expect(await stateOf(id)).toMatchObject({ failures: 1, lastError: 'HTTP 503', disabledAt: null });
  await app.tell();
  expect(receiver.at(path)).toHaveLength(1);

  app.clock.advance(30_000);
  await app.tell();
  expect(await stateOf(id)).toMatchObject({ failures: 2, lastError: 'HTTP 302' });
  expect(receiver.at('elsewhere')).toEqual([]);

  app.clock.advance(30_000);
  await app.tell();
  expect(receiver.at(path)).toHaveLength(2);
  app.clock.advance(30_000);
  await app.tell();
  const [first, , third] = receiver.at(path);
  expect(third).toEqual(first);
  expect(await stateOf(id)).toMatchObject({
    failures: 0,
    lastError: null,
    lastDeliveredAt: expect.any(String),
  });
});

test('an answer that does not end is cut off', async () => {
  const { id } = await webhook();
  receiver.answers.push({ status: 200, body: 'x'.repeat(2_000_000) });
  await owner.publish({ sharing: toHome() });
  await app.tell();
  expect(await stateOf(id)).toMatchObject({ failures: 0, lastDeliveredAt: expect.any(String) });
});

test('after failures in a row it is disabled, which the trail says, and it can be resumed', async () => {
  const { id, path } = await webhook();
  for (let made = 0; made < 3; made += 1) await owner.publish({ sharing: toHome() });
  for (let round = 0; round < 7; round += 1) {
    receiver.answers.push({ status: 500 }, { status: 500 }, { status: 500 });
    await app.tell();
    app.clock.advance(6 * HOUR);
  }
  receiver.answers.length = 0;
  const { disabledAt, failures } = await stateOf(id);
  expect(disabledAt).not.toBeNull();
  expect(failures).toBeGreaterThanOrEqual(20);
  const tried = receiver.at(path).length;
  await app.tell();
  expect(receiver.at(path)).toHaveLength(tried);
  expect((await trailOf(app.databaseUrl, id)).map((line) => line.event)).toEqual([
    'webhook.created',
    'webhook.disabled',
  ]);

  expect(await mutate(administrator.client, RESUME, { id })).toMatchObject({ disabledAt: null, failures: 0 });
  await app.tell();
  expect(receiver.at(path)).toHaveLength(tried + 3);
});

test('several workers deliver once', async () => {
  const { path } = await webhook();
  for (let made = 0; made < 4; made += 1) await owner.publish({ sharing: toHome() });
  const worker = app.app.get(NoticeWorker);
  await Promise.all([worker.drain(), worker.drain(), worker.drain()]);
  await app.tell();
  expect(receiver.at(path)).toHaveLength(4);
});

test('only administrators of the institution see and change it, and nobody sees the secret again', async () => {
  const { id, secret } = await webhook();
  const colleague = await app.person(home, 'PUBLISHER');
  const stranger = await app.person(await app.institution(), 'PUBLISHER', { administrator: true });
  expect(await refusal(colleague.client, CREATE, { url: receiver.url('x') })).toEqual(['FORBIDDEN']);
  for (const person of [colleague, stranger]) {
    expect(await person.client.ask('{ webhooks { id } }')).toEqual({ webhooks: [] });
    expect(await refusal(person.client, DELETE, { id })).toEqual(['NOT_FOUND']);
    expect(await refusal(person.client, RESUME, { id })).toEqual(['NOT_FOUND']);
  }
  expect(JSON.stringify(await stateOf(id))).not.toContain(secret);

  expect(await mutate(administrator.client, DELETE, { id })).toBe(id);
  expect(await stateOf(id)).toBeUndefined();
  const events = (await trailOf(app.databaseUrl, id)).map((line) => line.event);
  expect(events).toEqual(['webhook.created', 'webhook.deleted']);
  expect(JSON.stringify(await rowsOf(app.databaseUrl, 'SELECT details FROM audit_events'))).not.toContain(
    secret,
  );
});

test('a suspended institution is told nothing, not even what is public', async () => {
  const { path } = await webhook();
  await rowsOf(app.databaseUrl, `UPDATE institutions SET status = 'SUSPENDED' WHERE id = $1`, [home.id]);
  await owner.publish({ sharing: { level: 'PUBLIC' } });
  await app.tell();
  expect(receiver.at(path)).toEqual([]);
});

test.each([
  ...['http://example.org/', 'ftp://example.org/', 'nonsense', 'https://user:pass@example.org/'],
  ...['https://10.0.0.1/', 'https://169.254.169.254/', 'https://[fe80::1]/', 'https://[::ffff:10.0.0.1]/'],
  ...['https://example.org/#part', ''],
])('is no address for a webhook: %s', async (url) => {
  expect(await refusal(administrator.client, CREATE, { url })).toEqual(['INVALID']);
});

test('without the setting, this machine is no receiver: neither by address nor by name', async () => {
  const strict = await TestApp.start();
  try {
    const publisher = await Publisher.of(strict);
    const admin = await strict.person(publisher.institution, 'READER', { administrator: true });
    for (const url of [
      receiver.url('x'),
      `https://127.0.0.1:${receiver.port}/`,
      'https://[::1]/',
      'https://2130706433/',
    ]) {
      expect(await refusal(admin.client, CREATE, { url })).toEqual(['INVALID']);
    }
    const before = receiver.received.length;
    await admin.client.ask(CREATE, { url: `https://localhost:${receiver.port}/` });
    await publisher.publish({ sharing: { level: 'INSTITUTION' } });
    await strict.tell();
    const { webhooks } = await admin.client.ask('{ webhooks { lastError } }');
    expect(webhooks).toEqual([{ lastError: 'ADDRESS_REFUSED' }]);
    expect(receiver.received).toHaveLength(before);
  } finally {
    await strict.stop();
  }
});
