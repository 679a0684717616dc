import { ANY_QUERY, TestApp } from '../support/test-app.ts';
import { ask, faultsOf, type Answer } from '../unit/support/answers.ts';
import { QUERIES } from '../unit/support/operations.ts';
import { plainVariables, plainWorld, type PlainWorld } from '../unit/support/plain-world.ts';

const ID = '00000000-0000-4000-8000-000000000000';
const MALFORMED = /not a cursor|not usable/;

let app: TestApp;
let world: PlainWorld;

beforeAll(async () => {
  app = await TestApp.start(ANY_QUERY);
  world = await plainWorld(app);
  await app.index();
});
afterAll(() => app.stop());

/** The lists, the one below a document with the others: each asked for one page with these arguments. */
const LISTS = [...QUERIES.filter((query) => 'after' in query.arguments).map(({ name }) => name), 'versions'];

function page(list: string, paging: { first?: unknown; after?: unknown }): Promise<Answer> {
  if (list === 'versions') {
    const versions = `query($id: ID!, $first: Int, $after: String) { document(id: $id) {
      versions(first: $first, after: $after) { edges { cursor } pageInfo { endCursor } } } }`;
    return ask(app, world.person.token, versions, { id: world.ids.published, ...paging });
  }
  const query = QUERIES.find(({ name }) => name === list)!;
  const { filter: _filter, query: _query, ...plain } = plainVariables(query, world);
  return ask(app, world.person.token, query.text, { query: '', ...plain, ...paging });
}

/** A cursor made of any JSON. */
const cursor = (json: string): string => Buffer.from(json).toString('base64url');

test('every list of the schema is looked at', () => {
  expect(LISTS).toEqual(
    expect.arrayContaining(['documents', 'search', 'institutions', 'members', 'versions']),
  );
});

describe.each(LISTS)('%s', (list) => {
  test.each([0, -1, 101, 100_000, 2_147_483_647, -2_147_483_648])(
    'first: %i is BAD_USER_INPUT',
    async (first) => {
      const answer = await page(list, { first });

      expect(answer.codes).toEqual(['BAD_USER_INPUT']);
      expect(answer.text).toContain('first must be a whole number from 1 to 100');
      expect(faultsOf(answer)).toEqual([]);
    },
  );

  test.each([1, 100, null])('first: %p is taken', async (first) => {
    expect((await page(list, { first })).codes).toEqual([]);
  });

  test.each([
    ['random text', 'x'],
    ['text that is not base64', '%%% ☃ %%%'],
    ['base64 of no JSON', cursor('{')],
    ['a number', cursor('1')],
    ['null', cursor('null')],
    ['a text', cursor('"x"')],
    ['an object', cursor('{"length":2,"0":"x","1":"y"}')],
    ['an empty list', cursor('[]')],
    ['too many keys', cursor(`["x","${ID}",1,2]`)],
    ['nulls', cursor('[null,null]')],
    ['objects', cursor('[{},{}]')],
    ['lists', cursor(`[["x"],"${ID}"]`)],
    ['truths', cursor('[true,false]')],
    ['a NUL character', cursor(`["a\\u0000b","${ID}"]`)],
    ['an endless number', cursor('[1e999,"x"]')],
    ['no id where one belongs', cursor('["x","y"]')],
    ['numbers', cursor('[1.5,2.5]')],
    ['one key that is no number', cursor('["x"]')],
    ['half a number', cursor('[1.5]')],
    ['a number beyond all', cursor('[1e300]')],
    ['nesting without end', cursor('['.repeat(50_000))],
    ['100,000 characters', 'x'.repeat(100_000)],
    ['a lone surrogate', '\ud800'],
    ['a NUL character as such', '\0'],
    ['an injection', "' OR 1=1 --"],
  ])('a cursor of %s is BAD_USER_INPUT', async (_name, after) => {
    const answer = await page(list, { after });

    expect(answer.codes).toEqual(['BAD_USER_INPUT']);
    expect(answer.text).toMatch(MALFORMED);
    expect(faultsOf(answer)).toEqual([]);
  });

  test('cursors of other lists are BAD_USER_INPUT, or a place in this one, and nothing worse', async () => {
    for (const other of LISTS) {
      const { text } = await page(other, { first: 1 });
      const after = /"endCursor":"([^"]+)"/.exec(text)?.[1];
      expect([other, after]).toEqual([other, expect.any(String)]);

      const answer = await page(list, { after });

      if (answer.codes.length > 0) expect(answer.codes).toEqual(['BAD_USER_INPUT']);
      expect([other, faultsOf(answer)]).toEqual([other, []]);
    }
  });
});

describe('documents in every order', () => {
  const orders = ['NEWEST', 'OLDEST', 'UPDATED', 'TITLE'];
  const list = `query($after: String, $orderBy: DocumentOrder) {
    documents(first: 1, after: $after, orderBy: $orderBy) { edges { cursor } } }`;

  test.each([
    ['no time', `["not a time","${ID}"]`],
    ['what only JavaScript takes for a time', `["foo 1","${ID}"]`],
    ['a year alone', `["2026","${ID}"]`],
    ['a time that nobody can store', `["-271821-04-20T00:00:00.000Z","${ID}"]`],
    ['a time far away', `["+275760-09-13T00:00:00.000Z","${ID}"]`],
    ['a day that is none', `["2026-02-30","${ID}"]`],
    ['half a surrogate pair', `["\\ud800","${ID}"]`],
    ['a very long text', `["${'x'.repeat(100_000)}","${ID}"]`],
    ['a number for a text', `[1,"${ID}"]`],
  ])('a cursor with %s is BAD_USER_INPUT or a place in the list', async (_name, json) => {
    for (const orderBy of orders) {
      const answer = await ask(app, world.person.token, list, { after: cursor(json), orderBy });

      expect([orderBy, faultsOf(answer)]).toEqual([orderBy, []]);
      if (answer.codes.length > 0) expect(answer.codes).toEqual(['BAD_USER_INPUT']);
      if (orderBy !== 'TITLE' && json.includes('not a time'))
        expect(answer.codes).toEqual(['BAD_USER_INPUT']);
    }
  });
});

test('a diff from a version that is none is BAD_USER_INPUT', async () => {
  const diff = `query($id: ID!, $from: Int) { document(id: $id) { versions { edges { node { diff(from: $from) } } } } }`;
  for (const from of [0, -1, 2, 2_147_483_647, -2_147_483_648]) {
    const answer = await ask(app, world.person.token, diff, { id: world.ids.published, from });

    expect([from, answer.codes]).toEqual([from, ['BAD_USER_INPUT']]);
    expect(faultsOf(answer)).toEqual([]);
  }
});
