import { CENTRE, changeCentre, recordCentre, refusedCentre } from '../support/centres.ts';
import { TestApp, type Person } from '../support/test-app.ts';

let app: TestApp;
let home: { id: string; slug: string; name: string };
let away: { id: string; slug: string };
let people: Record<
  'reader' | 'contributor' | 'reviewer' | 'publisher' | 'administrator' | 'outsider',
  Person
>;

beforeAll(async () => {
  app = await TestApp.start();
  home = await app.institution({ name: 'Home University', rorId: 'https://ror.org/0abcdef09' });
  away = await app.institution();
  people = {
    reader: await app.person(home, 'READER'),
    contributor: await app.person(home, 'CONTRIBUTOR'),
    reviewer: await app.person(home, 'REVIEWER'),
    publisher: await app.person(home, 'PUBLISHER'),
    administrator: await app.person(home, 'READER', { administrator: true, auditor: true }),
    outsider: await app.person(away, 'PUBLISHER'),
  };
});
afterAll(() => app.stop());

const inside = { sharing: { level: 'INSTITUTION' } };
const EDIT = 'jointCentreEdit(id: $id, expectedVersion: 1, input: { region: "Hubei" })';
const NARROW = 'jointCentreShare(id: $id, expectedVersion: 1, sharing: { level: INSTITUTION })';
const WIDEN = 'jointCentreShare(id: $id, expectedVersion: 1, sharing: { level: COMMUNITY })';
const DELETE = 'jointCentreDelete(id: $id, expectedVersion: 1)';

const sees = async (person: Pick<Person, 'client'>, id: string): Promise<boolean> =>
  (await person.client.ask('query($id: ID!) { jointCentre(id: $id) { id } }', { id })).jointCentre !== null;

describe('recording a centre', () => {
  it('is for reviewers and publishers', async () => {
    for (const name of ['reader', 'contributor', 'administrator'] as const) {
      expect(await refusedCentre(people[name].client, inside)).toEqual(['FORBIDDEN']);
    }
    for (const name of ['reviewer', 'publisher'] as const) {
      expect(await refusedCentre(people[name].client, inside)).toEqual([]);
    }
  });

  it('for readers outside the institution is for publishers, the default included', async () => {
    const [mine, theirs] = [people.reviewer.membershipId, people.outsider.membershipId];
    const outside = [
      undefined,
      { level: 'COMMUNITY' },
      { level: 'GROUPS', institutionIds: [away.id] },
      { level: 'NAMED', membershipIds: [mine, theirs] },
      // A label by which readers may pass it on.
      { level: 'INSTITUTION', tlp: 'GREEN' },
    ];
    for (const sharing of outside) {
      expect(await refusedCentre(people.reviewer.client, { sharing })).toEqual(['FORBIDDEN sharing']);
    }
    const named = { level: 'NAMED', membershipIds: [mine] };
    expect(await refusedCentre(people.reviewer.client, { sharing: named })).toEqual([]);
    expect(await refusedCentre(people.publisher.client, {})).toEqual([]);
  });

  it('needs a sign-in, and a token that may write', async () => {
    const create = 'mutation { jointCentreCreate(input: { name: "x" }) { userErrors { code } } }';
    expect((await app.anonymous.send(create)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    const { apiTokenCreate } = await people.publisher.client.ask(
      'mutation { apiTokenCreate(scopes: [read]) { token } }',
    );
    const answer = await app.anonymous.as(apiTokenCreate.token).send(create);
    expect(answer.errors[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('is refused where the writer could not read it', async () => {
    const others = { level: 'NAMED', membershipIds: [people.reader.membershipId] };
    expect(await refusedCentre(people.publisher.client, { sharing: others })).toEqual(['INVALID']);
  });
});

describe('changing a centre', () => {
  it.each([
    ['reader', EDIT, ['FORBIDDEN']],
    ['contributor', EDIT, ['FORBIDDEN']],
    ['administrator', DELETE, ['FORBIDDEN']],
    ['outsider', EDIT, ['NOT_FOUND']],
    ['outsider', WIDEN, ['NOT_FOUND']],
    ['outsider', DELETE, ['NOT_FOUND']],
    ['reviewer', EDIT, []],
    ['reviewer', WIDEN, ['FORBIDDEN']],
    ['reviewer', DELETE, []],
    ['publisher', WIDEN, []],
  ] as const)('that only the institution reads: %s, %s', async (name, change, expected) => {
    const id = await recordCentre(people.publisher.client, inside);
    expect(await changeCentre(people[name].client, change, id)).toEqual(expected);
  });

  it.each([
    ['outsider', EDIT, ['FORBIDDEN']],
    ['outsider', NARROW, ['FORBIDDEN']],
    ['outsider', DELETE, ['FORBIDDEN']],
    ['reviewer', EDIT, []],
    ['reviewer', NARROW, []],
    ['reviewer', WIDEN, []],
    ['publisher', NARROW, []],
  ] as const)('that everyone reads: %s, %s', async (name, change, expected) => {
    const id = await recordCentre(people.publisher.client);
    expect(await changeCentre(people[name].client, change, id)).toEqual(expected);
  });

  it('acts on the very next request, also by a revoked membership', async () => {
    const id = await recordCentre(people.publisher.client, { sharing: { level: 'COMMUNITY' } });
    expect(await sees(people.outsider, id)).toBe(true);
    expect(await changeCentre(people.publisher.client, NARROW, id)).toEqual([]);
    expect(await sees(people.outsider, id)).toBe(false);
    const leaver = await app.person(home, 'READER');
    expect(await sees(leaver, id)).toBe(true);
    const administrator = people.administrator.client;
    await administrator.ask('mutation($id: ID!) { membershipRevoke(id: $id) { userErrors { code } } }', {
      id: leaver.membershipId,
    });
    expect(await sees(leaver, id)).toBe(false);
  });

  it('keeps to its window, outside of which the owner still looks after it', async () => {
    const visibleFrom = new Date(app.clock.now().getTime() + 3_600_000).toISOString();
    const id = await recordCentre(people.publisher.client, { sharing: { level: 'PUBLIC', visibleFrom } });
    expect(await sees({ client: app.anonymous }, id)).toBe(false);
    expect(await sees(people.reader, id)).toBe(false);
    expect(await sees(people.reviewer, id)).toBe(true);
    app.clock.advance(3_600_001);
    expect(await sees({ client: app.anonymous }, id)).toBe(true);
  });
});

describe('what others see of the record', () => {
  const read = async (person: Person, id: string): Promise<any> =>
    (await person.client.ask(`query($id: ID!) { jointCentre(id: $id) { ${CENTRE} } }`, { id })).jointCentre;

  it('is no more of its sharing than level, label and attribution', async () => {
    const sharing = { level: 'GROUPS', institutionIds: [away.id], minimumRole: 'CONTRIBUTOR' };
    const id = await recordCentre(people.publisher.client, { sharing });
    expect((await read(people.outsider, id)).sharing).toEqual({
      ...{ level: 'GROUPS', tlp: 'AMBER_STRICT', attribution: 'NAMED', minimumRole: null, kinds: [] },
      ...{ institutions: [], excludedInstitutions: [], groups: [], members: [] },
    });
    expect((await read(people.publisher, id)).sharing).toMatchObject({
      ...{ minimumRole: 'CONTRIBUTOR', institutions: [{ slug: away.slug }] },
    });
    expect(await sees(people.reader, id)).toBe(false);
  });

  const withheld = { sharing: { level: 'COMMUNITY', attribution: 'WITHHELD' } };

  it('is no owner where attribution is withheld, not by filtering either', async () => {
    const id = await recordCentre(people.publisher.client, withheld);
    const owned = async ({ client }: Person): Promise<boolean> => {
      const { jointCentres } = await client.ask(
        'query($ids: [ID!]) { jointCentres(first: 100, filter: { ownerIds: $ids }) { edges { node { id } } } }',
        { ids: [home.id] },
      );
      return jointCentres.edges.some(({ node }: any) => node.id === id);
    };
    expect((await read(people.outsider, id)).institution).toBeNull();
    expect(await owned(people.outsider)).toBe(false);
    expect((await read(people.reader, id)).institution).toEqual({ slug: home.slug });
    expect(await owned(people.reader)).toBe(true);
  });

  it('does not name the owner anywhere in the record while attribution is withheld', async () => {
    const [partnerId] = await app.partners({
      id: 'https://ror.org/0abcdef09',
      name: 'Home Univ. (registered)',
    });
    const naming = [{ institutionId: home.id }, { name: 'HOME  university' }, { partnerId }];
    for (const one of naming) {
      for (const side of ['organisations', 'partners']) {
        expect(await refusedCentre(people.publisher.client, { ...withheld, [side]: [one] })).toEqual([
          `INVALID ${side}`,
        ]);
      }
    }
    const texts = [
      { name: 'The Home University Centre for Soils' },
      { source: { text: 'Annual report, Home Univérsity' } },
      { funders: ['A fund', 'HOME UNIVERSITY'] },
    ];
    for (const text of texts) {
      const [field] = Object.keys(text);
      expect(await refusedCentre(people.publisher.client, { ...withheld, ...text })).toEqual([
        `INVALID ${field}`,
      ]);
    }
    const id = await recordCentre(people.publisher.client, withheld);
    const edit = `jointCentreEdit(id: $id, expectedVersion: 1, input: { organisations: [{ name: "Home University" }] })`;
    expect(await changeCentre(people.publisher.client, edit, id)).toEqual(['INVALID']);
    const open = await recordCentre(people.publisher.client, { organisations: [{ institutionId: home.id }] });
    const withhold =
      'jointCentreShare(id: $id, expectedVersion: 1, sharing: { level: COMMUNITY, attribution: WITHHELD })';
    expect(await changeCentre(people.publisher.client, withhold, open)).toEqual(['INVALID']);
  });
});
