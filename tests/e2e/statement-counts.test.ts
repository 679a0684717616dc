import { DeferredTrail } from '#audit';
import pg from 'pg';
import { Publisher } from '../support/publishing.ts';
import { ANY_QUERY, TestApp } from '../support/test-app.ts';

/** Statements that PostgreSQL gets through any connection of this process, by their text. */
const sent: string[] = [];
// eslint-disable-next-line @typescript-eslint/unbound-method -- called with the client it was called on
const { query } = pg.Client.prototype;

let app: TestApp;
let people: Publisher;
let partners: string[];
const documents: string[] = [];

beforeAll(async () => {
  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
    const [statement] = given as [string | { text: string }];
    sent.push(typeof statement === 'string' ? statement : statement.text);
    return (query as (...given: unknown[]) => unknown).apply(this, given);
  } as typeof query;
  app = await TestApp.start(ANY_QUERY);
  people = await Publisher.of(app);
  partners = await app.partners(
    ...['Alpha', 'Beta', 'Gamma', 'Delta'].map((name) => ({ name: `${name} Works` })),
  );
  for (let number = 0; number < 24; number += 1) {
    const partnerIds = [partners[number % partners.length]!, partners[(number + 1) % partners.length]!];
    const topics = [`topic ${number % 5}`, 'all'];
    documents.push(
      await people.publish({
        title: `Wombats, part ${number}`,
        topics,
        partnerIds,
        sharing: { level: 'INSTITUTION' },
      }),
    );
  }
  await app.index();
}, 60_000);

afterAll(async () => {
  pg.Client.prototype.query = query;
  await app?.stop();
});

/** The statements of one operation beside the one that signs its caller in. */
async function statementsOf(operation: string, variables: object = {}): Promise<string[]> {
  // The first time of all says as well when the token was last used, and who has opened what.
  await people.author.client.ask(operation, variables);
  await app.app.get(DeferredTrail).drain();
  sent.length = 0;
  await people.author.client.ask(operation, variables);
  return sent.filter((text) => !text.includes('FROM api_tokens'));
}

const FIELDS = `id kind title summary topics countries publishedAt updatedAt overdue versionNumber viewerCan
  institution { id name } author { id name } sharing { level tlp } partners { id name } supersededBy { id }`;

test.each([1, 5, 20])('a list of %i documents is one statement', async (first) => {
  const list = `query($first: Int!) { documents(first: $first) { edges { cursor node { ${FIELDS} } } pageInfo { hasNextPage } } }`;
  expect(await statementsOf(list, { first })).toHaveLength(1);
});

test('a single document with everything of its own is at most two statements', async () => {
  const one = `query($id: ID!) { document(id: $id) { ${FIELDS} body bodyHtml attachments { id } } }`;
  expect((await statementsOf(one, { id: documents[0] })).length).toBeLessThanOrEqual(2);
});

test.each([1, 20])(
  'a search with facets for %i hits is three statements beyond its engine',
  async (first) => {
    const search = `query($first: Int!) {
    search(query: "wombats of Alpha Works", first: $first, facets: [KIND, INSTITUTION, PARTNER, TOPIC]) {
      total facets { facet counts { value label count } } edges { node { snippet document { ${FIELDS} } } } } }`;
    const statements = await statementsOf(search, { first });
    const ofTheEngine = statements.filter((text) => text.includes('search_indexes'));
    expect(ofTheEngine).toHaveLength(1);
    expect(statements.length - ofTheEngine.length).toBeLessThanOrEqual(3);
  },
);

test.each([1, 4])('documents below %i partners are one statement for their level', async (first) => {
  const nested = `query($first: Int!) { partners(first: $first) { edges { node { id
    documents(first: 5) { edges { node { ${FIELDS} } } } } } } }`;
  expect(await statementsOf(nested, { first })).toHaveLength(2);
  const related = nested.replace('documents(first: 5)', 'documents(first: 5, includeRelated: true)');
  expect(await statementsOf(related, { first })).toHaveLength(2);
});

test('partners below documents, and documents below these, are one statement more each', async () => {
  const nested = `{ documents(first: 20) { edges { node { id partners { id names { value }
    documents(first: 2) { edges { node { id } } } } } } } }`;
  expect(await statementsOf(nested)).toHaveLength(3);
});
