import { getIntrospectionQuery } from 'graphql';
import { readFileSync } from 'node:fs';
import { searchExample, SEARCH_VARIABLES, VIEWER_EXAMPLE } from '../../apps/api/explorer/example-queries.ts';
import { TestApp, type Person } from '../support/test-app.ts';
import { post } from '../unit/support/answers.ts';

/** How much of the limit an ordinary request may take. */
const ROOM = 0.5;

let app: TestApp;
let person: Person;

beforeAll(async () => {
  app = await TestApp.start();
  person = await app.person(await app.institution(), 'PUBLISHER', { administrator: true });
});
afterAll(() => app?.stop());

interface Sent {
  status: number;
  codes: string[];
  cost?: { requested: number; limit: number };
  data: any;
  messages: string[];
}

async function send(query: string, variables: object = {}, token = person.token): Promise<Sent> {
  const { status, text, codes } = await post(app, token, JSON.stringify({ query, variables }));
  const { data, errors, extensions } = JSON.parse(text);
  return {
    ...{ status, codes, data, cost: extensions?.cost },
    messages: (errors ?? []).map(({ message }: any) => message),
  };
}

const costOf = async (query: string, variables: object = {}): Promise<number> =>
  (await send(query, variables)).cost!.requested;

function expectTooComplex(sent: Sent): void {
  expect([sent.status, sent.codes]).toEqual([400, ['QUERY_TOO_COMPLEX']]);
  expect(sent.data).toBeUndefined();
  expect(sent.messages[0]).toMatch(/^The query (costs|is nested|has too many)/);
}

const aliases = (count: number, field: string): string =>
  `{ ${Array.from({ length: count }, (_, index) => `a${index}: ${field}`).join(' ')} }`;

describe('what an operation costs', () => {
  it('is told with every answer', async () => {
    const { cost } = await send('{ documents(first: 50) { edges { node { id title } } } }');
    expect(cost).toEqual({ requested: 155, limit: app.settings.limits.queryCost });
  });

  it('follows the formula of the guide', async () => {
    expect(await costOf('{ viewer { user { id name email } } }')).toBe(7);
    expect(await costOf('{ documents(first: 1) { edges { node { body bodyHtml } } } }')).toBe(15);
    expect(await costOf('{ documents(first: 10) { edges { node { partners { name } } } } }')).toBe(85);
    expect(await costOf('{ sharingGroups { institutions { name } } }')).toBe(35);
    expect(await costOf('{ viewer { user { a: id b: id } } }')).toBe(9);
  });

  it.each([
    ['a variable', 'query($n: Int) { documents(first: $n) { edges { cursor } } }', { n: 100 }, 205],
    ['its default', 'query($n: Int = 30) { documents(first: $n) { edges { cursor } } }', {}, 65],
    ['the schema’s default', 'query($n: Int) { documents(first: $n) { edges { cursor } } }', {}, 45],
    ['no more than there may be', '{ documents(first: 2147483647) { edges { cursor } } }', {}, 205],
    ['@include', 'query($w: Boolean!) { viewer { user @include(if: $w) { id } } }', { w: false }, 6],
    ['@skip', '{ viewer { user @skip(if: true) { id } } }', {}, 6],
  ])('is worked out from %s', async (_name, query, variables, expected) => {
    expect(await costOf(query, variables)).toBe(expected);
  });

  it('is counted anew for the same query with other variables', async () => {
    const query = `query($first: Int = 2, $all: Boolean!, $none: Boolean = true) {
      documents(first: $first) { edges { node { id partners @include(if: $all) { name } topics @skip(if: $none) } } }
    }`;
    const costs = [
      { first: 1, all: false },
      { first: 10, all: false },
      { first: 10, all: true },
      { all: true },
      { first: 1, all: false },
    ].map((variables) => costOf(query, variables));
    const [one, ten, tenWithAll, usual, oneAgain] = await Promise.all(costs);
    expect(oneAgain).toBe(one);
    expect([one! < ten!, ten! < tenWithAll!, one! < usual!, usual! < tenWithAll!]).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(await costOf('{ viewer { user { id } } }')).toBe(await costOf('{ viewer { user { id } } }'));
  });

  it('is the same whether there is something to find or not', async () => {
    const query = 'query($id: ID!) { document(id: $id) { id title } }';
    const created = await person.client.ask(
      'mutation($input: DocumentCreateInput!) { documentCreate(input: $input) { document { id } } }',
      { input: { title: 'A', summary: 'A', body: 'A', details: { guidance: {} } } },
    );
    const found = await send(query, { id: created.documentCreate.document.id });
    const missing = await send(query, { id: '00000000-0000-4000-8000-000000000000' });

    expect(found.data.document).not.toBeNull();
    expect(missing.data.document).toBeNull();
    expect(found.cost).toEqual(missing.cost);
  });

  it('leaves a wrong page size to be what it is', async () => {
    const { codes } = await send('{ documents(first: 2147483647) { edges { cursor } } }');
    expect(codes).toEqual(['BAD_USER_INPUT']);
  });
});

describe('ordinary requests pass with room to spare', () => {
  const guide = readFileSync('docs/guide.md', 'utf8');
  const examples = [...guide.matchAll(/```graphql\n([^]*?)```/g)].map(([, query]) => query!);

  it.each([
    ...examples.map((query) => [query.replace(/\s+/g, ' ').slice(0, 60), query] as const),
    ['the explorer’s search', searchExample('Search')] as const,
    ['the explorer’s second tab', VIEWER_EXAMPLE] as const,
  ])('%s', async (_name, query) => {
    const { codes, cost } = await send(query, SEARCH_VARIABLES);
    expect(codes).toEqual([]);
    expect(cost!.requested).toBeLessThan(cost!.limit * ROOM);
  });

  it.each([
    ['graphql-js', getIntrospectionQuery()],
    [
      'GraphiQL',
      getIntrospectionQuery({
        ...{ schemaDescription: true, specifiedByUrl: true, directiveIsRepeatable: true },
        ...{ inputValueDeprecation: true, oneOf: true },
      }),
    ],
  ])('introspection as %s asks for it', async (_name, query) => {
    const { codes, data, cost } = await send(query);
    expect(codes).toEqual([]);
    expect(data.__schema.types.length).toBeGreaterThan(100);
    expect(cost!.requested).toBeLessThan(cost!.limit * ROOM);
  });
});

const ENGAGEMENT = 'precedents(for: { description: "x" }) { precedents { score } }';

/** A fragment that holds the one before it twice, and so on: 2^depth fields, when written out. */
function bomb(depth: number, innermost: string): string {
  const fragments = Array.from(
    { length: depth },
    (_, index) =>
      `fragment F${index + 1} on Document { a: supersededBy { ...F${index} } b: supersededBy { ...F${index} } }`,
  );
  return `{ document(id: "x") { ...F${depth} } } fragment F0 on Document { ${innermost} } ${fragments.join(' ')}`;
}

describe('is refused before it is executed', () => {
  it.each([
    ['the network under many names', aliases(20, 'collaborationNetwork { centres }')],
    ['precedents under many names', aliases(30, ENGAGEMENT)],
    ['searches under many names', aliases(60, 'search(query: "x") { total }')],
    [
      'lists in lists',
      '{ documents(first: 100) { edges { node { partners { documents(first: 100) { edges { node { id } } } } } } } }',
    ],
    [
      'long texts under many names',
      `{ documents(first: 100) { edges { node { ${Array.from({ length: 50 }, (_, index) => `a${index}: body`).join(' ')} } } } }`,
    ],
    ['many writes', `mutation ${aliases(150, 'notificationsMarkRead(ids: []) { done }')}`],
    ['very many aliases', aliases(201, 'viewer { __typename }')],
    ['introspection over and over', aliases(30, '__schema { types { name } }')],
    ['aliases inside of introspection', `{ __schema { types ${aliases(150, 'fields { name }')} } }`],
    ['fragments that double each other', bomb(12, 'id')],
    [
      'fields far below each other',
      `{ document(id: "x") ${'{ supersededBy '.repeat(30)}{ id }${' }'.repeat(30)} }`,
    ],
  ])('%s', async (_name, query) => {
    expectTooComplex(await send(query));
  });

  it('and costs next to nothing to refuse, however much it would come to', async () => {
    // Written out these are more fields than could be counted one by one.
    for (const depth of [60, 150, 300]) {
      const sent = await send(bomb(depth, 'id'));
      expect(sent.status).toBe(400);
      for (const code of sent.codes) expect(['QUERY_TOO_COMPLEX', 'BAD_USER_INPUT']).toContain(code);
    }
    expect((await send('{ viewer { user { id } } }')).status).toBe(200);
  });

  it('a write that costs too much has written nothing', async () => {
    const group = 'sharingGroupCreate(name: "Circle") { sharingGroup { id } }';
    expectTooComplex(await send(`mutation ${aliases(120, group)}`));
    expect((await send('{ sharingGroups { id } }')).data.sharingGroups).toEqual([]);
  });
});
