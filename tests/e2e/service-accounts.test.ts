import { TokensService } from '#identity';
import { InstitutionsService, MembershipsService } from '#institutions';
import { mutate, refusal } from '../support/publishing.ts';
import { TestApp, type Person } from '../support/test-app.ts';
import { trailOf } from '../unit/support/database.ts';

const ERRORS = 'userErrors { code message field }';
const ACCOUNT = 'id name role scopes suspended membershipId createdBy { id } tokens { id scopes expiresAt }';
const CREATE = `mutation($name: String!, $role: ServiceRole!, $scopes: [ServiceScope!]!) {
  serviceAccountCreate(name: $name, role: $role, scopes: $scopes) { serviceAccount { ${ACCOUNT} } ${ERRORS} } }`;
const TOKEN = `mutation($id: ID!, $scopes: [ServiceScope!], $expiresAt: DateTime) {
  serviceAccountTokenCreate(id: $id, scopes: $scopes, expiresAt: $expiresAt) { token apiToken { id scopes expiresAt institutionId } ${ERRORS} } }`;
const ROTATE = `mutation($id: ID!, $minutes: Int) {
  serviceAccountTokenRotate(id: $id, overlapMinutes: $minutes) { token apiToken { id scopes } ${ERRORS} } }`;
const REVOKE = `mutation($id: ID!) { serviceAccountTokenRevoke(id: $id) { revokedId ${ERRORS} } }`;
const SUSPEND = `mutation($id: ID!) { serviceAccountSuspend(id: $id) { serviceAccount { suspended } ${ERRORS} } }`;
const RESUME = `mutation($id: ID!) { serviceAccountResume(id: $id) { serviceAccount { suspended } ${ERRORS} } }`;
const LIST = `{ serviceAccounts { ${ACCOUNT} } }`;
const VIEWER =
  '{ viewer { user { id name email kind } memberships { institution { slug } role administrator } } }';
const DOCUMENT = { title: 'A note', summary: 'In short', body: 'Text.', details: { guidance: {} } };
const DRAFT = `mutation($input: DocumentCreateInput!) { documentCreate(input: $input) { document { id author { id kind } } ${ERRORS} } }`;
const PROGRAM = { name: 'Program', role: 'CONTRIBUTOR', scopes: ['read', 'write'] };
const MINUTE = 60_000;

let app: TestApp;
let home: { id: string; slug: string };
let administrator: Person;

beforeAll(async () => {
  app = await TestApp.start();
  home = await app.institution();
  administrator = await app.person(home, 'PUBLISHER', { administrator: true });
});
afterAll(() => app.stop());

async function account(variables: object = {}, by = administrator): Promise<any> {
  return mutate(by.client, CREATE, { ...PROGRAM, ...variables });
}
async function tokenOf(
  id: string,
  variables: object = {},
  by = administrator,
): Promise<{ id: string; token: string }> {
  const { serviceAccountTokenCreate } = await by.client.ask(TOKEN, { id, ...variables });
  if (serviceAccountTokenCreate.userErrors.length > 0)
    throw new Error(JSON.stringify(serviceAccountTokenCreate));
  return { id: serviceAccountTokenCreate.apiToken.id, token: serviceAccountTokenCreate.token };
}
async function status(token: string): Promise<number> {
  return (await app.anonymous.as(token).send(VIEWER)).status;
}

test('a service account acts as a member of its institution, and says what it is', async () => {
  const made = await account({ name: 'Nightly export', role: 'READER', scopes: ['read'] });
  expect(made).toMatchObject({
    ...{ name: 'Nightly export', role: 'READER', scopes: ['read'], suspended: false, tokens: [] },
    createdBy: { id: administrator.userId },
  });

  const { token } = await tokenOf(made.id);

  expect((await app.anonymous.as(token).ask(VIEWER)).viewer).toEqual({
    user: { id: made.id, name: 'Nightly export', email: null, kind: 'SERVICE' },
    memberships: [{ institution: { slug: home.slug }, role: 'READER', administrator: false }],
  });
  expect((await trailOf(app.databaseUrl, made.id)).map(({ event }) => event)).toEqual([
    'service_account.created',
  ]);
});

test('it drafts and submits; it approves and publishes nothing', async () => {
  const { id } = await account();
  const client = app.anonymous.as((await tokenOf(id)).token);
  const drafted = await mutate(client, DRAFT, { input: DOCUMENT });
  expect(drafted.author).toEqual({ id, kind: 'SERVICE' });
  const step = (call: string) =>
    refusal(client, `mutation($id: ID!) { ${call} { document { id } ${ERRORS} } }`, { id: drafted.id });

  expect(await step('documentSubmit(id: $id)')).toEqual([]);
  expect(await step('documentReview(id: $id, decision: APPROVE)')).toEqual(['FORBIDDEN']);
  expect(await step('documentPublish(id: $id, expectedVersion: 1)')).toEqual(['FORBIDDEN']);
});

describe('what a service account can never be', () => {
  test.each(['REVIEWER', 'PUBLISHER'])('%s', async (role) => {
    expect((await administrator.client.send(CREATE, { ...PROGRAM, role })).errors.length).toBe(1);
    const { membershipId } = await account();
    const change = `mutation($id: ID!) { membershipChange(id: $id, role: ${role}) { membership { id } ${ERRORS} } }`;
    expect(await refusal(administrator.client, change, { id: membershipId })).toEqual(['INVALID']);
  });

  test.each(['administrator', 'auditor', 'findable'])('%s', async (flag) => {
    const { membershipId } = await account();
    const change = `mutation($id: ID!) { membershipChange(id: $id, ${flag}: true) { membership { id } ${ERRORS} } }`;
    expect(await refusal(administrator.client, change, { id: membershipId })).toEqual(['INVALID']);
  });

  test('a member of another institution, also on the operator’s word', async () => {
    const { id } = await account();
    const away = await app.institution();
    const memberships = app.app.get(MembershipsService);
    for (const [institution, role] of [
      [away, 'READER'],
      [home, 'PUBLISHER'],
    ] as const) {
      await expect(memberships.grant(id, institution.id, { role })).rejects.toMatchObject({
        userErrors: [expect.objectContaining({ code: 'INVALID' })],
      });
    }
  });

  test('somebody who administers, or makes tokens of its own', async () => {
    const { id } = await account();
    const client = app.anonymous.as((await tokenOf(id)).token);
    for (const call of [
      'apiTokenCreate { token userErrors { code } }',
      'feedTokenCreate { atomUrl userErrors { code } }',
      'scimTokenCreate { token userErrors { code } }',
      'serviceAccountCreate(name: "x", role: READER, scopes: [read]) { userErrors { code } }',
      'sharingGroupCreate(name: "x") { userErrors { code } }',
    ]) {
      const { errors } = await client.send(`mutation { ${call} }`);
      expect([call, errors.map(({ extensions }) => extensions.code)]).toEqual([call, ['FORBIDDEN']]);
    }
    for (const scopes of [[], ['administer'], ['read', 'administer']]) {
      await expect(app.app.get(TokensService).create(id, { scopes })).rejects.toMatchObject({
        userErrors: [expect.objectContaining({ code: 'INVALID' })],
      });
    }
  });
});

describe('its tokens', () => {
  test('are narrowed to its scopes', async () => {
    const { id } = await account({ scopes: ['read'] });
    const { serviceAccountTokenCreate } = await administrator.client.ask(TOKEN, { id, scopes: ['write'] });
    expect(serviceAccountTokenCreate).toMatchObject({ token: null, userErrors: [{ code: 'INVALID' }] });

    const { errors } = await app.anonymous.as((await tokenOf(id)).token).send(DRAFT, { input: DOCUMENT });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
  });

  test('rotate: the old one works for as long as was chosen, and not longer than it would have', async () => {
    const { id } = await account();
    const expiresAt = new Date(app.clock.now().getTime() + 40 * MINUTE).toISOString();
    const [lasting, ending] = [await tokenOf(id), await tokenOf(id, { expiresAt })];

    const { serviceAccountTokenRotate } = await administrator.client.ask(ROTATE, {
      id: lasting.id,
      minutes: 30,
    });
    await administrator.client.ask(ROTATE, { id: ending.id, minutes: 60 });

    expect(await status(serviceAccountTokenRotate.token)).toBe(200);
    app.clock.advance(29 * MINUTE);
    expect([await status(lasting.token), await status(ending.token)]).toEqual([200, 200]);
    app.clock.advance(2 * MINUTE);
    expect([await status(lasting.token), await status(ending.token)]).toEqual([401, 200]);
    app.clock.advance(10 * MINUTE);
    expect(await status(ending.token)).toBe(401);
    expect(await status(serviceAccountTokenRotate.token)).toBe(200);
  });

  test('rotate without overlap, and are revoked, with effect on the next request', async () => {
    const { id } = await account();
    const first = await tokenOf(id);
    const { serviceAccountTokenRotate: next } = await administrator.client.ask(ROTATE, {
      id: first.id,
      minutes: 0,
    });
    expect([await status(first.token), await status(next.token)]).toEqual([401, 200]);

    expect(await refusal(administrator.client, REVOKE, { id: next.apiToken.id })).toEqual([]);
    expect(await status(next.token)).toBe(401);
    const { serviceAccounts } = await administrator.client.ask(LIST);
    expect(serviceAccounts.find((one: any) => one.id === id).tokens).toEqual([]);
  });

  test.each([-1, 10_081])('do not rotate with an overlap of %d minutes', async (minutes) => {
    const { id } = await account();
    const token = await tokenOf(id);
    expect(await refusal(administrator.client, ROTATE, { id: token.id, minutes })).toEqual(['INVALID']);
  });

  test('end with the suspension of the account, until it is resumed', async () => {
    const { id } = await account();
    const { token } = await tokenOf(id);

    expect(await mutate(administrator.client, SUSPEND, { id })).toEqual({ suspended: true });
    expect(await status(token)).toBe(401);
    expect(await mutate(administrator.client, RESUME, { id })).toEqual({ suspended: false });
    expect(await status(token)).toBe(200);
  });

  test('end with the membership for good, and with the institution’s suspension', async () => {
    const away = await app.institution();
    const boss = await app.person(away, 'READER', { administrator: true });
    const [gone, kept] = [await account({}, boss), await account({}, boss)];
    const [first, second] = [await tokenOf(gone.id, {}, boss), await tokenOf(kept.id, {}, boss)];

    await mutate(
      boss.client,
      `mutation($id: ID!) { membershipRevoke(id: $id) { membership { id } ${ERRORS} } }`,
      {
        id: gone.membershipId,
      },
    );
    expect([await status(first.token), await status(second.token)]).toEqual([401, 200]);
    await app.app.get(InstitutionsService).setStatus(away.slug, 'SUSPENDED');
    expect(await status(second.token)).toBe(401);
  });
});

test('only administrators of the institution see or manage them; to others they do not exist', async () => {
  const made = await account();
  const token = await tokenOf(made.id);
  const away = await app.institution();
  const others = [
    await app.person(home, 'PUBLISHER'),
    await app.person(away, 'PUBLISHER', { administrator: true }),
  ];

  for (const { client } of others) {
    expect((await client.ask(LIST)).serviceAccounts).toEqual([]);
    for (const [query, id] of [
      [SUSPEND, made.id],
      [RESUME, made.id],
      [TOKEN, made.id],
      [ROTATE, token.id],
      [REVOKE, token.id],
    ]) {
      expect(await refusal(client, query, { id })).toEqual(['NOT_FOUND']);
    }
  }
  expect(await refusal(others[0]!.client, CREATE, PROGRAM)).toEqual(['FORBIDDEN']);
  // A person's own token is not managed here either.
  const { apiTokens } = await administrator.client.ask('{ apiTokens { id } }');
  expect(await refusal(administrator.client, REVOKE, { id: apiTokens[0].id })).toEqual(['NOT_FOUND']);
  expect(await status(token.token)).toBe(200);
});
