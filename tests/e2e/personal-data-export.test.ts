import { AccountErasure, AccountExports, TokensService } from '#identity';
import { follow } from '../support/following.ts';
import { mutate, Publisher } from '../support/publishing.ts';
import { TestApp, type Person } from '../support/test-app.ts';
import { rowsOf, trailOf } from '../unit/support/database.ts';

const EXPORT = '{ accountExport { json complete } }';
const ERRORS = 'userErrors { code message field }';

let app: TestApp;
let owner: Publisher;

beforeAll(async () => {
  app = await TestApp.start();
  owner = await Publisher.of(app);
});
afterAll(() => app.stop());

async function exported(person: Person): Promise<any> {
  const { accountExport } = await person.client.ask(EXPORT);
  expect(accountExport.complete).toBe(true);
  return JSON.parse(accountExport.json);
}

test('has everything that is kept of somebody', async () => {
  const author = await app.person(owner.institution, 'PUBLISHER');
  await follow(author, { topic: 'kept' });
  const other = await owner.publish({ title: 'Theirs', topics: ['kept'], sharing: { level: 'INSTITUTION' } });
  await app.tell();
  const input = { title: 'Mine', summary: 'S', body: 'B', details: { guidance: {} } };
  const mine = await mutate(
    author.client,
    `mutation($input: DocumentCreateInput!) { documentCreate(input: $input) { document { id } ${ERRORS} } }`,
    { input },
  );
  const reviewed = await owner.draft({ sharing: { level: 'INSTITUTION' } });
  const on = (client: Person['client'], call: string): Promise<unknown> =>
    mutate(client, `mutation($id: ID!) { ${call} { document { id } ${ERRORS} } }`, { id: reviewed });
  await on(owner.author.client, 'documentSubmit(id: $id)');
  await on(author.client, 'documentReview(id: $id, decision: REQUEST_CHANGES, comment: "Say more")');
  await mutate(author.client, `mutation { feedTokenCreate { feedToken { id } ${ERRORS} } }`, {});

  const all = await exported(author);
  expect(all.account).toMatchObject([{ id: author.userId, email: author.email }]);
  expect(all.memberships).toMatchObject([{ institution: owner.institution.slug, role: 'PUBLISHER' }]);
  expect(all.apiTokens).toHaveLength(1);
  expect(all.documents).toMatchObject([{ id: mine.id, title: 'Mine', author: true }]);
  expect(all.versions).toMatchObject([{ documentId: mine.id, number: 1 }]);
  expect(all.reviews).toMatchObject([{ documentId: reviewed, comment: 'Say more' }]);
  expect(all.follows).toMatchObject([{ kind: 'TOPIC', target: 'kept' }]);
  expect(all.notifications).toMatchObject([{ documentId: other, event: 'PUBLISHED' }]);
  expect(all.feedTokens).toHaveLength(1);
  const events = all.trail.map(({ event }: { event: string }) => event);
  for (const event of ['user.created', 'membership.granted', 'document.created', 'account.exported'])
    expect(events).toContain(event);
  expect(Object.keys(all)).toEqual(app.app.get(AccountExports).parts);
});

test('has no secret in it, nor anybody else', async () => {
  const person = await app.person(owner.institution, 'READER');
  await mutate(person.client, `mutation { feedTokenCreate { feedToken { id } ${ERRORS} } }`, {});
  const text = JSON.stringify(await exported(person));
  const secrets = await rowsOf<{ hash: Buffer }>(
    app.databaseUrl,
    'SELECT hash FROM api_tokens WHERE user_id = $1 UNION ALL SELECT hash FROM feed_tokens WHERE user_id = $1',
    [person.userId],
  );
  expect(secrets).toHaveLength(2);
  expect(text).not.toContain(person.token);
  for (const { hash } of secrets)
    for (const encoding of ['hex', 'base64'] as const) expect(text).not.toContain(hash.toString(encoding));
  for (const other of [owner.author, owner.reviewer, owner.publisher]) {
    expect(text).not.toContain(other.email);
    expect(text).not.toContain(other.userId);
  }
});

test('names own documents only as long as they may be read', async () => {
  const author = await app.person(owner.institution, 'CONTRIBUTOR');
  const administrator = await app.person(owner.institution, 'READER', { administrator: true });
  const elsewhere = await app.institution();
  await app.join(author.userId, elsewhere, 'READER');
  const client = app.anonymous.as(author.token, owner.institution.slug);
  const { id } = await mutate(
    client,
    `mutation($input: DocumentCreateInput!) { documentCreate(input: $input) { document { id } ${ERRORS} } }`,
    { input: { title: 'Quokkarium', summary: 'S', body: 'B', details: { guidance: {} } } },
  );
  expect((await exported(author)).documents).toMatchObject([{ id, title: 'Quokkarium' }]);
  await mutate(
    administrator.client,
    `mutation($id: ID!) { membershipRevoke(id: $id) { membership { id } ${ERRORS} } }`,
    { id: author.membershipId },
  );
  const after = await exported(author);
  expect([after.documents, after.versions]).toEqual([[], []]);
  expect(JSON.stringify(after)).not.toContain('Quokkarium');
});

test('is for oneself and with the whole account, and stands in the trail', async () => {
  const person = await app.person(owner.institution, 'READER');
  const { token } = await app.app
    .get(TokensService)
    .create(person.userId, { institutionId: owner.institution.id });
  const { errors } = await app.anonymous.as(token).send(EXPORT);
  expect(errors.map((error) => error.extensions.code)).toEqual(['FORBIDDEN']);
  expect((await app.anonymous.send(EXPORT)).errors.map((error) => error.extensions.code)).toEqual([
    'UNAUTHENTICATED',
  ]);
  await exported(person);
  const lines = await trailOf(app.databaseUrl, person.userId);
  expect(lines.at(-1)).toMatchObject({ event: 'account.exported', userId: person.userId });
});

test('says so when a part is too long for an answer, and reads on in batches for the operator', async () => {
  const person = await app.person(owner.institution, 'READER');
  const many = 1_750;
  await rowsOf(
    app.databaseUrl,
    `INSERT INTO follows (id, user_id, kind, target, created_at)
     SELECT gen_random_uuid(), $1, 'TOPIC', 'topic ' || n, now() FROM generate_series(1, $2::int) AS n`,
    [person.userId, many],
  );
  const { accountExport } = await person.client.ask(EXPORT);
  expect(accountExport.complete).toBe(false);
  expect(JSON.parse(accountExport.json).follows).toHaveLength(1_000);
  const targets = new Set<unknown>();
  for await (const { part, row } of app.app.get(AccountExports).read(person.userId, null))
    if (part === 'follows') targets.add((row as { target: string }).target);
  expect(targets.size).toBe(many);
  await rowsOf(app.databaseUrl, `DELETE FROM follows WHERE user_id = $1 AND target > 'topic 1000'`, [
    person.userId,
  ]);
  // What is left over when nobody reads to the end is given back.
  for await (const _row of app.app.get(AccountExports).read(person.userId, null)) break;
  await app.app.get(AccountErasure).erase(person.userId, null);
});
