import { DeferredTrail } from '#audit';
import { Publisher, mutate } from '../support/publishing.ts';
import { TestApp, type Person } from '../support/test-app.ts';

const OPEN = 'query($id: ID!) { document(id: $id) { id } }';
const READERS = `query($id: ID!, $first: Int, $after: String) { documentReaders(id: $id) {
  documentId institutionCount exportedCount unnamedCount
  institutions(first: $first, after: $after) {
    edges { node { institution { id name } firstDay lastDay exported latestVersion } } pageInfo { hasNextPage endCursor } } } }`;
const WITHDRAW = `mutation($id: ID!) {
  documentWithdraw(id: $id, reason: "The partner was misnamed.") { document { id } userErrors { code message field } } }`;
const TOLD = '{ notifications { edges { node { event document { id } tombstone { id reason } } } } }';
const PUBLISH = `mutation($id: ID!) {
  documentPublish(id: $id, expectedVersion: 1) { document { id } userErrors { code message field } } }`;
const SHARE = `mutation($id: ID!, $sharing: SharingInput!) {
  documentShare(id: $id, sharing: $sharing) { document { id } userErrors { code message field } } }`;

let app: TestApp;
let owner: Publisher;
let first: { id: string; name: string };
let second: { id: string; name: string };
let reader: Person;
beforeAll(async () => {
  app = await TestApp.start();
  owner = await Publisher.of(app);
  [first, second] = [
    await app.institution({ name: 'Aberystwyth' }),
    await app.institution({ name: 'Zwolle' }),
  ];
  reader = await app.person(first, 'READER');
});
afterAll(() => app.stop());

async function open(id: string, ...people: readonly Person[]): Promise<void> {
  for (const { client } of people) await client.ask(OPEN, { id });
  await app.app.get(DeferredTrail).drain();
}

const readers = async (id: string, person: Person = owner.publisher, more: object = {}): Promise<any> =>
  (await person.client.ask(READERS, { id, ...more })).documentReaders;
const named = (answer: any): string[] =>
  answer.institutions.edges.map(({ node }: any) => node.institution.name);

const COMMUNITY = { level: 'COMMUNITY', tlp: 'GREEN' };

describe('documentReaders', () => {
  it("tells the owner's publisher which institutions have read it, and never which people", async () => {
    const id = await owner.publish({ sharing: { ...COMMUNITY, attribution: 'WITHHELD' } });
    const [colleague, other] = [await app.person(first, 'READER'), await app.person(second, 'READER')];
    await open(id, reader, colleague, other, owner.author);
    const answer = await readers(id);
    expect(answer).toMatchObject({ documentId: id, institutionCount: 2, exportedCount: 0, unnamedCount: 0 });
    const today = app.clock.now().toISOString().slice(0, 10);
    expect(answer.institutions.edges.map(({ node }: any) => node)).toEqual(
      [first, second].map(({ id: institution, name }) => ({
        ...{ institution: { id: institution, name }, firstDay: today, lastDay: today },
        ...{ exported: false, latestVersion: 1 },
      })),
    );
    const page = await readers(id, owner.publisher, { first: 1 });
    expect(named(page)).toEqual(['Aberystwyth']);
    const { endCursor: after } = page.institutions.pageInfo;
    expect(named(await readers(id, owner.publisher, { first: 1, after }))).toEqual(['Zwolle']);
  });

  it('is null to everyone else, the readers and the other people of the owner', async () => {
    const id = await owner.publish({ sharing: COMMUNITY });
    const publisherElsewhere = await app.person(first, 'PUBLISHER');
    await open(id, reader);
    for (const person of [reader, publisherElsewhere, owner.author, owner.reviewer]) {
      expect(await readers(id, person)).toBeNull();
    }
  });

  it('needs the role and the reading by the same membership', async () => {
    // A publisher of the owner who is not named may not read it, however much another membership allows.
    const membershipIds = [reader.membershipId, owner.publisher.membershipId];
    const id = await owner.draft({ sharing: { level: 'NAMED', tlp: 'RED', membershipIds } });
    await mutate(owner.publisher.client, PUBLISH, { id });
    const both = await app.person(owner.institution, 'PUBLISHER');
    await app.join(both.userId, first, 'READER');
    await open(id, reader);
    expect(await readers(id, both)).toBeNull();
    expect(named(await readers(id))).toEqual(['Aberystwyth']);
  });

  it('counts institutions without naming them that have read it only while it was public', async () => {
    const id = await owner.publish({ sharing: { level: 'PUBLIC', tlp: 'CLEAR' } });
    await open(id, reader, await app.person(second, 'READER'));
    expect(await readers(id)).toMatchObject({ institutionCount: 2, unnamedCount: 2 });
    expect(named(await readers(id))).toEqual([]);
    await mutate(owner.publisher.client, SHARE, { id: id, sharing: COMMUNITY });
    app.clock.advance(24 * 3_600_000);
    await open(id, reader);
    expect(await readers(id)).toMatchObject({ institutionCount: 2, unnamedCount: 1 });
    expect(named(await readers(id))).toEqual(['Aberystwyth']);
  });
});

describe('withdrawing', () => {
  it('is told, with the reason, to those who have opened it, although they follow nothing', async () => {
    const id = await owner.publish({ sharing: COMMUNITY });
    const [opened, never] = [await app.person(second, 'READER'), await app.person(second, 'READER')];
    await open(id, opened);
    await mutate(owner.publisher.client, WITHDRAW, { id });
    await app.tell();
    expect((await opened.client.ask(TOLD)).notifications.edges).toEqual([
      {
        node: { event: 'WITHDRAWN', document: null, tombstone: { id, reason: 'The partner was misnamed.' } },
      },
    ]);
    expect((await never.client.ask(TOLD)).notifications.edges).toEqual([]);
    expect(await readers(id)).toMatchObject({ institutionCount: 1 });
    expect(await readers(id, opened)).toBeNull();
  });

  it('is not told to those who have opened it and were shut out before', async () => {
    const id = await owner.publish({ sharing: COMMUNITY });
    const person = await app.person(second, 'READER');
    await open(id, person);
    await mutate(owner.publisher.client, SHARE, { id, sharing: { level: 'INSTITUTION' } });
    await mutate(owner.publisher.client, WITHDRAW, { id });
    await app.tell();
    expect((await person.client.ask(TOLD)).notifications.edges).toEqual([]);
    // Who had read it is still for its owner to know.
    expect(named(await readers(id))).toEqual(['Zwolle']);
  });
});
