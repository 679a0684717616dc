import { Accounts, TokensService } from '#identity';
import { InstitutionsService } from '#institutions';
import { TestApp, type Person } from '../support/test-app.ts';

const FIELDS = 'id slug name kind status country rorId mayIssueAdvisories';
const BY_ID = `query($id: ID) { institution(id: $id) { ${FIELDS} } }`;
const BY_SLUG = `query($slug: String) { institution(slug: $slug) { ${FIELDS} } }`;
const SLUGS = '{ institutions(first: 100) { edges { node { slug } } } }';
const VIEWER =
  '{ viewer { user { id name email } memberships { id role status institution { id status } } } }';

const UNKNOWN = '00000000-0000-4000-8000-000000000000';

let app: TestApp;
let oxbridge: { id: string; slug: string };
let ministry: { id: string; slug: string };
let reader: Person;

beforeAll(async () => {
  app = await TestApp.start();
  oxbridge = await app.institution({
    slug: 'oxbridge',
    name: 'Oxbridge',
    rorId: 'https://ror.org/052gg0110',
  });
  ministry = await app.institution({
    ...{ slug: 'ministry', name: 'Ministry', kind: 'GOVERNMENT', country: 'FR', mayIssueAdvisories: true },
  });
  reader = await app.person(oxbridge, 'READER');
});
afterAll(() => app.stop());

async function slugsSeenBy(person: Person): Promise<string[]> {
  const { institutions } = await person.client.ask(SLUGS);
  return institutions.edges.map((edge: { node: { slug: string } }) => edge.node.slug);
}

describe('someone who is not signed in', () => {
  test.each([
    ['institution', '{ institution(slug: "oxbridge") { id } }'],
    ['institutions', SLUGS],
    ['members', `{ members(institutionId: "${UNKNOWN}") { edges { cursor } } }`],
    ['sharingGroups', '{ sharingGroups { id } }'],
    ['apiTokens', '{ apiTokens { id } }'],
  ])('is told to sign in for %s', async (field, query) => {
    const answer = await app.anonymous.send(query);

    expect(answer.errors.map((error) => error.extensions.code)).toEqual(['UNAUTHENTICATED']);
    expect(answer.errors[0]!.path).toEqual([field]);
    expect(answer.data?.[field] ?? null).toBeNull();
  });

  test('is a viewer without a user', async () => {
    expect(await app.anonymous.ask(VIEWER)).toEqual({ viewer: { user: null, memberships: [] } });
  });
});

describe('a member', () => {
  test('sees oneself and the own memberships', async () => {
    const { viewer } = await reader.client.ask(VIEWER);

    expect(viewer.user).toEqual({ id: reader.userId, name: expect.any(String), email: reader.email });
    expect(viewer.memberships).toEqual([
      {
        id: reader.membershipId,
        role: 'READER',
        status: 'ACTIVE',
        institution: { id: oxbridge.id, status: 'ACTIVE' },
      },
    ]);
  });

  test('finds an institution by id and by slug, the own one and others', async () => {
    const wanted = {
      ...{ id: ministry.id, slug: 'ministry', name: 'Ministry', kind: 'GOVERNMENT', status: 'ACTIVE' },
      ...{ country: 'FR', rorId: null, mayIssueAdvisories: true },
    };

    expect(await reader.client.ask(BY_ID, { id: ministry.id })).toEqual({ institution: wanted });
    expect(await reader.client.ask(BY_SLUG, { slug: 'ministry' })).toEqual({ institution: wanted });
    const own = await reader.client.ask(BY_SLUG, { slug: 'oxbridge' });
    expect(own.institution).toMatchObject({ id: oxbridge.id, rorId: 'https://ror.org/052gg0110' });
  });

  test.each([
    ['an unknown id', BY_ID, { id: UNKNOWN }],
    ['something that is no id', BY_ID, { id: 'oxbridge' }],
    ['an unknown slug', BY_SLUG, { slug: 'nowhere' }],
    ['a slug in capitals', BY_SLUG, { slug: 'OXBRIDGE' }],
    ['neither id nor slug', BY_ID, {}],
  ])('finds nothing for %s', async (_name, query, variables) => {
    expect(await reader.client.ask(query, variables)).toEqual({ institution: null });
  });

  test('of none sees no institution, and finds none', async () => {
    const user = await app.app.get(Accounts).create({ email: 'nobody@example.org', name: 'Nobody' });
    const { token } = await app.app.get(TokensService).create(user.id);
    const client = app.anonymous.as(token);

    expect(await client.ask(SLUGS)).toEqual({ institutions: { edges: [] } });
    expect(await client.ask(BY_ID, { id: oxbridge.id })).toEqual({ institution: null });
    expect((await client.ask(VIEWER)).viewer).toEqual({
      user: expect.objectContaining({ id: user.id }),
      memberships: [],
    });
    expect(await client.ask('{ sharingGroups { id } }')).toEqual({ sharingGroups: [] });
  });
});

describe.each(['SUSPENDED', 'PENDING'] as const)('an institution that is %s', (status) => {
  let institution: { id: string; slug: string };
  let member: Person;
  let publicId: string;
  let draftId: string;

  beforeAll(async () => {
    institution = await app.institution({ slug: `sometimes-${status.toLowerCase()}` });
    member = await app.person(institution, 'CONTRIBUTOR', { findable: true });
    const publisher = await app.person(institution, 'PUBLISHER');
    const reviewer = await app.person(institution, 'REVIEWER');
    draftId = await create(member, { level: 'INSTITUTION' });
    publicId = await create(member, { level: 'PUBLIC' });
    await member.client.ask('mutation($id: ID!) { documentSubmit(id: $id) { userErrors { code } } }', {
      id: publicId,
    });
    await reviewer.client.ask(
      'mutation($id: ID!) { documentReview(id: $id, decision: APPROVE) { userErrors { code } } }',
      { id: publicId },
    );
    await publisher.client.ask(
      'mutation($id: ID!) { documentPublish(id: $id, expectedVersion: 1) { userErrors { code } } }',
      { id: publicId },
    );
    expect(await titleFor(member, draftId)).toBe('A note');
    expect(await titleFor(reader, publicId)).toBe('A note');
    await app.app.get(InstitutionsService).setStatus(institution.slug, status);
  });

  async function create(person: Person, sharing: object): Promise<string> {
    const { documentCreate } = await person.client.ask(
      'mutation($input: DocumentCreateInput!) { documentCreate(input: $input) { document { id } } }',
      { input: { title: 'A note', summary: 'In short', body: '', details: { guidance: {} }, sharing } },
    );
    return documentCreate.document.id;
  }

  async function titleFor(person: { client: Person['client'] }, id: string): Promise<string | null> {
    const { document } = await person.client.ask('query($id: ID!) { document(id: $id) { title } }', { id });
    return document?.title ?? null;
  }

  test('is in no list, and cannot be told from one that does not exist', async () => {
    expect(await slugsSeenBy(reader)).not.toContain(institution.slug);
    expect(await reader.client.ask(BY_ID, { id: institution.id })).toEqual({ institution: null });
    expect(await reader.client.ask(BY_SLUG, { slug: institution.slug })).toEqual({ institution: null });
  });

  test('shows no contact points', async () => {
    const { members } = await reader.client.ask(
      'query($id: ID!) { members(institutionId: $id) { edges { cursor } } }',
      { id: institution.id },
    );
    expect(members.edges).toEqual([]);
  });

  test('takes everything from its members but the sight of their membership', async () => {
    expect(await slugsSeenBy(member)).toEqual([]);
    expect(await titleFor(member, draftId)).toBeNull();
    const { members } = await member.client.ask(
      'query($id: ID!) { members(institutionId: $id) { edges { cursor } } }',
      { id: institution.id },
    );
    expect(members.edges).toEqual([]);
    const { viewer } = await member.client.ask(VIEWER);
    expect(viewer.memberships).toMatchObject([
      { status: 'ACTIVE', institution: { id: institution.id, status } },
    ]);
  });

  test('leaves what it has published to its readers', async () => {
    expect(await titleFor(reader, publicId)).toBe('A note');
    expect(await titleFor({ client: app.anonymous }, publicId)).toBe('A note');
  });

  test('has everything back once it is ACTIVE again', async () => {
    await app.app.get(InstitutionsService).setStatus(institution.slug, 'ACTIVE');

    expect(await slugsSeenBy(member)).toContain(institution.slug);
    expect(await slugsSeenBy(reader)).toContain(institution.slug);
    expect(await titleFor(member, draftId)).toBe('A note');
  });
});
