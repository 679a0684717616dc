import { randomUUID } from 'node:crypto';
import { mutate, Publisher } from '../support/publishing.ts';
import { TestApp } from '../support/test-app.ts';

const [OXFORD, HOSPITAL, NEWER, OLDER, GONE] = [
  ...['https://ror.org/052gg0110', 'https://ror.org/03h2bh287', 'https://ror.org/0000aaa11'],
  ...['https://ror.org/0000aaa22', 'https://ror.org/0000aaa33'],
] as const;
const PARTNER = `id rorId name country region city status website names { value language kind }
  parents { rorId } children { rorId }`;
const LIST = `query($first: Int, $after: String, $query: String, $country: String) {
  partners(first: $first, after: $after, query: $query, country: $country) {
    edges { cursor node { name } } pageInfo { hasNextPage hasPreviousPage endCursor } } }`;

let app: TestApp;
let owner: Publisher;
let ids: Record<'oxford' | 'hospital' | 'newer' | 'older', string>;

beforeAll(async () => {
  app = await TestApp.start();
  owner = await Publisher.of(app);
  const [oxford, hospital, newer] = await app.partners(
    {
      ...{ id: OXFORD, name: 'University of Oxford', country: 'GB', city: 'Oxford', region: 'England' },
      names: [
        { value: 'Oxford University', types: ['alias'], lang: 'en' },
        { value: 'Prifysgol Rhydychen', types: ['label'], lang: 'cy' },
        { value: '牛津大学', types: ['label'], lang: 'zh' },
      ],
      links: [{ type: 'website', value: 'https://www.ox.ac.uk' }],
    },
    {
      ...{ id: HOSPITAL, name: 'Oxford University Hospitals', country: 'GB', city: 'Oxford' },
      relationships: [{ type: 'Parent', id: OXFORD, label: 'University of Oxford' }],
    },
    { id: NEWER, name: 'Zenith Institute of Technology' },
    {
      ...{ id: OLDER, name: 'Nadir Polytechnic', status: 'inactive' },
      relationships: [{ type: 'successor', id: NEWER, label: 'Zenith Institute of Technology' }],
    },
    { id: GONE, name: 'Entered by mistake', status: 'withdrawn' },
  );
  const rows = await app.anonymous.ask('{ partners(first: 100) { edges { node { id rorId } } } }');
  expect(rows.partners.edges).toHaveLength(3);
  ids = { oxford: oxford!, hospital: hospital!, newer: newer!, older: '' };
});
afterAll(() => app?.stop());

async function find(by: object, fields = PARTNER): Promise<any> {
  const data = await app.anonymous.ask(
    `query($id: ID, $rorId: String) { partner(id: $id, rorId: $rorId) { ${fields} } }`,
    by,
  );
  return data.partner;
}

async function list(variables: object): Promise<string[]> {
  const { partners } = await app.anonymous.ask(LIST, variables);
  return partners.edges.map((edge: { node: { name: string } }) => edge.node.name);
}

describe('one partner', () => {
  test('is found by either id, by anyone, with all its names and relatives', async () => {
    const wanted = {
      ...{ id: ids.oxford, rorId: OXFORD, name: 'University of Oxford', country: 'GB', region: 'England' },
      ...{ city: 'Oxford', status: 'active', website: 'https://www.ox.ac.uk' },
      names: [
        { value: 'University of Oxford', language: 'en', kind: 'label' },
        { value: 'Oxford University', language: 'en', kind: 'alias' },
        { value: 'Prifysgol Rhydychen', language: 'cy', kind: 'label' },
        { value: '牛津大学', language: 'zh', kind: 'label' },
      ],
      ...{ parents: [], children: [{ rorId: HOSPITAL }] },
    };
    expect(await find({ id: ids.oxford })).toEqual(wanted);
    expect(await find({ rorId: OXFORD })).toEqual(wanted);
    expect(await find({ rorId: 'ror.org/052gg0110' })).toEqual(wanted);
    expect((await find({ id: ids.hospital })).parents).toEqual([{ rorId: OXFORD }]);
  });

  test('that was merged leads to what it became', async () => {
    expect(await find({ rorId: OLDER }, 'rorId name')).toEqual({
      rorId: NEWER,
      name: 'Zenith Institute of Technology',
    });
  });

  test('that was withdrawn with nothing in its place is still shown, with its status', async () => {
    expect(await find({ rorId: GONE }, 'name status')).toEqual({
      name: 'Entered by mistake',
      status: 'withdrawn',
    });
  });

  test.each([
    ['an unknown id', { id: randomUUID() }],
    ['something that is no id', { id: 'oxford' }],
    ['an unknown ROR id', { rorId: 'https://ror.org/0zzzzzz99' }],
    ['something that is no ROR id', { rorId: 'University of Oxford' }],
    ['neither', {}],
  ])('is null for %s', async (_what, by) => {
    expect(await find(by, 'id')).toBeNull();
  });
});

describe('the list of partners', () => {
  test('goes by name, page by page, without those that were merged or withdrawn', async () => {
    const { partners } = await app.anonymous.ask(LIST, { first: 2 });
    expect(partners.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    expect(await list({ first: 2 })).toEqual(['Oxford University Hospitals', 'University of Oxford']);
    expect(await list({ first: 2, after: partners.pageInfo.endCursor })).toEqual([
      'Zenith Institute of Technology',
    ]);
  });

  test.each([
    [{ query: 'OXFORD' }, ['Oxford University Hospitals', 'University of Oxford']],
    [{ query: 'rhydychen' }, ['University of Oxford']],
    [{ query: '牛津' }, ['University of Oxford']],
    [{ query: 'zénith' }, ['Zenith Institute of Technology']],
    [{ query: '100%' }, []],
    [{ query: '!' }, []],
    [{ country: 'cn' }, ['Zenith Institute of Technology']],
    [{ query: 'oxford', country: 'CN' }, []],
  ])('narrows by %j', async (variables, names) => {
    expect(await list(variables)).toEqual(names);
  });

  test('refuses a cursor of another list and a page that is too large', async () => {
    for (const variables of [{ after: 'x' }, { first: 101 }]) {
      const { errors } = await app.anonymous.send(LIST, variables);
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    }
  });
});

describe('documents', () => {
  const PARTNERS = 'query($id: ID!) { document(id: $id) { partners { id name names { value } } } }';
  const EDIT = `mutation($id: ID!, $input: DocumentEditInput!) {
    documentEdit(id: $id, expectedVersion: 1, input: $input) {
      document { partners { id } working { number } } userErrors { code field } } }`;

  test('name partners, keep them through an edit, and can be found by them', async () => {
    const id = await owner.publish({
      title: 'About Oxford and Zenith',
      partnerIds: [ids.newer, ids.oxford, ids.newer],
      sharing: { level: 'PUBLIC' },
    });
    await app.index();
    const { document } = await app.anonymous.ask(PARTNERS, { id });
    expect(document.partners.map((one: any) => one.id)).toEqual([ids.oxford, ids.newer]);
    expect(document.partners[0].names).toHaveLength(4);

    const edited = await owner.author.client.ask(EDIT, { id, input: { title: 'Anew' } });
    expect(edited.documentEdit.document.partners).toHaveLength(2);

    const both = await app.anonymous.ask(
      `query($ids: [ID!]) {
        documents(filter: { partnerIds: $ids }) { edges { node { id } } }
        search(query: "", filter: { partnerIds: $ids }, facets: [PARTNER]) {
          edges { node { document { id partners { name } } } } facets { facet counts { value label count } } } }`,
      { ids: [ids.newer] },
    );
    expect(both.documents.edges).toEqual([{ node: { id } }]);
    expect(both.search.edges[0].node.document).toMatchObject({ id, partners: [{}, {}] });
    expect(both.search.facets).toEqual([
      {
        facet: 'PARTNER',
        counts: expect.arrayContaining([
          { value: ids.newer, label: 'Zenith Institute of Technology', count: 1 },
          { value: ids.oxford, label: 'University of Oxford', count: 1 },
        ]),
      },
    ]);
  });

  test('name partners that were merged as what these became', async () => {
    const [former, latter] = ['https://ror.org/0000bbb11', 'https://ror.org/0000bbb22'];
    const [partnerId] = await app.partners({ id: former, name: 'Former' });
    const id = await owner.publish({ partnerIds: [partnerId!], sharing: { level: 'COMMUNITY' } });
    const [successor] = await app.partners(
      { id: latter, name: 'Latter' },
      {
        ...{ id: former, name: 'Former', status: 'withdrawn' },
        relationships: [{ type: 'successor', id: latter, label: 'Latter' }],
      },
    );
    const { document } = await owner.author.client.ask(PARTNERS, { id });
    expect(document.partners).toMatchObject([{ id: successor, name: 'Latter' }]);
    const about = `query($id: ID!) { partner(id: $id) { name documents { edges { node { id } } } }
      documents(filter: { partnerIds: [$id] }) { edges { node { id } } } }`;
    for (const one of [partnerId, successor]) {
      const { partner, documents } = await owner.author.client.ask(about, { id: one });
      expect(partner).toEqual({ name: 'Latter', documents: { edges: [{ node: { id } }] } });
      expect(documents.edges).toEqual([{ node: { id } }]);
    }
  });

  test('that come with unknown partners are refused, on creating and on editing', async () => {
    const create = `mutation($input: DocumentCreateInput!) {
      documentCreate(input: $input) { document { id } userErrors { code field } } }`;
    const input = { title: 'T', summary: 'S', body: 'B', details: { guidance: {} } };
    const refused = { code: 'INVALID', field: ['input', 'partnerIds'] };
    const unknown = [ids.oxford, randomUUID()];
    const created = await owner.author.client.ask(create, { input: { ...input, partnerIds: unknown } });
    expect(created.documentCreate).toEqual({ document: null, userErrors: [refused] });
    const id = await owner.draft({ sharing: { level: 'INSTITUTION' } });
    const edited = await owner.author.client.ask(EDIT, { id, input: { partnerIds: unknown } });
    expect(edited.documentEdit.userErrors).toEqual([refused]);
    const wrong = await owner.author.client.ask(create, { input: { ...input, partnerIds: ['x'] } });
    expect(wrong.documentCreate.userErrors).toEqual([
      { code: 'INVALID', field: ['input', 'partnerIds', '0'] },
    ]);
  });

  test('lose their partners by an edit that names none', async () => {
    const id = await owner.draft({ partnerIds: [ids.oxford], sharing: { level: 'INSTITUTION' } });
    const { partners } = await mutate(owner.author.client, EDIT, { id, input: { partnerIds: [] } });
    expect(partners).toEqual([]);
  });
});

test('what is written about a partner is for those only who may read it', async () => {
  const [about] = await app.partners({ name: 'Discussed Institute' });
  const stranger = await app.person(await app.institution(), 'PUBLISHER');
  const inside = await owner.publish({ partnerIds: [about!], sharing: { level: 'INSTITUTION' } });
  const shared = await owner.publish({ partnerIds: [about!], sharing: { level: 'COMMUNITY' } });
  const open = await owner.publish({ partnerIds: [about!], sharing: { level: 'PUBLIC' } });
  const draft = await owner.draft({ partnerIds: [about!], sharing: { level: 'INSTITUTION' } });
  const seenBy = async (client: typeof app.anonymous): Promise<string[]> => {
    const { partner } = await client.ask(
      'query($id: ID!) { partner(id: $id) { documents(first: 100) { edges { node { id } } } } }',
      { id: about },
    );
    return partner.documents.edges.map((edge: any) => edge.node.id).sort();
  };
  expect(await seenBy(app.anonymous)).toEqual([open]);
  expect(await seenBy(stranger.client)).toEqual([open, shared].sort());
  expect(await seenBy(owner.reviewer.client)).toEqual([open, shared, inside].sort());
  expect(await seenBy(owner.author.client)).toEqual([open, shared, inside, draft].sort());
});

test('when the names of a partner change, the documents that name it are indexed anew', async () => {
  const id = 'https://ror.org/0000ccc11';
  const [renamed] = await app.partners({ id, name: 'Before' });
  await owner.publish({ partnerIds: [renamed!], sharing: { level: 'PUBLIC' } });
  await app.index();
  expect(await app.index()).toBe(0);
  await app.partners({ id, name: 'Before', city: 'Elsewhere' });
  expect(await app.index()).toBe(0);
  await app.partners({ id, name: 'After' });
  expect(await app.index()).toBe(1);
});
