import { ANY_QUERY, TestApp } from '../support/test-app.ts';
import { ask } from '../unit/support/answers.ts';
import { QUERIES, shallow } from '../unit/support/operations.ts';
import { plainVariables, plainWorld, type PlainWorld } from '../unit/support/plain-world.ts';

// An operation is executed by graphql-js when it comes for the first time, and compiled from the second time
// on. Nobody may notice.

let app: TestApp;
let world: PlainWorld;

beforeAll(async () => {
  app = await TestApp.start(ANY_QUERY);
  world = await plainWorld(app);
  await app.index();
});
afterAll(() => app.stop());

/** Three answers to the same question; milliseconds are nobody's answer. */
async function answers(query: string, variables: object): Promise<string[]> {
  const given: string[] = [];
  for (let time = 0; time < 3; time += 1) {
    const { status, text } = await ask(app, world.person.token, query, variables);
    given.push(`${status} ${text.replaceAll(/"tookMs":\d+/g, '"tookMs":0')}`);
  }
  return given;
}

/** What is recorded of being asked is part of the next answer. */
const SAME = QUERIES.filter(({ name }) => !['accountExport', 'auditEvents'].includes(name));

test.each(SAME.map((one) => [one.name, one] as const))('%s: the same from both', async (_, operation) => {
  // All that there is would be too much to be compiled.
  const [first, ...later] = await answers(shallow(operation, 2), plainVariables(operation, world));
  expect(first).toMatch(/^200 \{"data":\{"/);
  expect(later).toEqual([first, first]);
});

const DOCUMENT = `
  query Mine($id: ID!, $body: Boolean! = false, $skip: Boolean!) {
    document(id: $id) {
      ...Head id again: id
      ... on Guidance { appliesTo riskAreas @include(if: $body) }
      ... @include(if: $body) { body bodyHtml }
      versions(first: 2) { edges { node { number ... @skip(if: $skip) { diff(from: null) } } } }
    }
    other: document(id: "00000000-0000-0000-0000-000000000000") { ...Head }
  }
  fragment Head on Document { __typename title sharing @skip(if: $skip) { level institutions { name } } }`;

test.each([
  [{ skip: true }],
  [{ skip: false, body: true }],
  [{ skip: null }],
  [{ skip: 'yes' }],
  [{}],
  [{ id: {}, skip: true }],
  [{ id: null, skip: true }],
])('fragments, aliases and directives with %j', async (variables) => {
  const [first, ...later] = await answers(DOCUMENT, { id: world.ids.published, ...variables });
  expect(later).toEqual([first, first]);
});

test.each([
  ['a null where none may be', '{ documents(first: 0) { edges { node { title } } } }', {}],
  [
    'a malformed cursor beside what works',
    '{ viewer { user { id } } documents(after: "x") { edges { cursor } } }',
    {},
  ],
  ['what has no permission', '{ members(institutionId: "x") { edges { node { user { email } } } } }', {}],
  [
    'defaults in an input',
    'query($for: EngagementInput!) { precedents(for: $for) { precedents { score reasons } } }',
    { for: { description: 'note' } },
  ],
  [
    'an enum that does not exist',
    'query($k: [DocumentKind!]) { documents(filter: { kinds: $k }) { edges { cursor } } }',
    { k: ['X'] },
  ],
  ['an operation that does not exist', 'query A { viewer { user { id } } } query B { __typename }', {}],
  [
    'introspection',
    '{ __schema { queryType { name } types { kind name fields { name type { name ofType { name } } } } } }',
    {},
  ],
])('%s', async (_, query, variables) => {
  const [first, ...later] = await answers(query, variables);
  expect(later).toEqual([first, first]);
});
