import { TestApp, type Person } from '../support/test-app.ts';
import { rowsOf, storedContents, trailOf, transactionOf } from '../unit/support/database.ts';

const INVITE = `mutation($institutionId: ID!, $email: String!) {
  membershipInvite(institutionId: $institutionId, email: $email, name: "Grace Hopper", role: REVIEWER, administrator: true) {
    membership { id user { id } } userErrors { code }
  }
}`;
const CHANGE = `mutation($id: ID!, $role: Role, $findable: Boolean) {
  membershipChange(id: $id, role: $role, findable: $findable) { membership { id } userErrors { code } }
}`;
const REVOKE = 'mutation($id: ID!) { membershipRevoke(id: $id) { membership { id } userErrors { code } } }';

let app: TestApp;
let home: { id: string; slug: string };
let administrator: Person;

beforeAll(async () => {
  app = await TestApp.start();
  home = await app.institution();
  administrator = await app.person(home, 'READER', { administrator: true });
});
afterAll(() => app.stop());

describe('the trail', () => {
  test('notes an invitation, in the transaction that made it, without name or address', async () => {
    const { membershipInvite } = await administrator.client.ask(INVITE, {
      ...{ institutionId: home.id, email: 'grace@example.org' },
    });
    const { id, user } = membershipInvite.membership;

    const [granted, ...more] = await trailOf(app.databaseUrl, id);
    expect(more).toEqual([]);
    expect(granted).toMatchObject({
      ...{ event: 'membership.granted', userId: administrator.userId, institutionId: home.id },
      ...{ subjectType: 'membership', details: { role: 'REVIEWER', administrator: true, status: 'INVITED' } },
    });
    expect(granted!.transaction).toBe(await transactionOf(app.databaseUrl, 'memberships', id));
    const [invited] = await trailOf(app.databaseUrl, user.id);
    expect(invited).toMatchObject({ event: 'user.invited', transaction: granted!.transaction });
    expect(JSON.stringify([granted, invited])).not.toMatch(/grace/i);
  });

  test('notes a change with what was changed, and a revocation, each with its transaction', async () => {
    const person = await app.person(home, 'READER');

    await administrator.client.ask(CHANGE, { id: person.membershipId, role: 'REVIEWER' });
    const afterChange = await transactionOf(app.databaseUrl, 'memberships', person.membershipId);
    await administrator.client.ask(REVOKE, { id: person.membershipId });
    const afterRevocation = await transactionOf(app.databaseUrl, 'memberships', person.membershipId);

    const [granted, changed, revoked, ...more] = await trailOf(app.databaseUrl, person.membershipId);
    expect(more).toEqual([]);
    expect(granted).toMatchObject({ event: 'membership.granted', userId: null });
    expect(changed).toMatchObject({
      ...{ event: 'membership.changed', userId: administrator.userId, institutionId: home.id },
      ...{ details: { role: 'REVIEWER' }, transaction: afterChange },
    });
    expect(revoked).toMatchObject({
      ...{ event: 'membership.revoked', userId: administrator.userId, institutionId: home.id },
      transaction: afterRevocation,
    });
  });

  test('notes it when someone becomes findable', async () => {
    const person = await app.person(home, 'READER');

    await person.client.ask(CHANGE, { id: person.membershipId, findable: true });

    expect((await trailOf(app.databaseUrl, person.membershipId)).at(-1)).toMatchObject({
      ...{ event: 'membership.changed', userId: person.userId, details: { findable: true } },
    });
  });

  test('notes the coming and going of a sharing group’s institutions, with the transaction', async () => {
    const guest = await app.institution();
    const guestAdmin = await app.person(guest, 'READER', { administrator: true });
    const { sharingGroupCreate } = await administrator.client.ask(
      'mutation { sharingGroupCreate(name: "Secret circle") { sharingGroup { id } } }',
    );
    const variables = { id: sharingGroupCreate.sharingGroup.id, institutionId: guest.id };
    const both = '($id: ID!, $institutionId: ID!)';
    const onMember = async (): Promise<string | undefined> => {
      const rows = await rowsOf<{ xid: string }>(
        app.databaseUrl,
        'SELECT xmin::text AS xid FROM sharing_group_members WHERE group_id = $1',
        [variables.id],
      );
      return rows[0]?.xid;
    };
    await administrator.client.ask(
      `mutation${both} { sharingGroupAdd(id: $id, institutionId: $institutionId) { userErrors { code } } }`,
      variables,
    );
    const added = await onMember();
    await guestAdmin.client.ask(
      'mutation($id: ID!) { sharingGroupAccept(id: $id) { userErrors { code } } }',
      variables,
    );
    const accepted = await onMember();
    await guestAdmin.client.ask(
      `mutation${both} { sharingGroupRemove(id: $id, institutionId: $institutionId) { userErrors { code } } }`,
      variables,
    );
    await administrator.client.ask(
      'mutation($id: ID!) { sharingGroupDelete(id: $id) { userErrors { code } } }',
      variables,
    );

    const lines = await trailOf(app.databaseUrl, variables.id);
    const details = { institutionId: guest.id };
    expect(lines).toMatchObject([
      { event: 'sharing_group.created', userId: administrator.userId, institutionId: home.id },
      { event: 'sharing_group.invited', userId: administrator.userId, details, transaction: added },
      // The guest's auditors see who did it, the owner's only that it was done.
      {
        event: 'sharing_group.accepted',
        userId: guestAdmin.userId,
        institutionId: guest.id,
        details,
        transaction: accepted,
      },
      {
        event: 'sharing_group.accepted',
        userId: null,
        institutionId: home.id,
        details,
        transaction: accepted,
      },
      { event: 'sharing_group.removed', userId: guestAdmin.userId, institutionId: guest.id, details },
      { event: 'sharing_group.removed', userId: null, institutionId: home.id, details },
      { event: 'sharing_group.deleted', userId: administrator.userId, institutionId: home.id },
    ]);
    expect(lines.at(-1)!.transaction).toBe(
      await transactionOf(app.databaseUrl, 'sharing_groups', variables.id),
    );
    expect(JSON.stringify(lines)).not.toContain('Secret circle');
  });

  test('does not change for what is refused, and neither does anything else', async () => {
    const person = await app.person(home, 'PUBLISHER');
    const before = await storedContents(app.databaseUrl);

    const refused = [
      (await person.client.ask(INVITE, { institutionId: home.id, email: 'x@example.org' })).membershipInvite,
      (await administrator.client.ask(INVITE, { institutionId: home.id, email: person.email }))
        .membershipInvite,
      (await person.client.ask(CHANGE, { id: administrator.membershipId, role: 'READER' })).membershipChange,
      (await person.client.ask(CHANGE, { id: person.membershipId, role: 'READER' })).membershipChange,
      (await administrator.client.ask(REVOKE, { id: administrator.membershipId })).membershipRevoke,
      (await administrator.client.ask(REVOKE, { id: 'no-id' })).membershipRevoke,
    ];

    for (const { membership, userErrors } of refused) {
      expect(membership).toBeNull();
      expect(userErrors).toHaveLength(1);
    }
    expect(await storedContents(app.databaseUrl)).toEqual(before);
  });
});

describe('when the trail cannot be written', () => {
  beforeAll(async () => {
    await rowsOf(
      app.databaseUrl,
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'the trail is full'; END $$;
       CREATE TRIGGER refuse BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION refuse()`,
    );
  });
  afterAll(() => rowsOf(app.databaseUrl, 'DROP TRIGGER refuse ON audit_events'));

  test('nothing is written at all, and the answer tells nothing of the reason', async () => {
    const other = await app.institution().catch(() => null);
    expect(other).toBeNull();
    const before = await storedContents(app.databaseUrl);

    const answers = [
      await administrator.client.send(INVITE, { institutionId: home.id, email: 'y@example.org' }),
      await administrator.client.send(CHANGE, { id: administrator.membershipId, findable: true }),
      await administrator.client.send(
        'mutation { sharingGroupCreate(name: "Circle") { userErrors { code } } }',
      ),
      await administrator.client.send('mutation { apiTokenCreate { token userErrors { code } } }'),
    ];

    for (const { errors } of answers) {
      expect(errors.map((error) => error.extensions)).toEqual([{ code: 'INTERNAL_SERVER_ERROR' }]);
      expect(errors[0]!.message).not.toMatch(/trail|refuse|audit|trigger|sql/i);
    }
    expect(await storedContents(app.databaseUrl)).toEqual(before);
  });
});
