import { TestApp, type Person } from '../support/test-app.ts';
import { ask, faultsOf, post, type Answer } from '../unit/support/answers.ts';
import { storedContents } from '../unit/support/database.ts';

const VIEWER = '{ viewer { user { id } } }';
const CREATE_GROUP =
  'mutation { sharingGroupCreate(name: "Circle") { sharingGroup { id } userErrors { code } } }';
const TOPICS = 'query($topics: [String!]) { documents(filter: { topics: $topics }) { edges { cursor } } }';
const FILTER = 'query($filter: DocumentFilter) { documents(filter: $filter) { edges { cursor } } }';
const JSON_TYPE = 'application/json';
const MEGABYTE = 1024 * 1024;

let app: TestApp;
let administrator: Person;

beforeAll(async () => {
  app = await TestApp.start();
  administrator = await app.person(await app.institution(), 'PUBLISHER', { administrator: true });
});
afterAll(() => app.stop());

const send = (body: string | Uint8Array<ArrayBuffer>, type = JSON_TYPE): Promise<Answer> =>
  post(app, administrator.token, body, { 'content-type': type });

/** Refused as malformed, as the contract says it, and nothing more said. */
function expectMalformed(answer: Answer, status: number[] = [400]): void {
  expect(faultsOf(answer)).toEqual([]);
  expect(status).toContain(answer.status);
  expect(answer.codes).toEqual(['BAD_USER_INPUT']);
}

describe('a body that is no GraphQL request', () => {
  test.each([
    ['broken JSON', '{"query": '],
    ['nothing', ''],
    ['text', 'hello'],
    ['a JSON text', '"{ viewer { user { id } } }"'],
    ['null', 'null'],
    ['a number', '42'],
    ['an empty object', '{}'],
    ['a query that is no text', '{"query":42}'],
    ['an empty query', '{"query":""}'],
    ['variables that are a text', JSON.stringify({ query: VIEWER, variables: '{}' })],
    ['variables that are a list', JSON.stringify({ query: VIEWER, variables: [1] })],
    ['extensions that are a text', JSON.stringify({ query: VIEWER, extensions: 'x' })],
    ['an operation that is not in it', JSON.stringify({ query: VIEWER, operationName: 'Nope' })],
    ['a prototype', `{"query":${JSON.stringify(VIEWER)},"__proto__":{"admin":true}}`],
    ['a constructor', `{"query":${JSON.stringify(VIEWER)},"constructor":{"prototype":{"admin":true}}}`],
    ['a syntax error', JSON.stringify({ query: '{ viewer { ' })],
    ['an unknown field', JSON.stringify({ query: '{ viewer { password } }' })],
    ['an unknown mutation', JSON.stringify({ query: 'mutation { dropEverything }' })],
    ['two operations and no name', JSON.stringify({ query: `query A ${VIEWER} query B ${VIEWER}` })],
    ['a fragment that holds itself', JSON.stringify({ query: '{ ...A } fragment A on Query { ...A }' })],
    ['a NUL character in the query', JSON.stringify({ query: '{ viewer\0 { user { id } } }' })],
    ['a missing variable', JSON.stringify({ query: 'query($id: ID!) { document(id: $id) { id } }' })],
    ['an undeclared variable', JSON.stringify({ query: '{ document(id: $id) { id } }' })],
  ])('is BAD_USER_INPUT with HTTP 400: %s', async (_name, body) => {
    expectMalformed(await send(body));
  });

  test('is BAD_USER_INPUT when it is not UTF-8', async () => {
    expectMalformed(await send(Uint8Array.from([0x7b, 0x22, 0x71, 0xff, 0xfe, 0x22, 0x7d])));
  });
});

describe('another content type', () => {
  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'application/octet-stream',
    'nonsense',
  ])('%s is BAD_USER_INPUT, and nothing is done', async (type) => {
    const before = await storedContents(app.databaseUrl);

    const answer = await send(JSON.stringify({ query: CREATE_GROUP }), type);

    expect(await storedContents(app.databaseUrl)).toEqual(before);
    expectMalformed(answer, [400, 415]);
  });

  test('JSON with a charset is JSON', async () => {
    expect((await send(JSON.stringify({ query: VIEWER }), `${JSON_TYPE}; charset=utf-8`)).codes).toEqual([]);
  });

  test('a mutation by GET is refused, and nothing is done', async () => {
    const before = await storedContents(app.databaseUrl);
    const response = await fetch(
      `${await app.app.getUrl()}/graphql?query=${encodeURIComponent(CREATE_GROUP)}`,
      {
        headers: { authorization: `Bearer ${administrator.token}`, 'content-type': JSON_TYPE },
      },
    );

    expect(response.status).toBe(405);
    const { errors } = (await response.json()) as { errors: { extensions: object }[] };
    expect(errors.map((error) => error.extensions)).toEqual([{ code: 'BAD_USER_INPUT' }]);
    expect(await storedContents(app.databaseUrl)).toEqual(before);
  });
});

describe('several requests in one', () => {
  test.each([
    ['two queries', [{ query: VIEWER }, { query: VIEWER }]],
    ['one query', [{ query: VIEWER }]],
    ['none', []],
    ['a mutation', [{ query: CREATE_GROUP }]],
  ])('are refused: %s', async (_name, batch) => {
    const before = await storedContents(app.databaseUrl);

    const answer = await send(JSON.stringify(batch));

    expectMalformed(answer);
    expect(await storedContents(app.databaseUrl)).toEqual(before);
  });
});

describe('much of it', () => {
  test('a body of 5 MB is refused', async () => {
    const answer = await send(JSON.stringify({ query: VIEWER, variables: { x: 'x'.repeat(5 * MEGABYTE) } }));

    expectMalformed(answer, [400, 413]);
  });

  test.each([
    ['lists', `{"topics":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, TOPICS],
    ['objects', `{"filter":${'{"kinds":'.repeat(100_000)}1${'}'.repeat(100_000)}}`, FILTER],
  ])('JSON of 100,000 %s in each other is refused', async (_name, variables, query) => {
    const answer = await send(`{"query":${JSON.stringify(query)},"variables":${variables}}`);

    expectMalformed(answer);
    expect(answer.text.length).toBeLessThan(2_000);
  });

  test.each([100, 3_000, 100_000])('a query of %i lists in each other is refused', async (depth) => {
    const lists = `${'['.repeat(depth)}${']'.repeat(depth)}`;

    expectMalformed(
      await ask(app, administrator.token, `{ documents(filter: { topics: ${lists} }) { edges { cursor } } }`),
    );
  });

  test.each([
    ['fields', 'supersededBy { id '],
    ['fragments', '... on Document { id '],
  ])('a query of %s in each other, however many, is answered or refused', async (_name, field) => {
    for (const depth of [10, 100, 500, 1_000, 1_500, 2_000, 3_000, 10_000, 50_000]) {
      const query = `query($id: ID!) { document(id: $id) { id ${field.repeat(depth)}${'}'.repeat(depth)} } }`;
      const answer = await ask(app, administrator.token, query, {
        id: '00000000-0000-4000-8000-000000000000',
      });

      expect([depth, faultsOf(answer)]).toEqual([depth, []]);
      for (const code of answer.codes) expect(['BAD_USER_INPUT', 'QUERY_TOO_COMPLEX']).toContain(code);
      expect(answer.status).toBe(answer.codes.length === 0 ? 200 : 400);
    }
  });

  test('a list of 10,000 values is answered or refused', async () => {
    const topics = Array.from({ length: 10_000 }, (_, index) => `topic ${index}`);
    const found = await ask(app, administrator.token, TOPICS, { topics });
    expect(faultsOf(found)).toEqual([]);

    const searched = await ask(
      app,
      administrator.token,
      'query($topics: [String!]) { search(query: "note", filter: { topics: $topics }) { total } }',
      { topics },
    );
    expect(faultsOf(searched)).toEqual([]);
    for (const code of [...found.codes, ...searched.codes]) expect(code).toBe('BAD_USER_INPUT');
  });
});

test('after all this the service is as it was', async () => {
  const answer = await ask(app, administrator.token, VIEWER);

  expect(answer.status).toBe(200);
  expect(answer.payload).toEqual({ user: { id: administrator.userId } });
});
