import { randomUUID } from 'node:crypto';
import { follow, notificationsOf, notificationsPage, toldTo } from '../support/following.ts';
import { mutate, Publisher, refusal } from '../support/publishing.ts';
import { TestApp, type Person } from '../support/test-app.ts';
import { NoticeWorker } from '#notices';
import { trailOf } from '../unit/support/database.ts';

const ERRORS = 'userErrors { code message field }';
const FOLLOW = `mutation($input: FollowInput!) { follow(input: $input) { following { id } ${ERRORS} } }`;
const UNFOLLOW = `mutation($id: ID!) { unfollow(id: $id) { unfollowedId ${ERRORS} } }`;
const MARK = `mutation($ids: [ID!]) { notificationsMarkRead(ids: $ids) { done ${ERRORS} } }`;

let app: TestApp;
let owner: Publisher;
let home: { id: string };

beforeAll(async () => {
  app = await TestApp.start();
  owner = await Publisher.of(app);
  home = await app.institution();
});
afterAll(() => app.stop());

const newcomer = (): Promise<Person> => app.person(home, 'READER');
const COMMUNITY = { level: 'COMMUNITY' };

async function edit(id: string, version: number, input: object): Promise<void> {
  await mutate(
    owner.author.client,
    `mutation($id: ID!, $v: Int!, $input: DocumentEditInput!) { documentEdit(id: $id, expectedVersion: $v, input: $input) { document { id } ${ERRORS} } }`,
    { id, v: version, input },
  );
  await owner.bringOut(id, version + 1);
}

test('partner, topic, institution, document and saved search all lead to what is about them', async () => {
  const [partnerId] = await app.partners({});
  const target = await owner.publish({ title: 'Followed', sharing: COMMUNITY });
  const follows: [object, () => Promise<string>][] = [
    [{ partnerId }, () => owner.publish({ partnerIds: [partnerId!], sharing: COMMUNITY })],
    [{ topic: ' Visas ' }, () => owner.publish({ topics: ['visas'], sharing: COMMUNITY })],
    [{ institutionId: owner.institution.id }, () => owner.publish({ sharing: COMMUNITY })],
    [{ documentId: target }, () => edit(target, 1, { body: 'Anew.' }).then(() => target)],
    [
      { savedSearch: { name: 'Telescopes', query: '"radio telescope"', filter: { kinds: ['GUIDANCE'] } } },
      () => owner.publish({ body: 'On a radio telescope.', sharing: COMMUNITY }),
    ],
    [
      { savedSearch: { name: 'Grants', filter: { topics: ['grants'] } } },
      () => owner.publish({ topics: ['grants'], sharing: COMMUNITY }),
    ],
  ];
  for (const [input, happens] of follows) {
    const person = await newcomer();
    const { id } = await follow(person, input);
    const documentId = await happens();
    await owner.publish({
      title: 'Something else',
      body: 'A telescope without.',
      topics: ['else'],
      sharing: { level: 'INSTITUTION' },
    });
    await app.tell();

    const [only, ...others] = await notificationsOf(person);
    expect(others).toEqual([]);
    expect(only).toMatchObject({ document: { id: documentId }, following: { id }, readAt: null });
    expect(only.event).toBe(documentId === target ? 'CHANGED' : 'PUBLISHED');
  }
});

test('a saved search keeps its query and filter', async () => {
  const person = await newcomer();
  const filter = { topics: ['visas'], publishedAfter: '2020-01-01T00:00:00.000Z' };
  const { id } = await follow(person, { savedSearch: { name: 'Mine', query: 'export', filter } });
  const { following } = await person.client.ask(
    '{ following { edges { node { id kind name query filter { topics kinds publishedAfter } } } } }',
  );
  expect(following.edges).toEqual([
    { node: { id, kind: 'SAVED_SEARCH', name: 'Mine', query: 'export', filter: { ...filter, kinds: null } } },
  ]);
});

test('the same thing is followed once, ends when it is ended, and both are in the trail', async () => {
  const person = await newcomer();
  const first = await follow(person, { topic: 'quanta' });
  expect(await follow(person, { topic: 'Quanta' })).toEqual(first);

  expect(await refusal((await newcomer()).client, UNFOLLOW, { id: first.id })).toEqual(['NOT_FOUND']);
  expect(await mutate(person.client, UNFOLLOW, { id: first.id })).toBe(first.id);
  expect(await refusal(person.client, UNFOLLOW, { id: first.id })).toEqual(['NOT_FOUND']);

  const events = await trailOf(app.databaseUrl, first.id);
  expect(events.map((one: { event: string }) => one.event)).toEqual(['follow.begun', 'follow.ended']);
});

test.each([
  ['a partner that is not', { partnerId: randomUUID() }, 'NOT_FOUND'],
  ['an institution that is not', { institutionId: randomUUID() }, 'NOT_FOUND'],
  ['a document that is not', { documentId: 'x' }, 'NOT_FOUND'],
  ['an empty topic', { topic: ' ' }, 'INVALID'],
  ['a search for nothing', { savedSearch: { name: 'All' } }, 'INVALID'],
])('cannot be followed: %s', async (_name, input, code) => {
  expect(await refusal((await newcomer()).client, FOLLOW, { input })).toEqual([code]);
});

test('corrections without a new meaning are not told, material ones are', async () => {
  const person = await newcomer();
  const id = await owner.publish({ sharing: COMMUNITY });
  await app.tell();
  await follow(person, { documentId: id });

  await edit(id, 1, { title: 'A corrected title', material: false });
  await app.tell();
  expect(await toldTo(person)).toEqual([]);

  await edit(id, 2, { title: 'A new title' });
  await app.tell();
  expect(await notificationsOf(person)).toMatchObject([{ event: 'CHANGED', versionNumber: 3 }]);
});

test('nobody is told of what they did themselves', async () => {
  for (const person of [owner.publisher, owner.author]) await follow(person, { topic: 'own' });
  const id = await owner.publish({ topics: ['own'], sharing: COMMUNITY });
  await app.tell();
  expect((await toldTo(owner.publisher)).join()).not.toContain(id);
  expect(await toldTo(owner.author)).toEqual([`PUBLISHED ${id}`]);
});

test('notifications are paged, and marked as read one by one or all together', async () => {
  const person = await newcomer();
  await follow(person, { topic: 'pages' });
  const ids = [];
  for (const title of ['One', 'Two', 'Three']) {
    ids.push(await owner.publish({ title, topics: ['pages'], sharing: COMMUNITY }));
    await app.tell();
  }
  const first = await notificationsPage(person, { first: 2 });
  expect(first.pageInfo.hasNextPage).toBe(true);
  const rest = await notificationsPage(person, { first: 2, after: first.pageInfo.endCursor });
  const all = [...first.edges, ...rest.edges].map((edge: any) => edge.node);
  expect(all.map((one) => one.document.id)).toEqual(ids.toReversed());

  for (const strange of [randomUUID(), 'x']) {
    expect(await refusal(person.client, MARK, { ids: [all[0].id, strange] })).toEqual(['NOT_FOUND']);
  }
  expect(await notificationsOf(person, { unread: true })).toHaveLength(3);
  await mutate(person.client, MARK, { ids: [all[0].id] });
  expect((await notificationsOf(person, { unread: true })).map((one) => one.id)).toEqual(
    all.slice(1).map((one) => one.id),
  );
  expect(await notificationsOf(person, { unread: false })).toHaveLength(1);

  await mutate(person.client, MARK, {});
  expect(await notificationsOf(person, { unread: true })).toEqual([]);
});

test('several workers tell nobody twice', async () => {
  const person = await newcomer();
  await follow(person, { topic: 'workers' });
  for (let made = 0; made < 4; made += 1) await owner.publish({ topics: ['workers'], sharing: COMMUNITY });
  await app.index();
  const worker = app.app.get(NoticeWorker);
  await Promise.all([worker.drain(), worker.drain(), worker.drain()]);
  expect(new Set(await toldTo(person)).size).toBe(4);
  expect(await toldTo(person)).toHaveLength(4);
});
