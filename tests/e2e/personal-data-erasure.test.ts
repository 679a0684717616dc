import { AccountErasure, Accounts, TokensService } from '#identity';
import { Refusal } from '#kernel';
import { follow } from '../support/following.ts';
import { Mailbox } from '../support/mailbox.ts';
import { mutate, Publisher, refusal } from '../support/publishing.ts';
import { TestApp, type Person } from '../support/test-app.ts';
import { rowsOf, storedContents, trailOf } from '../unit/support/database.ts';

const ERRORS = 'userErrors { code message field }';
const ERASE = `mutation($confirm: String!) { accountErase(confirm: $confirm) { erasedId ${ERRORS} } }`;
const INVITE = `mutation($id: ID!, $email: String!) {
  membershipInvite(institutionId: $id, email: $email, role: READER) { membership { id user { id } } ${ERRORS} } }`;
const READ = `query($id: ID!) { document(id: $id) { title author { id name email }
  sharing { members { user { name email } } } } }`;

let app: TestApp;
let mailbox: Mailbox;
let owner: Publisher;
let administrator: Person;

beforeAll(async () => {
  mailbox = await Mailbox.open();
  app = await TestApp.start({ SMTP_URL: mailbox.url, MAIL_FROM: 'Precedent <notices@precedent.example>' });
  owner = await Publisher.of(app);
  administrator = await app.person(owner.institution, 'PUBLISHER', { administrator: true });
});
afterAll(async () => {
  await app.stop();
  await mailbox.close();
});

/** Somebody of whom something is kept wherever something can be. */
async function busyPerson(): Promise<Person> {
  const person = await app.person(owner.institution, 'CONTRIBUTOR');
  await follow(person, { topic: 'busy' });
  await owner.publish({ topics: ['busy'], sharing: { level: 'INSTITUTION' } });
  await app.tell();
  const run = (query: string): Promise<unknown> => mutate(person.client, query, {});
  await run(`mutation { feedTokenCreate { feedToken { id } ${ERRORS} } }`);
  await run(
    `mutation { notificationSettingsChange(email: DAILY) { notificationSettings { email } ${ERRORS} } }`,
  );
  await app.app.get(TokensService).keepForDemonstration(person.userId, 'kept');
  return person;
}

/** Rows with the id, in columns whose rows are deleted. */
async function left(userId: string): Promise<Record<string, number>> {
  const tables = [
    ...['api_tokens', 'demonstration_tokens', 'follows', 'notifications', 'mail_preferences', 'feed_tokens'],
  ];
  const counted = tables.map(async (table): Promise<[string, number]> => {
    const rows = await rowsOf(app.databaseUrl, `SELECT 1 FROM ${table} WHERE user_id = $1`, [userId]);
    return [table, rows.length];
  });
  return Object.fromEntries(await Promise.all(counted));
}

const erase = (person: Person): Promise<void> => app.app.get(AccountErasure).erase(person.userId, null);

test('deletes what is somebody’s own, and leaves an account without a name', async () => {
  const person = await busyPerson();
  expect(Object.values(await left(person.userId)).every((count) => count > 0)).toBe(true);
  const { accountErase } = await person.client.ask(ERASE, { confirm: ` ${person.email.toUpperCase()} ` });
  expect(accountErase).toEqual({ erasedId: person.userId, userErrors: [] });
  expect(Object.values(await left(person.userId)).every((count) => count === 0)).toBe(true);
  const [user] = await rowsOf(
    app.databaseUrl,
    'SELECT name, email, verified_at, operator FROM users WHERE id = $1',
    [person.userId],
  );
  expect(user).toEqual({ name: 'Former member', email: null, verified_at: null, operator: false });
  const everything = await rowsOf<{ all: string }>(
    app.databaseUrl,
    `SELECT string_agg(query_to_xml(format('SELECT * FROM %I', tablename), true, false, '')::text, '') AS all
     FROM pg_tables WHERE schemaname = 'public'`,
  );
  expect(everything[0]!.all).not.toContain(person.email);
  expect(everything[0]!.all).toContain(administrator.email);
});

test('ends signing in at the next request, for good', async () => {
  const person = await busyPerson();
  expect((await person.client.send('{ viewer { user { id } } }')).errors).toEqual([]);
  await erase(person);
  const { errors } = await person.client.send('{ viewer { user { id } } }');
  expect(errors.map((error) => error.extensions.code)).toEqual(['UNAUTHENTICATED']);
  await expect(app.app.get(TokensService).create(person.userId)).rejects.toBeInstanceOf(Refusal);
  await expect(app.app.get(Accounts).getByEmail(person.email)).rejects.toBeInstanceOf(Refusal);
  // Not even a token that was left over would let anybody in.
  await rowsOf(
    app.databaseUrl,
    `INSERT INTO api_tokens (id, user_id, hash, created_at) SELECT gen_random_uuid(), $1, sha256($2::bytea), now()`,
    [person.userId, person.token],
  );
  expect((await person.client.send('{ viewer { user { id } } }')).errors).toHaveLength(1);
});

test('leaves what was written, by a former member', async () => {
  const [named, colleague] = [await Publisher.of(app), await app.person(owner.institution, 'READER')];
  const membershipIds = [named.author.membershipId, colleague.membershipId];
  const byPerson = await named.publish({ title: 'By someone', sharing: { level: 'INSTITUTION' } });
  const listing = await owner.draft({ sharing: { level: 'NAMED', membershipIds } });
  await erase(named.author);
  const former = { id: named.author.userId, name: 'Former member', email: null };
  expect((await named.publisher.client.ask(READ, { id: byPerson })).document).toMatchObject({
    ...{ title: 'By someone', author: former },
  });
  // Others on a list that names the person keep what they had.
  const { document } = await owner.author.client.ask(READ, { id: listing });
  expect(document.sharing.members.map(({ user }: any) => user.email).sort()).toEqual([null, colleague.email]);
  const line = (await trailOf(app.databaseUrl, byPerson)).find(({ event }) => event === 'document.created');
  expect(line!.userId).toBe(named.author.userId);
});

test('revokes memberships, and says so in the trail of each institution', async () => {
  const person = await app.person(owner.institution, 'READER');
  const elsewhere = await app.institution();
  const second = await app.join(person.userId, elsewhere, 'REVIEWER', { findable: true });
  await erase(person);
  for (const [id, institutionId] of [
    [person.membershipId, owner.institution.id],
    [second, elsewhere.id],
  ] as const) {
    const lines = await trailOf(app.databaseUrl, id);
    expect(lines.at(-1)).toMatchObject({ event: 'membership.revoked', userId: null, institutionId });
  }
  const rows = await rowsOf(
    app.databaseUrl,
    'SELECT DISTINCT status, findable FROM memberships WHERE user_id = $1',
    [person.userId],
  );
  expect(rows).toEqual([{ status: 'REVOKED', findable: false }]);
  const account = await trailOf(app.databaseUrl, person.userId);
  expect(account.at(-1)).toMatchObject({ event: 'account.erased', subjectType: 'account', userId: null });
});

test('is refused to the last administrator, who then hands over', async () => {
  const institution = await app.institution();
  const last = await app.person(institution, 'PUBLISHER', { administrator: true });
  await app.join(last.userId, owner.institution, 'READER');
  await follow(last, { topic: 'kept' });
  const before = await storedContents(app.databaseUrl);
  const { accountErase } = await last.client.ask(ERASE, { confirm: last.email });
  expect(accountErase).toMatchObject({ erasedId: null, userErrors: [{ code: 'STATE' }] });
  expect(accountErase.userErrors[0].message).toContain(institution.slug);
  await expect(erase(last)).rejects.toBeInstanceOf(Refusal);
  expect(await storedContents(app.databaseUrl)).toEqual(before);
  await app.person(institution, 'READER', { administrator: true });
  expect(await refusal(last.client, ERASE, { confirm: last.email })).toEqual([]);
});

test('two administrators who leave at the same moment do not both leave', async () => {
  for (let time = 0; time < 5; time += 1) {
    const institution = await app.institution();
    const both = [
      await app.person(institution, 'READER', { administrator: true }),
      await app.person(institution, 'READER', { administrator: true }),
    ];
    const outcomes = await Promise.allSettled(both.map(erase));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const rejected = outcomes.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(rejected.reason).toBeInstanceOf(Refusal);
  }
});

test('needs the own address, and a token for the whole account', async () => {
  const person = await app.person(owner.institution, 'READER');
  const before = await storedContents(app.databaseUrl);
  for (const confirm of ['', 'yes', administrator.email])
    expect(await refusal(person.client, ERASE, { confirm })).toEqual(['INVALID']);
  expect(await storedContents(app.databaseUrl)).toEqual(before);
  const tokens = app.app.get(TokensService);
  const bound = await tokens.create(person.userId, { institutionId: owner.institution.id });
  const reading = await tokens.create(person.userId, { scopes: ['read', 'write'] });
  for (const { token } of [bound, reading]) {
    const { errors } = await app.anonymous.as(token).send(ERASE, { confirm: person.email });
    expect(errors.map((error) => error.extensions.code)).toEqual(['FORBIDDEN']);
  }
  expect((await app.anonymous.send(ERASE, { confirm: person.email })).errors).toHaveLength(1);
  expect((await person.client.ask('{ viewer { user { name } } }')).viewer.user.name).not.toBe(
    'Former member',
  );
});

test('a second time changes nothing', async () => {
  const person = await busyPerson();
  await erase(person);
  const before = await storedContents(app.databaseUrl);
  await erase(person);
  expect(await storedContents(app.databaseUrl)).toEqual(before);
});

test('a later invitation to the same address makes a new account, which has nothing of the old one', async () => {
  const person = await busyPerson();
  const listed = await owner.draft({ sharing: { level: 'NAMED', membershipIds: [person.membershipId] } });
  await erase(person);
  const membership = await mutate(administrator.client, INVITE, {
    ...{ id: owner.institution.id, email: person.email },
  });
  expect(membership.user.id).not.toBe(person.userId);
  const again = await app.app.get(Accounts).create({ email: person.email, name: 'The same person' });
  const { token } = await app.app.get(TokensService).create(again.id);
  const client = app.anonymous.as(token);
  expect((await client.ask(READ, { id: listed })).document).toBeNull();
  const { notifications, following } = await client.ask(
    '{ notifications { edges { cursor } } following { edges { cursor } } }',
  );
  expect([notifications.edges, following.edges]).toEqual([[], []]);
});

test('a mail that waits for somebody who is erased is not sent', async () => {
  const person = await busyPerson();
  await erase(person);
  app.clock.advance(2 * 86_400_000);
  await app.tell();
  expect(mailbox.to(person.email)).toEqual([]);
});
