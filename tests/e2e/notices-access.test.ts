import { follow, notificationsOf, toldTo } from '../support/following.ts';
import { mutate, Publisher, refusal } from '../support/publishing.ts';
import { TestApp, type Person } from '../support/test-app.ts';

const ERRORS = 'userErrors { code message field }';
const REVOKE = `mutation($id: ID!) { membershipRevoke(id: $id) { membership { id } ${ERRORS} } }`;
const HOUR = 3_600_000;

let app: TestApp;
let owner: Publisher;
let home: { id: string };
let reader: Person;
let stranger: Person;
let administrator: Person;

beforeAll(async () => {
  app = await TestApp.start();
  owner = await Publisher.of(app);
  home = await app.institution();
  reader = await app.person(home, 'READER');
  administrator = await app.person(home, 'READER', { administrator: true });
  stranger = await app.person(await app.institution(), 'READER');
});
afterAll(() => app.stop());

const share = (id: string, sharing: object): Promise<any> =>
  mutate(
    owner.publisher.client,
    `mutation($id: ID!, $sharing: SharingInput!) { documentShare(id: $id, sharing: $sharing) { document { id } ${ERRORS} } }`,
    { id, sharing },
  );
const withdraw = (id: string): Promise<any> =>
  mutate(
    owner.publisher.client,
    `mutation($id: ID!) { documentWithdraw(id: $id, reason: "Wrong") { document { id } ${ERRORS} } }`,
    { id },
  );
const toHome = (): object => ({ level: 'GROUPS', institutionIds: [home.id] });

test('only those are told who may read it', async () => {
  for (const person of [reader, stranger]) await follow(person, { topic: 'lasers' });

  const id = await owner.publish({ topics: ['lasers'], sharing: toHome() });
  await app.tell();

  expect(await toldTo(reader)).toEqual([`PUBLISHED ${id}`]);
  expect(await toldTo(stranger)).toEqual([]);
});

test('whoever may no longer read it when the worker comes is not told', async () => {
  const late = await app.person(home, 'READER');
  await follow(late, { topic: 'optics' });
  await owner.publish({ topics: ['optics'], sharing: toHome() });

  await mutate(administrator.client, REVOKE, { id: late.membershipId });
  await app.tell();

  const again = { ...late, membershipId: await app.join(late.userId, home, 'READER') };
  expect(await toldTo(again)).toEqual([]);
});

test('what becomes unreadable disappears from the list, and an exclusion is no news', async () => {
  await follow(reader, { topic: 'masers' });
  const id = await owner.publish({ topics: ['masers'], sharing: toHome() });
  await app.tell();
  expect(await toldTo(reader)).toContain(`PUBLISHED ${id}`);

  await share(id, { level: 'INSTITUTION' });
  expect((await toldTo(reader)).join()).not.toContain(id);

  await app.tell();
  expect((await toldTo(reader)).join()).not.toContain(id);
});

test('of what is withdrawn only the tombstone is left, and only for its audience', async () => {
  await follow(stranger, { topic: 'plasmas' });
  await follow(reader, { topic: 'plasmas' });
  const id = await owner.publish({ topics: ['plasmas'], sharing: toHome() });
  await app.tell();

  await withdraw(id);
  await app.tell();

  const [first] = await notificationsOf(reader);
  expect(first).toMatchObject({ event: 'WITHDRAWN', document: null, tombstone: { id, reason: 'Wrong' } });
  expect((await toldTo(reader)).filter((line) => line.includes(id))).toEqual([`WITHDRAWN ${id}`]);
  expect((await toldTo(stranger)).join()).not.toContain(id);
});

test('following an institution tells nothing that withholds its attribution, then or later', async () => {
  await follow(reader, { institutionId: owner.institution.id });
  const withheld = await owner.publish({ sharing: { ...toHome(), attribution: 'WITHHELD' } });
  const open = await owner.publish({ sharing: toHome() });
  await app.tell();

  const told = (await toldTo(reader)).join();
  expect(told).toContain(open);
  expect(told).not.toContain(withheld);

  await share(open, { ...toHome(), attribution: 'WITHHELD' });
  expect((await toldTo(reader)).join()).not.toContain(open);
});

test('an unreadable document cannot be followed, and vanishes from what is followed', async () => {
  const input = (documentId: string): object => ({ input: { documentId } });
  const FOLLOW = `mutation($input: FollowInput!) { follow(input: $input) { following { id } ${ERRORS} } }`;
  const id = await owner.publish({ sharing: toHome() });
  expect(await refusal(stranger.client, FOLLOW, input(id))).toEqual(['NOT_FOUND']);

  const { id: following } = await follow(reader, { documentId: id });
  await share(id, { level: 'INSTITUTION' });
  const { following: list } = await reader.client.ask('{ following { edges { node { id } } } }');
  expect(list.edges.map((edge: any) => edge.node.id)).not.toContain(following);
});

test('a document that becomes visible later is told of then', async () => {
  await follow(reader, { topic: 'phonons' });
  const visibleFrom = new Date(app.clock.now().getTime() + HOUR).toISOString();
  const id = await owner.publish({ topics: ['phonons'], sharing: { ...toHome(), visibleFrom } });
  await app.tell();
  expect((await toldTo(reader)).join()).not.toContain(id);

  app.clock.advance(2 * HOUR);
  await app.tell();
  expect(await toldTo(reader)).toContain(`PUBLISHED ${id}`);
});

test('who is newly admitted is told, and who was told before is not told again', async () => {
  for (const person of [reader, stranger]) await follow(person, { topic: 'magnons' });
  const id = await owner.publish({ topics: ['magnons'], sharing: toHome() });
  await app.tell();

  await share(id, { level: 'COMMUNITY' }).catch(() => undefined);
  await app.tell();

  for (const person of [reader, stranger]) {
    expect((await toldTo(person)).filter((line) => line.includes(id))).toEqual([`PUBLISHED ${id}`]);
  }
});

test('nobody sees or marks the notifications of others', async () => {
  const [mine] = await notificationsOf(reader);
  await stranger.client.ask(`mutation($id: ID!) { notificationsMarkRead(ids: [$id]) { done ${ERRORS} } }`, {
    id: mine.id,
  });
  expect((await notificationsOf(reader))[0].readAt).toBeNull();
  const answer = await app.anonymous.send('{ notifications { edges { node { id } } } }');
  expect(answer.errors.map((error) => error.extensions.code)).toEqual(['UNAUTHENTICATED']);
});
