import { TokensService } from '#identity';
import { InstitutionsService } from '#institutions';
import { mutate, refusal } from '../support/publishing.ts';
import { TestApp, type Person } from '../support/test-app.ts';
import { trailOf } from '../unit/support/database.ts';

const CREATE = `mutation($role: Role) { scimTokenCreate(role: $role) { token scimToken { id role } userErrors { code } } }`;
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
const READABLE = '{ institutions { edges { node { id } } } }';

interface Answer {
  status: number;
  type: string | null;
  body: any;
  location: string | null;
}

let app: TestApp;
let [home, away]: { id: string; slug: string }[] = [];
let administrator: Person;
let scim: Directory;
let awayScim: Directory;
let count = 0;

/** What an institution's directory sends. */
class Directory {
  readonly token: string;
  constructor(token: string) {
    this.token = token;
  }
  async send(method: string, path: string, body?: unknown, type = 'application/scim+json'): Promise<Answer> {
    const answer = await fetch(`${await app.app.getUrl()}/scim/v2${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { 'content-type': type }),
      },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await answer.text();
    const { headers, status } = answer;
    return {
      status,
      type: headers.get('content-type'),
      location: headers.get('location'),
      body: text ? JSON.parse(text) : null,
    };
  }
  async find(filter: string): Promise<any[]> {
    const { status, body } = await this.send('GET', `/Users?filter=${encodeURIComponent(filter)}`);
    expect(status).toBe(200);
    return body.Resources;
  }
  patch(id: string, ...Operations: object[]): Promise<Answer> {
    return this.send('PATCH', `/Users/${id}`, { schemas: [PATCH_OP], Operations });
  }
  async provision(more: object = {}): Promise<any> {
    const { status, body } = await this.send('POST', '/Users', someone(more));
    expect(status).toBe(201);
    return body;
  }
}

function someone(more: object = {}): { userName: string } {
  count += 1;
  const userName = `scim-${count}@first.example`;
  return {
    schemas: [USER],
    userName,
    externalId: `ext-${count}`,
    displayName: `Person ${count}`,
    active: true,
    ...more,
  } as never;
}

async function directory(by: Person, role = 'READER'): Promise<Directory> {
  const { scimTokenCreate } = await by.client.ask(CREATE, { role });
  return new Directory(scimTokenCreate.token);
}

async function reads(person: { client: Person['client'] }): Promise<boolean> {
  const { data } = await person.client.send(READABLE);
  return (data?.institutions.edges.length ?? 0) > 0;
}

beforeAll(async () => {
  app = await TestApp.start();
  [home, away] = [await app.institution(), await app.institution()];
  administrator = await app.person(home, 'READER', { administrator: true });
  scim = await directory(administrator);
  awayScim = await directory(await app.person(away, 'READER', { administrator: true }));
});
afterAll(() => app.stop());

describe('provisioning', () => {
  test('invites: READER, which counts from the first verified sign-in', async () => {
    const given = someone();

    const answer = await scim.send('POST', '/Users', given);

    expect(answer).toMatchObject({ status: 201, type: expect.stringContaining('application/scim+json') });
    expect(answer.body).toEqual({
      ...{ schemas: [USER], id: expect.any(String), externalId: `ext-${count}`, userName: given.userName },
      ...{ displayName: `Person ${count}`, name: { formatted: `Person ${count}` }, active: true },
      emails: [{ value: given.userName, primary: true }],
      meta: {
        ...{ resourceType: 'User', location: answer.location },
        ...{ created: expect.any(String), lastModified: expect.any(String) },
      },
    });
    const { members } = await administrator.client.ask(
      'query($id: ID!, $query: String) { members(institutionId: $id, query: $query) { edges { node { id role status administrator auditor } } } }',
      { id: home!.id, query: given.userName },
    );
    expect(members.edges).toHaveLength(1);
    expect(members.edges[0].node).toMatchObject({
      role: 'READER',
      status: 'INVITED',
      administrator: false,
      auditor: false,
    });
    expect(await trailOf(app.databaseUrl, members.edges[0].node.id)).toMatchObject([
      { event: 'membership.granted', userId: null, institutionId: home!.id, details: { role: 'READER' } },
    ]);
  });

  test('gives the role of the token, whatever the directory says', async () => {
    const contributors = await directory(administrator, 'CONTRIBUTOR');
    const user = await contributors.provision({ roles: [{ value: 'PUBLISHER' }], userType: 'ADMINISTRATOR' });
    const { members } = await administrator.client.ask(
      'query($id: ID!, $query: String) { members(institutionId: $id, query: $query) { edges { node { role administrator } } } }',
      { id: home!.id, query: user.userName },
    );
    expect(members.edges[0].node).toEqual({ role: 'CONTRIBUTOR', administrator: false });
  });

  test('of somebody who is a member already is 409, in any case of letters', async () => {
    const user = await scim.provision();
    for (const userName of [user.userName, user.userName.toUpperCase(), administrator.email]) {
      const answer = await scim.send('POST', '/Users', someone({ userName }));
      expect(answer.status).toBe(409);
      expect(answer.body).toMatchObject({ schemas: [ERROR], status: '409', scimType: 'uniqueness' });
    }
  });
});

describe('looking for people', () => {
  test('by user name, external id, address and whether they are active', async () => {
    const user = await scim.provision({ externalId: 'Unique-Case' });
    const ids = async (filter: string): Promise<string[]> => (await scim.find(filter)).map(({ id }) => id);

    expect(await ids(`userName eq "${user.userName.toUpperCase()}"`)).toEqual([user.id]);
    expect(await ids('externalId eq "Unique-Case"')).toEqual([user.id]);
    expect(await ids('externalId eq "unique-case"')).toEqual([]);
    expect(await ids(`emails.value eq "${user.userName}"`)).toEqual([user.id]);
    expect(await ids(`emails[value eq "${user.userName}"]`)).toEqual([user.id]);
    expect(await ids(`userName eq "${user.userName}" and active eq false`)).toEqual([]);
    expect(await ids(`userName eq "${user.userName}" or userName eq "${administrator.email}"`)).toHaveLength(
      2,
    );
    expect(await ids(`userName eq "' OR '1'='1"`)).toEqual([]);
  });

  test('finds whom an administrator has invited, so that the directory can end it', async () => {
    const member = await app.person(home!, 'REVIEWER');
    expect(await scim.find(`userName eq "${member.email}"`)).toMatchObject([
      { id: member.userId, active: true },
    ]);
  });

  test.each([
    'name co "a"',
    'userName',
    'userName eq',
    'password eq "x"',
    'active eq "yes"',
    '((((',
    'userName pr',
  ])('refuses the filter %j', async (filter) => {
    const { status, body } = await scim.send('GET', `/Users?filter=${encodeURIComponent(filter)}`);
    expect([status, body.scimType]).toEqual([400, 'invalidFilter']);
  });

  test('shows pages, counted from 1', async () => {
    const page = async (query: string): Promise<any> => (await scim.send('GET', `/Users${query}`)).body;
    const all = await page('');
    const seen: string[] = [];
    for (let startIndex = 1; startIndex <= all.totalResults; startIndex += 2) {
      const one = await page(`?startIndex=${startIndex}&count=2`);
      expect(one).toMatchObject({
        totalResults: all.totalResults,
        startIndex,
        itemsPerPage: one.Resources.length,
      });
      seen.push(...one.Resources.map(({ id }: { id: string }) => id));
    }
    expect(seen).toEqual(all.Resources.map(({ id }: { id: string }) => id));
    expect(await page('?count=0')).toMatchObject({ totalResults: all.totalResults, Resources: [] });
    expect(await page('?startIndex=-5&count=-1')).toMatchObject({ startIndex: 1, Resources: [] });
    expect((await scim.send('GET', '/Users?count=many')).status).toBe(400);
  });
});

describe('deactivating', () => {
  test.each<[string, object]>([
    ['as RFC 7644 has it', { op: 'replace', path: 'active', value: false }],
    ['without a path', { op: 'replace', value: { active: false } }],
    ['as Entra ID writes it', { op: 'Replace', path: 'active', value: 'False' }],
  ])('%s bites on the next request, and ends tokens', async (_how, operation) => {
    const member = await app.person(home!, 'PUBLISHER');
    expect(await reads(member)).toBe(true);

    const { status, body } = await scim.patch(member.userId, operation);

    expect([status, body.active]).toEqual([200, false]);
    expect((await member.client.send(READABLE)).status).toBe(401);
    expect(await scim.find(`userName eq "${member.email}"`)).toMatchObject([{ active: false }]);
  });

  test('ends the membership of this institution only, and tokens bound to it', async () => {
    const member = await app.person(home!, 'PUBLISHER');
    await app.join(member.userId, away!, 'REVIEWER');
    const bound = await app.app.get(TokensService).create(member.userId, { institutionId: home!.id });

    await scim.patch(member.userId, { op: 'replace', path: 'active', value: false });

    const { viewer } = await member.client.ask('{ viewer { memberships { institution { id } role } } }');
    expect(viewer.memberships).toEqual([{ institution: { id: away!.id }, role: 'REVIEWER' }]);
    expect((await app.anonymous.as(bound.token).send(READABLE)).status).toBe(401);
    expect(await awayScim.find(`userName eq "${member.email}"`)).toMatchObject([{ active: true }]);
  });

  test('and activating again makes a new READER, with nothing of before', async () => {
    const member = await app.person(home!, 'PUBLISHER', { auditor: true });
    await app.person(home!, 'READER', { administrator: true });
    await scim.patch(member.userId, { op: 'replace', path: 'active', value: false });
    await scim.patch(member.userId, { op: 'replace', path: 'active', value: true });

    expect((await member.client.send(READABLE)).status).toBe(401);
    const { token } = await app.app.get(TokensService).create(member.userId);
    const { viewer } = await app.anonymous.as(token).ask('{ viewer { memberships { id role auditor } } }');
    expect(viewer.memberships).toEqual([
      { id: expect.not.stringMatching(member.membershipId), role: 'READER', auditor: false },
    ]);
  });

  test('by DELETE and by PUT', async () => {
    const [deleted, put] = [await app.person(home!, 'READER'), await app.person(home!, 'READER')];

    expect((await scim.send('DELETE', `/Users/${deleted.userId}`)).status).toBe(204);
    expect((await scim.send('GET', `/Users/${deleted.userId}`)).status).toBe(404);
    expect((await deleted.client.send(READABLE)).status).toBe(401);

    const body = { schemas: [USER], userName: put.email, active: false };
    expect((await scim.send('PUT', `/Users/${put.userId}`, body)).body.active).toBe(false);
    expect((await put.client.send(READABLE)).status).toBe(401);
    // A PUT that forgets `active` brings nobody back.
    expect((await scim.send('PUT', `/Users/${put.userId}`, { ...body, active: undefined })).body.active).toBe(
      false,
    );
  });

  test('is refused for the last administrator, by every door', async () => {
    const lonely = await app.institution();
    const boss = await app.person(lonely, 'READER', { administrator: true });
    const own = await directory(boss);
    const id = boss.userId;

    for (const answer of [
      await own.patch(id, { op: 'replace', path: 'active', value: false }),
      await own.send('PUT', `/Users/${id}`, { schemas: [USER], userName: boss.email, active: false }),
      await own.send('DELETE', `/Users/${id}`),
    ]) {
      expect([answer.status, answer.body.detail]).toEqual([409, 'The last administrator stays.']);
    }
    expect(await reads(boss)).toBe(true);
    expect((await own.send('GET', `/Users/${id}`)).body.active).toBe(true);
  });
});

describe('a directory of one institution', () => {
  test('neither sees nor changes anything of another', async () => {
    const member = await app.person(away!, 'READER');

    expect(await scim.find(`userName eq "${member.email}"`)).toEqual([]);
    const answers = [
      await scim.send('GET', `/Users/${member.userId}`),
      await scim.patch(member.userId, { op: 'replace', path: 'active', value: false }),
      await scim.send('PUT', `/Users/${member.userId}`, someone()),
      await scim.send('DELETE', `/Users/${member.userId}`),
    ];
    const missing = await scim.send('GET', '/Users/00000000-0000-4000-8000-000000000000');
    for (const answer of answers) expect([answer.status, answer.body]).toEqual([404, missing.body]);
    expect(await reads(member)).toBe(true);
  });

  test('never changes an account: neither its name nor its address', async () => {
    const member = await app.person(home!, 'READER');
    await app.join(member.userId, away!, 'READER');

    const renamed = await scim.patch(member.userId, {
      op: 'replace',
      value: { displayName: 'Other', userName: 'other' },
    });
    const moved = await scim.patch(member.userId, {
      op: 'replace',
      path: 'emails',
      value: [{ value: 'thief@evil.example' }],
    });

    expect(renamed.body).toMatchObject({ displayName: 'Other', userName: 'other' });
    expect([moved.status, moved.body.scimType]).toEqual([400, 'mutability']);
    const { viewer } = await member.client.ask('{ viewer { user { name email } } }');
    expect(viewer.user).toEqual({ name: expect.stringContaining('Person'), email: member.email });
    expect(await awayScim.find(`userName eq "${member.email}"`)).toMatchObject([
      { displayName: viewer.user.name },
    ]);
  });

  test('sees no service accounts', async () => {
    const made = await mutate(
      administrator.client,
      'mutation { serviceAccountCreate(name: "P", role: READER, scopes: [read]) { serviceAccount { id } userErrors { code } } }',
      {},
    );
    expect((await scim.send('GET', `/Users/${made.id}`)).status).toBe(404);
  });
});

describe('the token', () => {
  test('is an administrator’s to make and revoke, and ends with the next request', async () => {
    const reader = await app.person(home!, 'PUBLISHER');
    expect(await refusal(reader.client, CREATE, { role: 'READER' })).toEqual(['FORBIDDEN']);
    const { scimTokenCreate } = await administrator.client.ask(CREATE, { role: 'READER' });
    const one = new Directory(scimTokenCreate.token);
    expect((await one.send('GET', '/Users?count=1')).status).toBe(200);
    const REVOKE = 'mutation($id: ID!) { scimTokenRevoke(id: $id) { revokedId userErrors { code } } }';

    expect(await refusal(reader.client, REVOKE, { id: scimTokenCreate.scimToken.id })).toEqual(['NOT_FOUND']);
    expect(await refusal(administrator.client, REVOKE, { id: scimTokenCreate.scimToken.id })).toEqual([]);
    expect((await one.send('GET', '/Users?count=1')).status).toBe(401);
    expect((await reader.client.ask('{ scimTokens { id } }')).scimTokens).toEqual([]);
  });

  test('opens SCIM and nothing else, and no other token opens SCIM', async () => {
    expect((await app.anonymous.as(scim.token).send(READABLE)).status).toBe(401);
    for (const token of [administrator.token, 'precedent_scim_wrong', '']) {
      const answer = await new Directory(token).send('GET', '/Users');
      expect(answer).toMatchObject({ status: 401, body: { schemas: [ERROR], status: '401' } });
    }
  });

  test('ends with the institution’s suspension', async () => {
    const suspended = await app.institution();
    const own = await directory(await app.person(suspended, 'READER', { administrator: true }));
    await app.app.get(InstitutionsService).setStatus(suspended.slug, 'SUSPENDED');
    expect((await own.send('GET', '/Users')).status).toBe(401);
  });
});

test('malformed requests get SCIM’s own errors', async () => {
  const { id } = await scim.provision();
  const answers = [
    await scim.send('POST', '/Users', '{'),
    await scim.send('POST', '/Users', '{', 'application/json'),
    await scim.send('POST', '/Users', {}),
    await scim.send('POST', '/Users', { userName: 'no address' }),
    await scim.send('POST', '/Users', someone({ displayName: 'a\u0000b' })),
    await scim.send('POST', '/Users', someone({ active: 'perhaps' })),
    await scim.patch(id),
    await scim.patch(id, { op: 'replace', path: 'password', value: 'x' }),
    await scim.patch(id, { op: 'remove', path: 'active' }),
    await scim.patch(id, { op: 'copy', path: 'active' }),
    await scim.patch(id, { op: 'replace', value: 'x' }),
  ];
  for (const { status, type, body } of answers) {
    expect([status, type]).toEqual([400, expect.stringContaining('scim+json')]);
    expect(body).toMatchObject({ schemas: [ERROR], status: '400' });
  }
  expect((await scim.send('GET', '/Users/no-id')).status).toBe(404);
  expect((await scim.send('GET', '/Groups')).status).toBe(404);
});

test('the service describes itself', async () => {
  const { body: config } = await scim.send('GET', '/ServiceProviderConfig');
  expect(config).toMatchObject({
    patch: { supported: true },
    filter: { supported: true },
    bulk: { supported: false },
  });
  expect((await scim.send('GET', '/ResourceTypes')).body.Resources).toMatchObject([
    { endpoint: '/Users', schema: USER },
  ]);
  const { body: schemas } = await scim.send('GET', '/Schemas');
  expect((await scim.send('GET', `/Schemas/${USER}`)).body).toEqual(schemas.Resources[0]);
});
