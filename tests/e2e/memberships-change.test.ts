import { InstitutionsService } from '#institutions';
import { TestApp, type Person } from '../support/test-app.ts';

const CHANGE = `mutation($id: ID!, $role: Role, $administrator: Boolean, $auditor: Boolean, $findable: Boolean) {
  membershipChange(id: $id, role: $role, administrator: $administrator, auditor: $auditor, findable: $findable) {
    membership { id role administrator auditor findable status }
    userErrors { code message field }
  }
}`;
const REVOKE = `mutation($id: ID!) {
  membershipRevoke(id: $id) { membership { id status } userErrors { code message field } }
}`;
const CREATE = `mutation($input: DocumentCreateInput!) {
  documentCreate(input: $input) { document { id } userErrors { code field } }
}`;
const DRAFT = { title: 'A note', summary: 'In short', body: '', details: { guidance: {} } };
const UNKNOWN = '00000000-0000-4000-8000-000000000000';

let app: TestApp;
let home: { id: string; slug: string };
let administrator: Person;
let stranger: Person;

beforeAll(async () => {
  app = await TestApp.start();
  home = await app.institution();
  administrator = await app.person(home, 'READER', { administrator: true });
  stranger = await app.person(await app.institution(), 'READER', { administrator: true });
});
afterAll(() => app.stop());

async function change(by: Person, id: string, values: object): Promise<any> {
  return (await by.client.ask(CHANGE, { id, ...values })).membershipChange;
}

async function revoke(by: Person, id: string): Promise<any> {
  return (await by.client.ask(REVOKE, { id })).membershipRevoke;
}

async function mayCreate(person: Person): Promise<boolean> {
  const { documentCreate } = await person.client.ask(CREATE, { input: DRAFT });
  return documentCreate.document !== null;
}

async function rolesOf(person: Person): Promise<object> {
  const { viewer } = await person.client.ask(
    '{ viewer { memberships { role administrator auditor findable } } }',
  );
  return viewer.memberships[0];
}

describe('a change', () => {
  test('acts on the very next request, in both directions', async () => {
    const person = await app.person(home, 'READER');
    expect(await mayCreate(person)).toBe(false);

    expect((await change(administrator, person.membershipId, { role: 'CONTRIBUTOR' })).userErrors).toEqual(
      [],
    );
    expect(await mayCreate(person)).toBe(true);

    expect((await change(administrator, person.membershipId, { role: 'READER' })).userErrors).toEqual([]);
    expect(await mayCreate(person)).toBe(false);
  });

  test('touches only what is given, and null is not given', async () => {
    const person = await app.person(home, 'REVIEWER', { auditor: true, findable: true });

    await change(administrator, person.membershipId, { administrator: true });
    await change(administrator, person.membershipId, {
      role: null,
      auditor: null,
      findable: null,
      administrator: null,
    });

    expect(await rolesOf(person)).toEqual({
      role: 'REVIEWER',
      administrator: true,
      auditor: true,
      findable: true,
    });
    const { membership } = await change(administrator, person.membershipId, {
      role: 'PUBLISHER',
      auditor: false,
    });
    expect(membership).toMatchObject({
      role: 'PUBLISHER',
      administrator: true,
      auditor: false,
      findable: true,
    });
  });

  test('that makes an administrator lets administer, and one that unmakes stops it', async () => {
    const person = await app.person(home, 'READER');
    const other = await app.person(home, 'READER');
    expect((await change(person, other.membershipId, { role: 'REVIEWER' })).userErrors[0].code).toBe(
      'FORBIDDEN',
    );

    await change(administrator, person.membershipId, { administrator: true });
    expect((await change(person, other.membershipId, { role: 'REVIEWER' })).userErrors).toEqual([]);

    await change(administrator, person.membershipId, { administrator: false });
    expect((await change(person, other.membershipId, { role: 'READER' })).userErrors[0].code).toBe(
      'FORBIDDEN',
    );
    expect(await rolesOf(other)).toMatchObject({ role: 'REVIEWER' });
  });

  test('of a revoked membership is a STATE error', async () => {
    const person = await app.person(home, 'READER');
    await revoke(administrator, person.membershipId);

    const { membership, userErrors } = await change(administrator, person.membershipId, {
      role: 'PUBLISHER',
    });

    expect(membership).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'STATE', field: ['id'] }]);
  });
});

describe('the own membership', () => {
  test.each([
    { role: 'PUBLISHER' },
    { role: 'READER' },
    { administrator: false },
    { auditor: true },
    { findable: true, role: 'PUBLISHER' },
  ])('cannot be changed to %j, even by an administrator', async (values) => {
    const before = await rolesOf(administrator);

    const { membership, userErrors } = await change(administrator, administrator.membershipId, values);

    expect(membership).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'FORBIDDEN', field: ['id'] }]);
    expect(await rolesOf(administrator)).toEqual(before);
  });

  test('cannot be revoked by oneself', async () => {
    const other = await app.person(home, 'READER', { administrator: true });

    for (const person of [other, administrator]) {
      expect((await revoke(person, person.membershipId)).userErrors).toMatchObject([
        { code: 'FORBIDDEN', field: ['id'] },
      ]);
    }
    expect((await revoke(administrator, other.membershipId)).userErrors).toEqual([]);
  });

  test.each(['READER', 'PUBLISHER'] as const)(
    'can be made findable, and not, by a plain %s',
    async (role) => {
      const person = await app.person(home, role);

      expect((await change(person, person.membershipId, { findable: true })).membership.findable).toBe(true);
      expect((await change(person, person.membershipId, { findable: false })).membership.findable).toBe(
        false,
      );
    },
  );
});

describe('somebody else’s membership', () => {
  test('is FORBIDDEN to a colleague who is no administrator, who can see it', async () => {
    const colleague = await app.person(home, 'PUBLISHER');
    const target = await app.person(home, 'READER');

    for (const values of [{ role: 'CONTRIBUTOR' }, { findable: true }, {}]) {
      expect((await change(colleague, target.membershipId, values)).userErrors).toMatchObject([
        { code: 'FORBIDDEN' },
      ]);
    }
    expect((await revoke(colleague, target.membershipId)).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
  });

  test('is FORBIDDEN to an outsider who sees it as a contact point', async () => {
    const contact = await app.person(home, 'READER', { findable: true });

    expect((await revoke(stranger, contact.membershipId)).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect((await change(stranger, contact.membershipId, { role: 'PUBLISHER' })).userErrors).toMatchObject([
      { code: 'FORBIDDEN' },
    ]);
  });

  test('is NOT_FOUND to an outsider who does not see it, exactly as one that does not exist', async () => {
    const hidden = await app.person(home, 'READER');

    const missing = await revoke(stranger, UNKNOWN);
    expect(missing).toEqual({
      membership: null,
      userErrors: [{ code: 'NOT_FOUND', message: expect.any(String), field: ['id'] }],
    });
    expect(await revoke(stranger, hidden.membershipId)).toEqual(missing);
    expect(await revoke(stranger, 'no-id')).toEqual(missing);
    expect(await change(stranger, hidden.membershipId, { role: 'READER' })).toEqual(missing);
    expect(await change(stranger, UNKNOWN, { role: 'READER' })).toEqual(missing);
  });

  test('is NOT_FOUND to an outsider once the contact point has expired', async () => {
    const contact = await app.person(home, 'READER', { findable: true });
    const validUntil = new Date(app.clock.now().getTime() - 1_000).toISOString();
    await administrator.client.ask(
      'mutation($id: ID!, $t: DateTime) { membershipChange(id: $id, validUntil: $t) { userErrors { code } } }',
      { id: contact.membershipId, t: validUntil },
    );

    expect((await revoke(stranger, contact.membershipId)).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  test('is NOT_FOUND to an outsider once the institution of the contact point is suspended', async () => {
    const frozen = await app.institution();
    const contact = await app.person(frozen, 'READER', { findable: true });
    expect((await revoke(stranger, contact.membershipId)).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);

    await app.app.get(InstitutionsService).setStatus(frozen.slug, 'SUSPENDED');

    expect((await revoke(stranger, contact.membershipId)).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  test('is NOT_FOUND to a colleague once revoked, who no longer sees it', async () => {
    const colleague = await app.person(home, 'PUBLISHER');
    const gone = await app.person(home, 'READER');
    await revoke(administrator, gone.membershipId);

    expect((await change(colleague, gone.membershipId, { role: 'READER' })).userErrors).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
  });
});

describe('revoking', () => {
  test('leaves the same token nothing on the very next request', async () => {
    const person = await app.person(home, 'CONTRIBUTOR');
    const { documentCreate } = await person.client.ask(CREATE, { input: DRAFT });
    const read = (): Promise<any> =>
      person.client.ask(
        `query($id: ID!) { document(id: $id) { id } documents { edges { cursor } } search(query: "") { total }
           institutions { edges { cursor } } sharingGroups { id } viewer { memberships { id } } }`,
        { id: documentCreate.document.id },
      );
    expect((await read()).document).toEqual({ id: documentCreate.document.id });

    const { membership, userErrors } = await revoke(administrator, person.membershipId);

    expect(userErrors).toEqual([]);
    expect(membership).toEqual({ id: person.membershipId, status: 'REVOKED' });
    expect(await read()).toEqual({
      ...{ document: null, documents: { edges: [] }, search: { total: 0 }, institutions: { edges: [] } },
      ...{ sharingGroups: [], viewer: { memberships: [] } },
    });
    const answer = await person.client.send(CREATE, { input: DRAFT });
    expect(answer.errors.map((error) => error.extensions.code)).toEqual(['FORBIDDEN']);
  });

  test('twice changes nothing more', async () => {
    const person = await app.person(home, 'READER');
    await revoke(administrator, person.membershipId);

    expect((await revoke(administrator, person.membershipId)).userErrors).toEqual([]);
  });

  test('by an administrator who was revoked a moment ago fails', async () => {
    const other = await app.person(home, 'READER', { administrator: true });
    const target = await app.person(home, 'READER');
    await revoke(administrator, other.membershipId);

    const answer = await other.client.send(REVOKE, { id: target.membershipId });

    expect(answer.errors.map((error) => error.extensions.code)).toEqual(['FORBIDDEN']);
  });
});
