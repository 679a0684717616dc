import { TestApp, type Person } from '../support/test-app.ts';
import { rowsOf } from '../unit/support/database.ts';

const INVITE = `mutation($institutionId: ID!, $email: String!, $role: Role!, $validUntil: DateTime) {
  membershipInvite(institutionId: $institutionId, email: $email, role: $role, validUntil: $validUntil) {
    membership { id status } userErrors { code }
  }
}`;
const CHANGE = `mutation($id: ID!, $validUntil: DateTime) {
  membershipChange(id: $id, validUntil: $validUntil) { membership { validUntil } userErrors { code field } }
}`;
const REVOKE = 'mutation($id: ID!) { membershipRevoke(id: $id) { userErrors { code } } }';
const TITLE = 'query($id: ID!) { document(id: $id) { title } }';
const HOUR = 3_600_000;

let app: TestApp;
let home: { id: string; slug: string };
let administrator: Person;
let publisher: Person;

beforeAll(async () => {
  app = await TestApp.start();
  home = await app.institution();
  administrator = await app.person(home, 'READER', { administrator: true });
  publisher = await app.person(home, 'PUBLISHER');
});
afterAll(() => app.stop());

/** A published document of the publisher, who needs no second person for these levels. */
async function published(sharing: object): Promise<string> {
  const { documentCreate } = await publisher.client.ask(
    'mutation($input: DocumentCreateInput!) { documentCreate(input: $input) { document { id } userErrors { code } } }',
    { input: { title: 'A note', summary: 'In short', body: '', details: { guidance: {} }, sharing } },
  );
  const { documentPublish } = await publisher.client.ask(
    'mutation($id: ID!) { documentPublish(id: $id, expectedVersion: 1) { userErrors { code } } }',
    { id: documentCreate.document.id },
  );
  expect(documentPublish.userErrors).toEqual([]);
  return documentCreate.document.id;
}

async function reads(person: Person, id: string): Promise<boolean> {
  return (await person.client.ask(TITLE, { id })).document !== null;
}

const inOneHour = (): string => new Date(app.clock.now().getTime() + HOUR).toISOString();

describe('invited again after a revocation', () => {
  test('a person gets a new membership; the old one stays revoked', async () => {
    const person = await app.person(home, 'READER');
    await administrator.client.ask(REVOKE, { id: person.membershipId });

    const { membershipInvite } = await administrator.client.ask(INVITE, {
      ...{ institutionId: home.id, email: person.email, role: 'REVIEWER' },
    });

    expect(membershipInvite).toMatchObject({ membership: { status: 'ACTIVE' }, userErrors: [] });
    expect(membershipInvite.membership.id).not.toBe(person.membershipId);
    const rows = await rowsOf<{ id: string; role: string; status: string }>(
      app.databaseUrl,
      'SELECT id, role, status FROM memberships WHERE user_id = $1 ORDER BY created_at',
      [person.userId],
    );
    expect(rows).toEqual([
      { id: person.membershipId, role: 'READER', status: 'REVOKED' },
      { id: membershipInvite.membership.id, role: 'REVIEWER', status: 'ACTIVE' },
    ]);
  });

  test('nothing once shared by name comes back, what the institution reads does', async () => {
    const person = await app.person(home, 'READER');
    const named = await published({ level: 'NAMED', membershipIds: [person.membershipId] });
    const common = await published({ level: 'INSTITUTION' });
    expect([await reads(person, named), await reads(person, common)]).toEqual([true, true]);

    await administrator.client.ask(REVOKE, { id: person.membershipId });
    expect([await reads(person, named), await reads(person, common)]).toEqual([false, false]);

    await administrator.client.ask(INVITE, {
      institutionId: home.id,
      email: person.email,
      role: 'PUBLISHER',
    });
    expect([await reads(person, named), await reads(person, common)]).toEqual([false, true]);
  });

  test('a revoked membership cannot be named in a sharing any more', async () => {
    const person = await app.person(home, 'READER');
    await administrator.client.ask(REVOKE, { id: person.membershipId });

    const { documentCreate } = await publisher.client.ask(
      'mutation($input: DocumentCreateInput!) { documentCreate(input: $input) { document { id } userErrors { code field } } }',
      {
        input: {
          ...{ title: 'A note', summary: 'In short', body: '', details: { guidance: {} } },
          sharing: { level: 'NAMED', membershipIds: [person.membershipId] },
        },
      },
    );

    expect(documentCreate).toEqual({
      document: null,
      userErrors: [{ code: 'INVALID', field: ['input', 'sharing', 'membershipIds'] }],
    });
  });
});

describe('a membership with an end', () => {
  test('counts until then and not any more, for the same token', async () => {
    const person = await app.person(home, 'READER');
    const document = await published({ level: 'INSTITUTION' });
    const { membershipChange } = await administrator.client.ask(CHANGE, {
      ...{ id: person.membershipId, validUntil: inOneHour() },
    });
    expect(membershipChange.userErrors).toEqual([]);

    app.clock.advance(HOUR - 60_000);
    expect(await reads(person, document)).toBe(true);
    app.clock.advance(120_000);
    expect(await reads(person, document)).toBe(false);

    const { viewer } = await person.client.ask('{ viewer { memberships { id status validUntil } } }');
    expect(viewer.memberships).toEqual([
      { id: person.membershipId, status: 'ACTIVE', validUntil: membershipChange.membership.validUntil },
    ]);
    const answer = await person.client.send(REVOKE, { id: administrator.membershipId });
    expect(answer.errors.map((error) => error.extensions.code)).toEqual(['FORBIDDEN']);
  });

  test('can be prolonged, and its end lifted with null but not by leaving it out', async () => {
    const person = await app.person(home, 'READER');
    const document = await published({ level: 'INSTITUTION' });
    await administrator.client.ask(CHANGE, { id: person.membershipId, validUntil: inOneHour() });
    app.clock.advance(2 * HOUR);
    expect(await reads(person, document)).toBe(false);

    await administrator.client.ask(CHANGE, { id: person.membershipId, validUntil: inOneHour() });
    expect(await reads(person, document)).toBe(true);
    await administrator.client.ask(CHANGE, { id: person.membershipId });
    app.clock.advance(2 * HOUR);
    expect(await reads(person, document)).toBe(false);

    const { membershipChange } = await administrator.client.ask(CHANGE, {
      id: person.membershipId,
      validUntil: null,
    });
    expect(membershipChange).toEqual({ membership: { validUntil: null }, userErrors: [] });
    app.clock.advance(1_000 * 24 * HOUR);
    expect(await reads(person, document)).toBe(true);
  });

  test('cannot be prolonged by its holder', async () => {
    const person = await app.person(home, 'READER', { administrator: true });
    await administrator.client.ask(CHANGE, { id: person.membershipId, validUntil: inOneHour() });

    for (const validUntil of [null, new Date(app.clock.now().getTime() + 9 * HOUR).toISOString()]) {
      const { membershipChange } = await person.client.ask(CHANGE, { id: person.membershipId, validUntil });
      expect(membershipChange).toEqual({
        membership: null,
        userErrors: [{ code: 'FORBIDDEN', field: ['id'] }],
      });
    }
  });

  test('invited with it ends all the same', async () => {
    const person = await app.person(await app.institution(), 'READER');
    const document = await published({ level: 'INSTITUTION' });
    await administrator.client.ask(INVITE, {
      ...{ institutionId: home.id, email: person.email, role: 'READER', validUntil: inOneHour() },
    });
    expect(await reads(person, document)).toBe(true);

    app.clock.advance(2 * HOUR);

    expect(await reads(person, document)).toBe(false);
  });

  test('an administrator whose time is over administers no more', async () => {
    const person = await app.person(home, 'READER', { administrator: true });
    const target = await app.person(home, 'READER');
    await administrator.client.ask(CHANGE, { id: person.membershipId, validUntil: inOneHour() });
    app.clock.advance(2 * HOUR);

    const answer = await person.client.send(REVOKE, { id: target.membershipId });

    expect(answer.errors.map((error) => error.extensions.code)).toEqual(['FORBIDDEN']);
    expect(
      (await target.client.ask('{ viewer { memberships { status } } }')).viewer.memberships,
    ).toHaveLength(1);
  });
});
