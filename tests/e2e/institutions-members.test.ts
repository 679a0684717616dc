import { Accounts } from '#identity';
import { InstitutionsService, MembershipsService } from '#institutions';
import type { GraphqlClient } from '#testing';
import { TestApp, type Person } from '../support/test-app.ts';

const MEMBERS = `query($id: ID!, $query: String, $first: Int, $after: String) {
  members(institutionId: $id, query: $query, first: $first, after: $after) {
    edges { cursor node { id status role findable institution { id } user { name email } } }
    pageInfo { hasNextPage endCursor }
  }
}`;
const HOUR = 3_600_000;

interface Member {
  id: string;
  status: string;
  findable: boolean;
  user: { name: string; email: string | null };
}

let app: TestApp;
let home: { id: string; slug: string };
let away: { id: string; slug: string };
let administrator: Person;
let reader: Person;
let outsider: Person;

beforeAll(async () => {
  app = await TestApp.start();
  home = await app.institution();
  away = await app.institution();
  administrator = await app.person(home, 'READER', { administrator: true });
  reader = await app.person(home, 'READER');
  outsider = await app.person(away, 'PUBLISHER', { administrator: true });
});
afterAll(() => app.stop());

/** A member with a name and an address of one's own. */
async function member(
  name: string,
  email: string,
  more: { findable?: boolean } = {},
  at = home,
): Promise<string> {
  const user = await app.app.get(Accounts).create({ email, name });
  return app.join(user.id, at, 'READER', more);
}

async function list(client: GraphqlClient, variables: object = {}): Promise<Member[]> {
  const { members } = await client.ask(MEMBERS, { id: home.id, first: 100, ...variables });
  return members.edges.map((edge: { node: Member }) => edge.node);
}

const namesOf = (members: Member[]): string[] => members.map((one) => one.user.name);

describe('the own institution', () => {
  test('shows everyone, with address, also the ones who are only invited', async () => {
    await administrator.client.ask(
      `mutation($id: ID!) { membershipInvite(institutionId: $id, email: "soon@example.org", role: READER) {
         membership { id } } }`,
      { id: home.id },
    );

    const seen = await list(reader.client);

    expect(seen.map((one) => one.user.email).toSorted()).toEqual(
      [administrator.email, reader.email, 'soon@example.org'].toSorted(),
    );
    expect(seen.find((one) => one.user.email === 'soon@example.org')?.status).toBe('INVITED');
  });

  test('shows revoked memberships to its ADMINISTRATORs only', async () => {
    const id = await member('Gone', 'gone@example.org', { findable: true });
    await administrator.client.ask(
      'mutation($id: ID!) { membershipRevoke(id: $id) { userErrors { code } } }',
      { id },
    );

    expect((await list(administrator.client)).find((one) => one.id === id)?.status).toBe('REVOKED');
    expect((await list(reader.client)).map((one) => one.id)).not.toContain(id);
    expect((await list(outsider.client)).map((one) => one.id)).not.toContain(id);
  });
});

describe('another institution', () => {
  test('shows its findable members only, with their address', async () => {
    await member('Contact', 'contact@example.org', { findable: true });

    expect(await list(outsider.client)).toEqual([
      expect.objectContaining({ findable: true, user: { name: 'Contact', email: 'contact@example.org' } }),
    ]);
    expect(namesOf(await list(reader.client))).toContain('Contact');
  });

  test('shows nobody who is not findable, not even to a search for the name', async () => {
    expect(await list(outsider.client, { query: reader.email })).toEqual([]);
    expect((await list(reader.client, { query: reader.email })).map((one) => one.id)).toEqual([
      reader.membershipId,
    ]);
  });

  test('does not show a contact point whose membership has expired, or is only an invitation', async () => {
    const other = await app.institution();
    const contact = await member('Short', 'short@example.org', { findable: true }, other);
    const admin = await app.person(other, 'READER', { administrator: true });
    expect(await list(outsider.client, { id: other.id })).toHaveLength(1);

    const validUntil = new Date(app.clock.now().getTime() + HOUR).toISOString();
    await admin.client.ask(
      'mutation($id: ID!, $t: DateTime) { membershipChange(id: $id, validUntil: $t) { userErrors { code } } }',
      {
        ...{ id: contact, t: validUntil },
      },
    );
    const { membershipInvite } = await admin.client.ask(
      `mutation($id: ID!) { membershipInvite(institutionId: $id, email: "later@example.org", role: READER) {
         membership { id } } }`,
      { id: other.id },
    );
    await admin.client.ask(
      'mutation($id: ID!) { membershipChange(id: $id, findable: true) { userErrors { code } } }',
      {
        id: membershipInvite.membership.id,
      },
    );

    expect(namesOf(await list(outsider.client, { id: other.id }))).toEqual(['Short']);
    app.clock.advance(2 * HOUR);
    expect(await list(outsider.client, { id: other.id })).toEqual([]);
    expect(namesOf(await list(admin.client, { id: other.id }))).toContain('Short');
  });

  test('does not show the contact points of a suspended institution', async () => {
    const other = await app.institution();
    await member('Frozen', 'frozen@example.org', { findable: true }, other);
    expect(namesOf(await list(outsider.client, { id: other.id }))).toEqual(['Frozen']);

    await app.app.get(InstitutionsService).setStatus(other.slug, 'SUSPENDED');

    expect(await list(outsider.client, { id: other.id })).toEqual([]);
  });

  test('shows nobody to someone whose own membership no longer counts', async () => {
    const leaver = await app.person(away, 'READER');
    expect(namesOf(await list(leaver.client))).toEqual(['Contact']);

    await app.app.get(MembershipsService).revokeByOperator(leaver.userId, away.id);

    expect(await list(leaver.client)).toEqual([]);
  });
});

test.each(['00000000-0000-4000-8000-000000000000', 'no-id', ''])(
  'an institution "%s" has no members',
  async (id) => {
    expect(await list(reader.client, { id })).toEqual([]);
  },
);

describe('the query', () => {
  let institution: { id: string };
  let searcher: Person;

  beforeAll(async () => {
    institution = await app.institution();
    searcher = await app.person(institution, 'READER');
    const people: [string, string][] = [
      ['Ada Lovelace', 'ada@one.example'],
      ['ADAM Smith', 'smith@two.example'],
      ['100% Sure', 'sure@two.example'],
      ['under_score', 'score@two.example'],
      ['underXscore', 'xscore@two.example'],
      ['Back\\slash', 'slash@two.example'],
      ['李华', 'li_hua@one.example'],
      ["O'Brien", 'obrien@one.example'],
    ];
    for (const [name, email] of people) {
      const user = await app.app.get(Accounts).create({ email, name });
      await app.join(user.id, institution, 'READER');
    }
  });

  test.each([
    ['ada', ['ADAM Smith', 'Ada Lovelace']],
    ['LOVE', ['Ada Lovelace']],
    ['@one.example', ['Ada Lovelace', "O'Brien", '李华']],
    ['SMITH@TWO', ['ADAM Smith']],
    ['%', ['100% Sure']],
    ['0%', ['100% Sure']],
    ['_', ['under_score', '李华']],
    ['r_s', ['under_score']],
    ['\\', ['Back\\slash']],
    ['\\%', []],
    ['a%a', []],
    ['华', ['李华']],
    ["o'b", ["O'Brien"]],
    ["' OR '1'='1", []],
    ['nobody', []],
  ])('%s finds exactly those whose name or address contains it', async (query, names) => {
    const seen = namesOf(await list(searcher.client, { id: institution.id, query }));

    expect(seen.toSorted()).toEqual(names.toSorted());
  });

  test('null and an empty text ask nothing', async () => {
    expect(await list(searcher.client, { id: institution.id, query: null })).toHaveLength(9);
    expect(await list(searcher.client, { id: institution.id, query: '' })).toHaveLength(9);
  });

  test('is paged by cursor to the end, every match once', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    for (let turn = 0; turn < 20; turn += 1) {
      const { members }: any = await searcher.client.ask(MEMBERS, {
        ...{ id: institution.id, query: 'example', first: 2, after },
      });
      seen.push(...namesOf(members.edges.map((edge: { node: Member }) => edge.node)));
      after = members.pageInfo.endCursor;
      if (!members.pageInfo.hasNextPage) break;
    }

    expect(seen).toHaveLength(9);
    expect(seen).toEqual(namesOf(await list(searcher.client, { id: institution.id })));
  });
});
