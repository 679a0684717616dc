import { follow, notificationsOf } from '../support/following.ts';
import { mutate, Publisher } from '../support/publishing.ts';
import { TestApp, type Person } from '../support/test-app.ts';
import { rowsOf } from '../unit/support/database.ts';

const WITHDRAW = `mutation($id: ID!) {
  documentWithdraw(id: $id, reason: "Outdated.") { document { id } userErrors { code message field } } }`;
const SHARE = `mutation($id: ID!) { documentShare(id: $id, sharing: { level: PUBLIC, tlp: CLEAR }) {
  document { id } userErrors { code message field } } }`;
const COMMUNITY = { level: 'COMMUNITY' };

let app: TestApp;
let owner: Publisher;
let follower: Person;

// Each with a repository of its own: as long as somebody has saved a search, fewer are told of together.
beforeEach(async () => {
  app = await TestApp.start();
  owner = await Publisher.of(app);
  follower = await app.person(await app.institution(), 'READER');
  await follow(follower, { topic: 'many' });
}, 60_000);
afterEach(() => app?.stop());

async function publishMany(): Promise<string[]> {
  const ids: string[] = [];
  for (let count = 0; count < 12; count += 1)
    ids.push(await owner.publish({ topics: ['many'], body: `Part ${count}.`, sharing: COMMUNITY }));
  return ids;
}

async function toldOf(person: Person): Promise<string[]> {
  return (await notificationsOf(person)).map(({ document }) => document.id).sort();
}

test('of many documents each is told once', async () => {
  const published = await publishMany();
  await app.tell();
  expect(await toldOf(follower)).toEqual(published.toSorted());
});

test('of what is withdrawn before anybody was told of it, only the withdrawal is told', async () => {
  const [id] = await publishMany();
  await mutate(owner.publisher.client, WITHDRAW, { id });
  await app.tell();
  const nodes = await notificationsOf(follower);
  expect(nodes.filter(({ tombstone, document }) => (tombstone ?? document).id === id)).toMatchObject([
    { event: 'WITHDRAWN' },
  ]);
});

test('who is told of a document in the same go is not told of it again when it is shared further', async () => {
  const published = await publishMany();
  await mutate(owner.publisher.client, SHARE, { id: published[0] });
  await app.tell();
  expect(await toldOf(follower)).toEqual(published.toSorted());
});

test('one that cannot be told of holds up no other, and is told of later', async () => {
  const published = await publishMany();
  const bad = published[7]!;
  await rowsOf(
    app.databaseUrl,
    `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not this one'; END $$;
     CREATE TRIGGER refuse BEFORE INSERT ON notifications FOR EACH ROW
       WHEN (NEW.document_id = '${bad}') EXECUTE FUNCTION refuse()`,
  );
  for (let time = 0; time < 3; time += 1) await app.tell();
  expect(await toldOf(follower)).toEqual(published.filter((id) => id !== bad).toSorted());

  await rowsOf(app.databaseUrl, 'DROP TRIGGER refuse ON notifications');
  app.clock.advance(10_000);
  await app.tell();
  expect(await toldOf(follower)).toEqual(published.toSorted());
});

test('saved searches are asked of every one of them', async () => {
  const searcher = await app.person(await app.institution(), 'READER');
  await follow(searcher, {
    savedSearch: { name: 'Parts', query: 'part', filter: { topics: ['many'] } },
  });
  const published = await publishMany();
  await app.tell();
  expect(await toldOf(searcher)).toEqual(published.toSorted());
  expect(await toldOf(follower)).toEqual(published.toSorted());
});
