import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Publisher } from '../support/publishing.ts';
import { ANY_QUERY, TestApp } from '../support/test-app.ts';

/** Requests of which what stays is counted. */
const MANY = 200;
/** Bytes that one of them may leave behind. It is 1,000; with either of what is said below it was 5,000 to 25,000. */
const LITTLE = 2_500;

let app: TestApp;
let people: Publisher;
let id: string;
let collectYoung: () => void;

beforeAll(async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options: { type: 'minor' }) => void;
  collectYoung = () => collect({ type: 'minor' });
  app = await TestApp.start(ANY_QUERY);
  people = await Publisher.of(app);
  for (let number = 0; number < 20; number += 1)
    id = await people.publish({
      title: `Wombats, part ${number}`,
      summary: 'Of burrows. '.repeat(20),
      sharing: { level: 'INSTITUTION' },
    });
  await app.index();
}, 60_000);
afterAll(async () => {
  agent.destroy();
  await app?.stop();
});

/** Bytes among what lasts, once everything that could be forgotten at little cost is. */
function lasting(): number {
  // What outlives two of them is taken for something that lasts.
  for (let time = 0; time < 3; time += 1) collectYoung();
  return getHeapSpaceStatistics()
    .filter(({ space_name }) => space_name === 'old_space' || space_name === 'large_object_space')
    .reduce((sum, { space_used_size }) => sum + space_used_size, 0);
}

const agent = new Agent({ keepAlive: true });

/** Not with `fetch`, which leaves much behind itself, in this same process. */
async function send(body: object): Promise<void> {
  const url = `${await app.app.getUrl()}/graphql`;
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${people.author.token}` };
  const asking = request(url, { method: 'POST', agent, headers }).end(JSON.stringify(body));
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  expect(answer.statusCode).toBe(200);
  await once(answer.resume(), 'end');
}

/**
 * What V8 takes for something that lasts is forgotten in full collections only. One closure of a request among it
 * (a function literal assigned to a property is, and so are accessors) keeps all that the request has read, and
 * makes every small collection copy it: a fifth of the speed of a list.
 */
test.each([
  ['a page', `{ documents(first: 20) { edges { node { id title summary topics publishedAt } } } }`],
  ['a document', `query($id: ID!) { document(id: $id) { id title summary body } }`],
  [
    'a search',
    `{ search(query: "wombats", facets: [TOPIC]) { edges { node { snippet document { id title } } } facets { facet } } }`,
  ],
])('%s is forgotten as soon as it is answered', async (_what, operation) => {
  const ask = async (): Promise<void> => {
    for (let time = 0; time < MANY; time += 1) await send({ query: operation, variables: { id } });
  };
  await ask();
  const before = lasting();
  await ask();
  const left = (lasting() - before) / MANY;
  expect(left).toBeLessThan(LITTLE);
});
