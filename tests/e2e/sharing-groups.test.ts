import { InstitutionsService } from '#institutions';
import type { GraphqlClient } from '#testing';
import { TestApp, type Person } from '../support/test-app.ts';

const GROUP = 'id name owner { slug } institutions { slug } invited { slug }';
const RESULT = `{ sharingGroup { ${GROUP} } userErrors { code message field } }`;
const CREATE = `mutation($name: String!) { result: sharingGroupCreate(name: $name) ${RESULT} }`;
const ADD = `mutation($id: ID!, $institutionId: ID!) { result: sharingGroupAdd(id: $id, institutionId: $institutionId) ${RESULT} }`;
const REMOVE = `mutation($id: ID!, $institutionId: ID!) { result: sharingGroupRemove(id: $id, institutionId: $institutionId) ${RESULT} }`;
const ACCEPT = `mutation($id: ID!) { result: sharingGroupAccept(id: $id) ${RESULT} }`;
const DELETE = `mutation($id: ID!) { result: sharingGroupDelete(id: $id) ${RESULT} }`;
const LIST = `{ sharingGroups { ${GROUP} } }`;
const UNKNOWN = '00000000-0000-4000-8000-000000000000';

interface House {
  id: string;
  slug: string;
  administrator: Person;
  publisher: Person;
}

let app: TestApp;
let owner: House;
let guest: House;
let stranger: House;

beforeAll(async () => {
  app = await TestApp.start();
  [owner, guest, stranger] = [await house('owner'), await house('guest'), await house('stranger')];
});
afterAll(() => app.stop());

async function house(slug: string): Promise<House> {
  const { id } = await app.institution({ slug });
  const administrator = await app.person({ id }, 'READER', { administrator: true });
  return { id, slug, administrator, publisher: await app.person({ id }, 'PUBLISHER', { auditor: true }) };
}

async function run(client: GraphqlClient, mutation: string, variables: object): Promise<any> {
  return (await client.ask(mutation, variables)).result;
}

async function listOf(person: Person, id: string): Promise<any> {
  const { sharingGroups } = await person.client.ask(LIST);
  return sharingGroups.find((group: { id: string }) => group.id === id) ?? null;
}

/** A group of the owner into which the guest is invited. */
async function invited(name = 'Circle'): Promise<string> {
  const { sharingGroup } = await run(owner.administrator.client, CREATE, { name });
  await run(owner.administrator.client, ADD, { id: sharingGroup.id, institutionId: guest.id });
  return sharingGroup.id;
}

async function joined(): Promise<string> {
  const id = await invited();
  await run(guest.administrator.client, ACCEPT, { id });
  return id;
}

const refused = (code: string, field: string[] | null): object => ({
  sharingGroup: null,
  userErrors: [{ code, message: expect.any(String), field }],
});

describe('creating', () => {
  test('gives the acting institution a group that it alone is in', async () => {
    const { sharingGroup, userErrors } = await run(owner.administrator.client, CREATE, { name: 'North Sea' });

    expect(userErrors).toEqual([]);
    expect(sharingGroup).toEqual({
      ...{ id: expect.any(String), name: 'North Sea', owner: { slug: 'owner' } },
      ...{ institutions: [{ slug: 'owner' }], invited: [] },
    });
    expect(await listOf(owner.publisher, sharingGroup.id)).toEqual(sharingGroup);
    expect(await listOf(stranger.administrator, sharingGroup.id)).toBeNull();
  });

  test('is an administrator’s', async () => {
    expect(await run(owner.publisher.client, CREATE, { name: 'Mine' })).toEqual(refused('FORBIDDEN', null));
  });

  test.each(['', '   ', '\u00a0\u3000', 'x'.repeat(1_001)])(
    'is INVALID with the name "%.10s"',
    async (name) => {
      expect(await run(owner.administrator.client, CREATE, { name })).toEqual(refused('INVALID', ['name']));
    },
  );
});

describe('inviting and accepting', () => {
  test('an invitation is visible to the owner and to the one invited, and counts once accepted', async () => {
    const id = await invited();
    expect(await listOf(owner.publisher, id)).toMatchObject({
      ...{ institutions: [{ slug: 'owner' }], invited: [{ slug: 'guest' }] },
    });
    expect(await listOf(guest.publisher, id)).toMatchObject({
      institutions: [{ slug: 'owner' }],
      invited: [],
    });

    const { sharingGroup } = await run(guest.administrator.client, ACCEPT, { id });

    expect(sharingGroup).toMatchObject({ institutions: [{ slug: 'guest' }, { slug: 'owner' }], invited: [] });
    expect(await listOf(owner.publisher, id)).toMatchObject({
      ...{ institutions: [{ slug: 'guest' }, { slug: 'owner' }], invited: [] },
    });
  });

  test('who else is invited only the owner sees, not a member either', async () => {
    const id = await joined();
    await run(owner.administrator.client, ADD, { id, institutionId: stranger.id });

    expect((await listOf(owner.administrator, id)).invited).toEqual([{ slug: 'stranger' }]);
    expect((await listOf(guest.administrator, id)).invited).toEqual([]);
    expect((await listOf(stranger.administrator, id)).invited).toEqual([]);
  });

  test('inviting again does not take a membership back to an invitation', async () => {
    const id = await joined();

    const { sharingGroup } = await run(owner.administrator.client, ADD, { id, institutionId: guest.id });

    expect(sharingGroup).toMatchObject({ institutions: [{ slug: 'guest' }, { slug: 'owner' }], invited: [] });
  });

  test('only an administrator of the owner invites', async () => {
    const id = await joined();
    const variables = { id, institutionId: stranger.id };

    expect(await run(owner.publisher.client, ADD, variables)).toEqual(refused('FORBIDDEN', null));
    expect(await run(guest.administrator.client, ADD, variables)).toEqual(refused('FORBIDDEN', ['id']));
    expect(await run(stranger.administrator.client, ADD, variables)).toEqual(refused('NOT_FOUND', ['id']));
    expect((await listOf(owner.administrator, id)).invited).toEqual([]);
  });

  test('only an administrator of the one invited accepts', async () => {
    const id = await invited();

    expect(await run(guest.publisher.client, ACCEPT, { id })).toEqual(refused('FORBIDDEN', null));
    expect(await run(owner.administrator.client, ACCEPT, { id })).toEqual(refused('STATE', ['id']));
    expect(await run(stranger.administrator.client, ACCEPT, { id })).toEqual(refused('NOT_FOUND', ['id']));
    expect((await listOf(owner.administrator, id)).institutions).toEqual([{ slug: 'owner' }]);
  });

  test('institutions that are suspended, unknown, or the owner itself cannot be invited', async () => {
    const id = await invited();
    const frozen = await app.institution();
    await app.app.get(InstitutionsService).setStatus(frozen.slug, 'SUSPENDED');

    for (const institutionId of [frozen.id, UNKNOWN, 'no-id', owner.administrator.userId]) {
      const answer = await run(owner.administrator.client, ADD, { id, institutionId });
      expect(answer).toEqual(refused('NOT_FOUND', ['institutionId']));
    }
    expect(await run(owner.administrator.client, ADD, { id, institutionId: owner.id })).toEqual(
      refused('INVALID', ['institutionId']),
    );
  });
});

describe('leaving', () => {
  test('by the owner’s hand: the one removed no longer sees the group', async () => {
    const id = await joined();

    const { sharingGroup } = await run(owner.administrator.client, REMOVE, { id, institutionId: guest.id });

    expect(sharingGroup).toMatchObject({ institutions: [{ slug: 'owner' }], invited: [] });
    expect(await listOf(guest.administrator, id)).toBeNull();
  });

  test('by the own hand: there is nothing left to show', async () => {
    const id = await joined();

    const answer = await run(guest.administrator.client, REMOVE, { id, institutionId: guest.id });

    expect(answer).toEqual({ sharingGroup: null, userErrors: [] });
    expect(await listOf(guest.administrator, id)).toBeNull();
    expect((await listOf(owner.administrator, id)).institutions).toEqual([{ slug: 'owner' }]);
  });

  test('an invitation can be declined, and withdrawn; to accept it afterwards is too late', async () => {
    for (const by of [guest, owner]) {
      const id = await invited();
      expect(
        (await run(by.administrator.client, REMOVE, { id, institutionId: guest.id })).userErrors,
      ).toEqual([]);
      expect(await run(guest.administrator.client, ACCEPT, { id })).toEqual(refused('NOT_FOUND', ['id']));
      expect((await listOf(owner.administrator, id)).invited).toEqual([]);
    }
  });

  test('who came back must accept anew', async () => {
    const id = await joined();
    await run(owner.administrator.client, REMOVE, { id, institutionId: guest.id });

    const { sharingGroup } = await run(owner.administrator.client, ADD, { id, institutionId: guest.id });

    expect(sharingGroup).toMatchObject({ institutions: [{ slug: 'owner' }], invited: [{ slug: 'guest' }] });
  });

  test('is not for others to do', async () => {
    const id = await joined();
    await run(owner.administrator.client, ADD, { id, institutionId: stranger.id });
    await run(stranger.administrator.client, ACCEPT, { id });
    const variables = { id, institutionId: guest.id };

    expect(await run(stranger.administrator.client, REMOVE, variables)).toEqual(refused('FORBIDDEN', ['id']));
    expect(await run(guest.publisher.client, REMOVE, variables)).toEqual(refused('FORBIDDEN', null));
    expect(await run(owner.publisher.client, REMOVE, variables)).toEqual(refused('FORBIDDEN', null));
    expect((await listOf(owner.administrator, id)).institutions).toHaveLength(3);
  });

  test('is not possible for the owner, nor for one that is not in it', async () => {
    const id = await joined();

    expect(await run(owner.administrator.client, REMOVE, { id, institutionId: owner.id })).toEqual(
      refused('INVALID', ['institutionId']),
    );
    for (const institutionId of [stranger.id, UNKNOWN, 'no-id']) {
      expect(await run(owner.administrator.client, REMOVE, { id, institutionId })).toEqual(
        refused('NOT_FOUND', ['institutionId']),
      );
    }
  });
});

describe('deleting', () => {
  test('takes the group from everyone’s sight, and from every change', async () => {
    const id = await joined();

    expect(await run(owner.administrator.client, DELETE, { id })).toEqual({
      sharingGroup: null,
      userErrors: [],
    });

    for (const person of [owner.administrator, guest.administrator])
      expect(await listOf(person, id)).toBeNull();
    const missing = refused('NOT_FOUND', ['id']);
    expect(await run(owner.administrator.client, DELETE, { id })).toEqual(missing);
    expect(await run(owner.administrator.client, ADD, { id, institutionId: stranger.id })).toEqual(missing);
    expect(await run(guest.administrator.client, ACCEPT, { id })).toEqual(missing);
    expect(await run(guest.administrator.client, REMOVE, { id, institutionId: guest.id })).toEqual(missing);
  });

  test('is the owner’s administrator’s', async () => {
    const id = await joined();

    expect(await run(owner.publisher.client, DELETE, { id })).toEqual(refused('FORBIDDEN', null));
    expect(await run(guest.administrator.client, DELETE, { id })).toEqual(refused('FORBIDDEN', ['id']));
    expect(await run(stranger.administrator.client, DELETE, { id })).toEqual(refused('NOT_FOUND', ['id']));
    for (const unknown of [UNKNOWN, 'no-id', '']) {
      expect(await run(owner.administrator.client, DELETE, { id: unknown })).toEqual(
        refused('NOT_FOUND', ['id']),
      );
    }
    expect(await listOf(owner.administrator, id)).not.toBeNull();
  });
});
