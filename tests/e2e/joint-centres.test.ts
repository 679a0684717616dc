import { DataSource } from 'typeorm';
import { CENTRE, changeCentre, recordCentre, refusedCentre } from '../support/centres.ts';
import { TestApp, type Person } from '../support/test-app.ts';

let app: TestApp;
let home: { id: string; slug: string; name: string };
let publisher: Person;
let partnerId: string;

beforeAll(async () => {
  app = await TestApp.start();
  home = await app.institution();
  publisher = await app.person(home, 'PUBLISHER');
  [partnerId] = (await app.partners({ name: 'Southeast Technical University' })) as [string];
});
afterAll(() => app.stop());

const find = async (id: string, person: Person = publisher): Promise<any> =>
  (await person.client.ask(`query($id: ID!) { jointCentre(id: $id) { ${CENTRE} } }`, { id })).jointCentre;

const FULL = {
  name: '  Joint Laboratory   for Polymer Membranes ',
  ...{ foundedYear: 2014, closedYear: 2021, region: 'Jiangsu', form: 'PHYSICAL', status: 'CLOSED' },
  disciplines: ['Engineering', 'Material Science', 'Engineering'],
  technologyAreas: ['Advanced Materials'],
  ...{ otherSectors: ['Water treatment'], funders: ['A fund', 'Another fund'] },
  source: { text: 'Annual report', url: 'https://example.org/report', date: '2021-12-31' },
};

describe('a joint centre', () => {
  it('says what was recorded, and is public unless somebody says otherwise', async () => {
    const id = await recordCentre(publisher.client, {
      ...FULL,
      organisations: [{ institutionId: home.id }, { name: 'A hospital trust' }],
      partners: [{ partnerId }],
    });
    const { jointCentre } = await app.anonymous.ask(
      `query($id: ID!) { jointCentre(id: $id) { ${CENTRE} } }`,
      { id },
    );
    expect(jointCentre).toEqual({
      ...FULL,
      ...{
        id,
        name: 'Joint Laboratory for Polymer Membranes',
        disciplines: ['Engineering', 'Material Science'],
      },
      organisations: [
        { name: home.name, institution: { slug: home.slug }, partner: null },
        { name: 'A hospital trust', institution: null, partner: null },
      ],
      partners: [
        {
          name: 'Southeast Technical University',
          institution: null,
          partner: { id: partnerId, name: 'Southeast Technical University' },
        },
      ],
      ...{ institution: { slug: home.slug }, version: 1 },
      ...{ createdAt: expect.any(String), updatedAt: expect.any(String) },
      sharing: {
        ...{ level: 'PUBLIC', tlp: 'CLEAR', attribution: 'NAMED', minimumRole: null, kinds: [], members: [] },
        ...{ institutions: [], excludedInstitutions: [], groups: [] },
      },
    });
  });

  it('needs nothing but a name', async () => {
    const centre = await find(await recordCentre(publisher.client));
    expect(centre).toMatchObject({ status: 'UNKNOWN', foundedYear: null, source: null, form: null });
    const closed = await find(await recordCentre(publisher.client, { closedYear: 2020 }));
    expect(closed.status).toBe('CLOSED');
  });

  it('shows a partner as what it was merged into', async () => {
    const [old, merged] = await app.partners(
      { id: 'https://ror.org/0abcdef01', name: 'Former College' },
      {
        ...{ id: 'https://ror.org/0abcdef02', name: 'United University' },
        relationships: [{ type: 'predecessor', id: 'https://ror.org/0abcdef01', label: 'Former College' }],
      },
    );
    await app.partners({
      ...{ id: 'https://ror.org/0abcdef01', name: 'Former College', status: 'withdrawn' },
      relationships: [{ type: 'successor', id: 'https://ror.org/0abcdef02', label: 'United University' }],
    });
    const id = await recordCentre(publisher.client, { partners: [{ partnerId: old }] });
    expect((await find(id)).partners[0].partner).toEqual({ id: merged, name: 'United University' });
    const { jointCentres } = await publisher.client.ask(
      'query($ids: [ID!]) { jointCentres(filter: { partnerIds: $ids }) { edges { node { id } } } }',
      { ids: [merged] },
    );
    expect(jointCentres.edges).toEqual([{ node: { id } }]);
  });

  it.each([
    [{ name: '' }, 'INVALID name'],
    [{ name: 'x'.repeat(301) }, 'INVALID name'],
    [{ disciplines: ['Astrology'] }, 'INVALID disciplines.0'],
    [{ technologyAreas: ['Engineering'] }, 'INVALID technologyAreas.0'],
    [{ otherSectors: ['Energy'] }, 'INVALID otherSectors.0'],
    [{ foundedYear: 12 }, 'INVALID foundedYear'],
    [{ foundedYear: 2020, closedYear: 2019 }, 'INVALID closedYear'],
    [{ closedYear: 2019, status: 'ACTIVE' }, 'INVALID status'],
    [{ source: { text: 'Somebody', url: 'javascript:alert(1)' } }, 'INVALID source.url'],
    [
      { organisations: [{ institutionId: '00000000-0000-4000-8000-000000000000' }] },
      'INVALID organisations.0.institutionId',
    ],
    [{ partners: [{ partnerId: '00000000-0000-4000-8000-000000000000' }] }, 'INVALID partners.0.partnerId'],
    [{ partners: [{ name: 'Twice' }, { name: 'TWICE' }] }, 'INVALID partners.1'],
    [{ sharing: { level: 'COMMUNITY', tlp: 'RED' } }, 'TLP_CAP sharing.tlp'],
    [{ sharing: { level: 'PUBLIC', attribution: 'WITHHELD' } }, 'INVALID sharing.attribution'],
  ])('is refused as %j: %s', async (given, expected) => {
    expect(await refusedCentre(publisher.client, given)).toEqual([expected]);
  });

  it('is edited field by field, and null lifts what need not be there', async () => {
    const id = await recordCentre(publisher.client, { ...FULL, partners: [{ partnerId }] });
    const edit = `jointCentreEdit(id: $id, expectedVersion: 1, input: {
      name: "Another name", region: null, closedYear: null, status: ACTIVE, disciplines: ["Computer Science"] })`;
    expect(await changeCentre(publisher.client, edit, id)).toEqual([]);
    expect(await find(id)).toMatchObject({
      ...{ name: 'Another name', region: null, closedYear: null, status: 'ACTIVE', version: 2 },
      ...{ disciplines: ['Computer Science'], technologyAreas: ['Advanced Materials'], foundedYear: 2014 },
      ...{ partners: [{ name: 'Southeast Technical University' }], source: FULL.source },
    });
  });

  it('is not overwritten by someone who has not seen the latest version', async () => {
    const id = await recordCentre(publisher.client);
    const edit = (name: string): Promise<string[]> =>
      changeCentre(
        publisher.client,
        `jointCentreEdit(id: $id, expectedVersion: 1, input: { name: "${name}" })`,
        id,
      );
    const outcomes = await Promise.all([edit('One'), edit('Other'), edit('Third')]);
    expect(outcomes.flat().sort()).toEqual(['CONFLICT', 'CONFLICT']);
    expect((await find(id)).version).toBe(2);
    expect(
      await changeCentre(publisher.client, 'jointCentreDelete(id: $id, expectedVersion: 1)', id),
    ).toEqual(['CONFLICT']);
  });

  it('is gone for everyone once it is deleted, and its id with it', async () => {
    const id = await recordCentre(publisher.client);
    expect(
      await changeCentre(publisher.client, 'jointCentreDelete(id: $id, expectedVersion: 1)', id),
    ).toEqual([]);
    expect(await find(id)).toBeNull();
    const again = 'jointCentreDelete(id: $id, expectedVersion: 2)';
    expect(await changeCentre(publisher.client, again, id)).toEqual(['NOT_FOUND']);
  });

  it('leaves a trail of every change, without what it says', async () => {
    const id = await recordCentre(publisher.client, { name: 'Unmistakable' });
    const edit = 'jointCentreEdit(id: $id, expectedVersion: 1, input: { region: "Hubei" })';
    await changeCentre(publisher.client, edit, id);
    const share = 'jointCentreShare(id: $id, expectedVersion: 2, sharing: { level: INSTITUTION })';
    await changeCentre(publisher.client, share, id);
    await changeCentre(publisher.client, 'jointCentreDelete(id: $id, expectedVersion: 3)', id);
    const rows = await app.app
      .get(DataSource)
      .query(
        `SELECT event, user_id, institution_id, details FROM audit_events WHERE subject_id = $1 ORDER BY id`,
        [id],
      );
    const by = { user_id: publisher.userId, institution_id: home.id };
    expect(rows).toEqual([
      { ...by, event: 'joint_centre.created', details: { version: 1, level: 'PUBLIC' } },
      { ...by, event: 'joint_centre.edited', details: { version: 2, changed: ['region'] } },
      { ...by, event: 'joint_centre.shared', details: { version: 3, from: 'PUBLIC', to: 'INSTITUTION' } },
      { ...by, event: 'joint_centre.deleted', details: { version: 4 } },
    ]);
  });
});

describe('lists of joint centres', () => {
  let lister: Person;
  const list = async (more: string, variables: object = {}): Promise<string[]> => {
    const { jointCentres } = await lister.client.ask(
      `query($owner: [ID!]) { jointCentres(first: 100, ${more}) { edges { node { name } } } }`,
      { owner: [other.id], ...variables },
    );
    return jointCentres.edges.map(({ node }: any) => node.name);
  };
  let other: { id: string };

  beforeAll(async () => {
    other = await app.institution();
    lister = await app.person(other, 'PUBLISHER');
    const given = [
      { name: 'beta', foundedYear: 2010, region: 'Hubei', disciplines: ['Immunology'], status: 'ACTIVE' },
      { name: 'Alpha', foundedYear: 2012, technologyAreas: ['Energy'], form: 'VIRTUAL', funders: ['A fund'] },
      { name: 'gamma', otherSectors: ['Engineering'], organisations: [{ institutionId: other.id }] },
      { name: 'Delta 100%', foundedYear: 2010, closedYear: 2015 },
    ];
    for (const one of given) await recordCentre(lister.client, one);
  });

  it.each([
    ['orderBy: NAME', '', ['Alpha', 'beta', 'Delta 100%', 'gamma']],
    ['orderBy: NEWEST', '', ['Delta 100%', 'gamma', 'Alpha', 'beta']],
    ['', 'query: "LPH"', ['Alpha']],
    ['', 'query: "0%"', ['Delta 100%']],
    ['', 'foundedFrom: 2011', ['Alpha']],
    ['', 'foundedFrom: 2010, foundedTo: 2011', ['beta', 'Delta 100%']],
    ['', 'regions: ["Hubei", "Hebei"]', ['beta']],
    ['', 'disciplines: ["Immunology"]', ['beta']],
    ['', 'technologyAreas: ["Energy"]', ['Alpha']],
    ['', 'technologyAreas: ["Engineering"]', []],
    ['', 'sectors: ["Energy", "Engineering"]', ['Alpha', 'gamma']],
    ['', 'statuses: [ACTIVE, CLOSED]', ['beta', 'Delta 100%']],
    ['', 'forms: [VIRTUAL]', ['Alpha']],
    ['', 'funders: ["A fund"]', ['Alpha']],
    ['', 'institutionIds: $owner', ['gamma']],
    ['', 'regions: []', ['Alpha', 'beta', 'Delta 100%', 'gamma']],
    ['', 'partnerIds: ["00000000-0000-4000-8000-000000000000", "nonsense"]', []],
  ])('%s %s', async (order, filter, expected) => {
    expect(await list(`${order ? `${order}, ` : ''}filter: { ownerIds: $owner, ${filter} }`)).toEqual(
      expected,
    );
  });

  it.each(['NAME', 'FOUNDED', 'NEWEST'])('are paged by %s without loss or repeat', async (orderBy) => {
    const names: string[] = [];
    let after: string | null = null;
    do {
      const { jointCentres }: any = await lister.client.ask(
        `query($after: String, $owner: [ID!]) { jointCentres(first: 1, after: $after, orderBy: ${orderBy},
          filter: { ownerIds: $owner }) { edges { node { name } } pageInfo { hasNextPage endCursor } } }`,
        { after, owner: [other.id] },
      );
      names.push(...jointCentres.edges.map(({ node }: any) => node.name));
      after = jointCentres.pageInfo.hasNextPage ? jointCentres.pageInfo.endCursor : null;
    } while (after !== null);
    expect(names.toSorted()).toEqual(['Alpha', 'Delta 100%', 'beta', 'gamma']);
    if (orderBy === 'FOUNDED') expect(names.slice(2)).toEqual(['Alpha', 'gamma']);
  });
});
