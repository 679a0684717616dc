import { mutate } from '../support/publishing.ts';
import { TestApp } from '../support/test-app.ts';
import { rowsOf } from '../unit/support/database.ts';

const TOKEN =
  'mutation($id: ID) { apiTokenCreate(institutionId: $id) { apiToken { id } userErrors { code } } }';
const ACCEPT =
  'mutation($id: ID!) { sharingGroupAccept(id: $id) { sharingGroup { id } userErrors { code } } }';
const ADD =
  'mutation($id: ID!, $to: ID!) { sharingGroupAdd(id: $id, institutionId: $to) { sharingGroup { id } userErrors { code } } }';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

const trail = (subjectId: string): Promise<object[]> =>
  rowsOf(
    app.databaseUrl,
    `SELECT event, institution_id AS "institutionId", user_id AS "userId", origin FROM audit_events
     WHERE subject_id = $1 ORDER BY event, institution_id`,
    [subjectId],
  );

test('a token that works for all of a person’s institutions stands in the trail of each, a bound one in one', async () => {
  const [one, two] = [await app.institution(), await app.institution()];
  const person = await app.person(one, 'READER');
  const token = (variables: object): Promise<string> =>
    person.client.ask(TOKEN, variables).then(({ apiTokenCreate }) => apiTokenCreate.apiToken.id as string);
  const row = (institutionId: string): object => ({
    ...{ event: 'api_token.created', institutionId, userId: person.userId, origin: '127.0.0.1' },
  });
  expect(await trail(await token({}))).toEqual([row(one.id)]);
  await app.join(person.userId, two, 'READER');
  expect(await trail(await token({}))).toEqual([one.id, two.id].sort().map(row));
  expect(await trail(await token({ id: two.id }))).toEqual([row(two.id)]);
});

test('who accepted an invitation into a group is for the auditors of the institution that was invited', async () => {
  const [owner, guest] = [await app.institution(), await app.institution()];
  const inviting = await app.person(owner, 'READER', { administrator: true });
  const invited = await app.person(guest, 'READER', { administrator: true });
  const id = await app.group('Circle', owner, []);
  await mutate(inviting.client, ADD, { id, to: guest.id });
  await mutate(invited.client, ACCEPT, { id });
  const rows = await trail(id);
  expect(rows).toHaveLength(4);
  expect(rows).toEqual(
    expect.arrayContaining([
      {
        event: 'sharing_group.accepted',
        institutionId: guest.id,
        userId: invited.userId,
        origin: '127.0.0.1',
      },
      { event: 'sharing_group.accepted', institutionId: owner.id, userId: null, origin: null },
      {
        event: 'sharing_group.invited',
        institutionId: owner.id,
        userId: inviting.userId,
        origin: '127.0.0.1',
      },
    ]),
  );
});
