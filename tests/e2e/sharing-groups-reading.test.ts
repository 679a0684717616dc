import { InstitutionsService } from '#institutions';
import type { GraphqlClient } from '#testing';
import { TestApp, type Person } from '../support/test-app.ts';

const CREATE = `mutation($input: DocumentCreateInput!) {
  documentCreate(input: $input) { document { id } userErrors { code message field } }
}`;
const SUBMIT = 'mutation($id: ID!) { documentSubmit(id: $id) { userErrors { code } } }';
const APPROVE = 'mutation($id: ID!) { documentReview(id: $id, decision: APPROVE) { userErrors { code } } }';
const PUBLISH = 'mutation($id: ID!) { documentPublish(id: $id, expectedVersion: 1) { userErrors { code } } }';
const READ = `query($id: ID!) {
  document(id: $id) { id }
  documents(first: 100) { edges { node { id } } }
  search(query: "", first: 100) { edges { node { document { id } } } }
}`;
const ADD =
  'mutation($id: ID!, $institutionId: ID!) { result: sharingGroupAdd(id: $id, institutionId: $institutionId) { userErrors { code } } }';
const REMOVE =
  'mutation($id: ID!, $institutionId: ID!) { result: sharingGroupRemove(id: $id, institutionId: $institutionId) { userErrors { code } } }';
const ACCEPT = 'mutation($id: ID!) { result: sharingGroupAccept(id: $id) { userErrors { code } } }';
const DELETE = 'mutation($id: ID!) { result: sharingGroupDelete(id: $id) { userErrors { code } } }';

interface House {
  id: string;
  slug: string;
  administrator: Person;
  reader: Person;
  author: Person;
  reviewer: Person;
  publisher: Person;
}

let app: TestApp;
let owner: House;
let guest: House;
let other: House;

beforeAll(async () => {
  app = await TestApp.start();
  [owner, guest, other] = [await house('owner'), await house('guest'), await house('other')];
});
afterAll(() => app.stop());

async function house(slug: string): Promise<House> {
  const { id } = await app.institution({ slug });
  return {
    ...{ id, slug, administrator: await app.person({ id }, 'READER', { administrator: true }) },
    ...{ reader: await app.person({ id }, 'READER'), author: await app.person({ id }, 'CONTRIBUTOR') },
    ...{ reviewer: await app.person({ id }, 'REVIEWER'), publisher: await app.person({ id }, 'PUBLISHER') },
  };
}

async function run(person: Person, mutation: string, variables: object): Promise<void> {
  const [payload] = Object.values<any>(await person.client.ask(mutation, variables));
  expect(payload.userErrors).toEqual([]);
}

function input(groupIds: string[]): object {
  const sharing = { level: 'GROUPS', groupIds };
  return { title: 'For the circle', summary: 'In short', body: '', details: { guidance: {} }, sharing };
}

/** A published document of the house that is shared with the groups, indexed for searching. */
async function published(by: House, groupIds: string[]): Promise<string> {
  const { documentCreate } = await by.author.client.ask(CREATE, { input: input(groupIds) });
  expect(documentCreate.userErrors).toEqual([]);
  const { id } = documentCreate.document;
  await run(by.author, SUBMIT, { id });
  await run(by.reviewer, APPROVE, { id });
  await run(by.publisher, PUBLISH, { id });
  await app.index();
  return id;
}

/** Whether the caller reads the document, by id, in the list and in the search alike. */
async function reads({ client }: { client: GraphqlClient }, id: string): Promise<boolean> {
  const { document, documents, search } = await client.ask(READ, { id });
  const found = [
    document !== null,
    documents.edges.some((edge: any) => edge.node.id === id),
    search.edges.some((edge: any) => edge.node.document.id === id),
  ];
  expect(new Set(found).size).toBe(1);
  return found[0]!;
}

describe('a document shared with a group is read', () => {
  test('by a new member from the acceptance on, not from the invitation', async () => {
    const groupId = await app.group('Circle', owner, []);
    const id = await published(owner, [groupId]);
    expect([await reads(owner.reader, id), await reads(guest.reader, id)]).toEqual([true, false]);

    await run(owner.administrator, ADD, { id: groupId, institutionId: guest.id });
    expect(await reads(guest.reader, id)).toBe(false);
    expect(await reads(guest.administrator, id)).toBe(false);

    await run(guest.administrator, ACCEPT, { id: groupId });
    expect([await reads(guest.reader, id), await reads(other.reader, id)]).toEqual([true, false]);
    expect(await reads({ client: app.anonymous }, id)).toBe(false);
  });

  test('no longer by one that the owner removes, nor by one that leaves, and again once it has come back', async () => {
    const groupId = await app.group('Circle', owner, [guest, other]);
    const id = await published(owner, [groupId]);
    expect([await reads(guest.reader, id), await reads(other.reader, id)]).toEqual([true, true]);

    await run(owner.administrator, REMOVE, { id: groupId, institutionId: guest.id });
    expect([await reads(guest.reader, id), await reads(other.reader, id)]).toEqual([false, true]);

    await run(other.administrator, REMOVE, { id: groupId, institutionId: other.id });
    expect([await reads(other.reader, id), await reads(owner.reader, id)]).toEqual([false, true]);

    await run(owner.administrator, ADD, { id: groupId, institutionId: guest.id });
    expect(await reads(guest.reader, id)).toBe(false);
    await run(guest.administrator, ACCEPT, { id: groupId });
    expect(await reads(guest.reader, id)).toBe(true);
  });

  test('by nobody outside once the group is deleted', async () => {
    const groupId = await app.group('Circle', owner, [guest]);
    const id = await published(owner, [groupId]);
    expect(await reads(guest.reader, id)).toBe(true);

    await run(owner.administrator, DELETE, { id: groupId });

    expect([await reads(guest.reader, id), await reads(owner.reader, id)]).toEqual([false, true]);
  });

  test('through any one of several groups', async () => {
    const [first, second] = [
      await app.group('First', owner, [guest]),
      await app.group('Second', owner, [guest]),
    ];
    const id = await published(owner, [first, second]);

    await run(owner.administrator, DELETE, { id: first });
    expect(await reads(guest.reader, id)).toBe(true);
    await run(guest.administrator, REMOVE, { id: second, institutionId: guest.id });
    expect(await reads(guest.reader, id)).toBe(false);
  });

  test('by nobody outside when the group is empty, or no group is named', async () => {
    const empty = await app.group('Empty', owner, []);

    for (const id of [await published(owner, [empty]), await published(owner, [])]) {
      expect([await reads(owner.reader, id), await reads(guest.reader, id)]).toEqual([true, false]);
    }
  });

  test('not by members of a suspended institution, and again afterwards', async () => {
    const groupId = await app.group('Circle', owner, [guest]);
    const id = await published(owner, [groupId]);

    await app.app.get(InstitutionsService).setStatus('guest', 'SUSPENDED');
    expect(await reads(guest.reader, id)).toBe(false);
    await app.app.get(InstitutionsService).setStatus('guest', 'ACTIVE');
    expect(await reads(guest.reader, id)).toBe(true);
  });

  test('by the group’s owner too, when a member shares into it', async () => {
    const groupId = await app.group('Circle', owner, [guest]);
    const id = await published(guest, [groupId]);

    expect([await reads(owner.reader, id), await reads(other.reader, id)]).toEqual([true, false]);
  });
});

describe('an institution cannot share into a group', () => {
  async function errorsOf(by: House, groupIds: string[]): Promise<unknown> {
    const { documentCreate } = await by.author.client.ask(CREATE, { input: input(groupIds) });
    expect(documentCreate.document).toBeNull();
    return documentCreate.userErrors;
  }

  test('that it is not in, is only invited to, or has left; nor into a deleted or unknown one: all alike', async () => {
    const foreign = await app.group('Foreign', owner, [other]);
    const inviting = await app.group('Inviting', owner, []);
    await run(owner.administrator, ADD, { id: inviting, institutionId: guest.id });
    const left = await app.group('Left', owner, [guest]);
    await run(guest.administrator, REMOVE, { id: left, institutionId: guest.id });
    const deleted = await app.group('Deleted', owner, [guest]);
    await run(owner.administrator, DELETE, { id: deleted });

    const unknown = await errorsOf(guest, ['00000000-0000-4000-8000-000000000000']);

    expect(unknown).toEqual([
      { code: 'INVALID', message: expect.any(String), field: ['input', 'sharing', 'groupIds'] },
    ]);
    for (const id of [foreign, inviting, left, deleted]) expect(await errorsOf(guest, [id])).toEqual(unknown);
  });

  test('not even beside one that it may use', async () => {
    const foreign = await app.group('Foreign', owner, [other]);
    const own = await app.group('Own', guest, []);

    expect(await errorsOf(guest, [own, foreign])).toMatchObject([{ code: 'INVALID' }]);
  });

  test('nor change an existing document to it', async () => {
    const foreign = await app.group('Foreign', owner, [other]);
    const { documentCreate } = await guest.author.client.ask(CREATE, { input: input([]) });

    const { documentShare } = await guest.author.client.ask(
      `mutation($id: ID!, $groupIds: [ID!]) {
         documentShare(id: $id, sharing: { level: GROUPS, groupIds: $groupIds }) { document { id } userErrors { code field } } }`,
      { id: documentCreate.document.id, groupIds: [foreign] },
    );

    expect(documentShare).toEqual({
      document: null,
      userErrors: [{ code: 'INVALID', field: ['sharing', 'groupIds'] }],
    });
  });
});
