import { GraphqlClient } from '#testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { PrecedentHome } from '../support/precedent-process.ts';
import { mutate } from '../support/publishing.ts';
import { Receiver } from '../support/receiver.ts';

// Two api processes and two workers on one empty database, started at the same moment.

const ERRORS = 'userErrors { code message field }';
const CREATE = `mutation($input: DocumentCreateInput!) { documentCreate(input: $input) { document { id } ${ERRORS} } }`;
const STEPS = {
  submit: `mutation($id: ID!) { documentSubmit(id: $id) { document { id } ${ERRORS} } }`,
  approve: `mutation($id: ID!) { documentReview(id: $id, decision: APPROVE) { document { id } ${ERRORS} } }`,
  publish: `mutation($id: ID!) { documentPublish(id: $id, expectedVersion: 1) { document { id } ${ERRORS} } }`,
  narrow: `mutation($id: ID!) {
    documentShare(id: $id, sharing: { level: INSTITUTION }) { document { id } ${ERRORS} } }`,
};
const WEBHOOK = `mutation($url: String!) { webhookCreate(url: $url) { webhook { id } ${ERRORS} } }`;
const REVOKE = `mutation($id: ID!) { membershipRevoke(id: $id) { membership { id } ${ERRORS} } }`;
const FOUND = '{ search(query: "replicated", first: 100) { total edges { node { document { id } } } } }';
const MEMBERSHIP = '{ viewer { memberships { id } } }';
const DOCUMENTS = 20;

/** Somebody, at each of the apis. */
type Everywhere = readonly [GraphqlClient, GraphqlClient];

const home = new PrecedentHome();
let receiver: Receiver;
let apis: { url: string }[];
let workers: Awaited<ReturnType<PrecedentHome['worker']>>[];
let [author, publisher, reader, administrator]: Everywhere[] = [];

beforeAll(async () => {
  receiver = await Receiver.open();
  home.withEnvironment({ WEBHOOK_ALLOW_LOOPBACK: 'true' });
  const serve = (): ReturnType<PrecedentHome['serve']> => home.serve('--no-worker', '--no-demo');
  const [one, two, ...others] = await Promise.all([serve(), serve(), home.worker(), home.worker()]);
  [apis, workers] = [[one, two], others];
  await home.must('seed', 'demo');
  author = await person('amara.okonkwo@calderwyck.example');
  publisher = await person('fiona.macaskill@calderwyck.example');
  reader = await person('oluwaseun.adebayo@harrowmere.example');
  administrator = await person('priya.raghunathan@harrowmere.example');
});

afterAll(async () => {
  await home.remove();
  await receiver.close();
});

/** Somebody of the demonstration community, at both apis. */
async function person(email: string): Promise<Everywhere> {
  const token = await home.must('token', 'create', '--email', email);
  const [one, two] = apis.map(({ url }) => new GraphqlClient(url).as(token));
  return [one!, two!];
}

/** Publishes to the community, each step at the other api. */
async function publish(title: string, first: 0 | 1 = 0): Promise<string> {
  const second = first === 0 ? 1 : 0;
  const content = { title, summary: 'Replicated.', body: '', details: { guidance: {} } };
  const input = { ...content, sharing: { level: 'COMMUNITY' } };
  const { id } = await mutate(author![first], CREATE, { input });
  await mutate(author![second], STEPS.submit, { id });
  await mutate(publisher![first], STEPS.approve, { id });
  await mutate(publisher![second], STEPS.publish, { id });
  return id;
}

async function found(client: GraphqlClient): Promise<string[]> {
  const { search } = await client.ask(FOUND);
  return search.edges.map((edge: any) => edge.node.document.id).toSorted();
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(50);
}

test('all four have started on an empty database and are ready; a worker answers nothing else', async () => {
  const statusOf = async (path: string, { url }: { url: string }): Promise<number> =>
    (await fetch(new URL(path, url))).status;
  const all = await Promise.all([...apis, ...workers].map((one) => statusOf('/health/ready', one)));
  expect(all).toEqual([200, 200, 200, 200]);
  expect(await statusOf('/metrics', workers[0]!)).toBe(200);
  expect(await statusOf('/graphql?query={__typename}', workers[0]!)).toBe(404);
});

test('each job is done once, by whichever worker comes first', async () => {
  await mutate(administrator![0], WEBHOOK, { url: receiver.url('told') });
  const publishing = Array.from({ length: DOCUMENTS }, (_, i) => publish(`Number ${i}`, i % 2 ? 1 : 0));
  const ids = (await Promise.all(publishing)).toSorted();
  const told = (): string[] =>
    receiver.at('told').flatMap(({ document }) => (ids.includes(document.id) ? [document.id] : []));
  await until(async () => told().length >= DOCUMENTS && (await found(reader![0])).length === DOCUMENTS);
  expect(await found(reader![0])).toEqual(ids);
  expect(await found(reader![1])).toEqual(ids);
  expect(told().toSorted()).toEqual(ids);
});

test('what one api narrows, the other one does not show on the very next request', async () => {
  for (const [by, seen] of [
    [0, 1],
    [1, 0],
  ] as const) {
    const id = await publish('Narrowed', by);
    await until(async () => (await found(reader![seen])).includes(id));
    await mutate(publisher![by], STEPS.narrow, { id });
    expect(await found(reader![seen])).not.toContain(id);
    const { document } = await reader![seen].ask('query($id: ID!) { document(id: $id) { id } }', { id });
    expect(document).toBeNull();
  }
});

test('whom one api revokes, the other one refuses on the very next request', async () => {
  const { viewer } = await reader![1].ask(MEMBERSHIP);
  expect((await found(reader![1])).length).toBe(DOCUMENTS);
  await mutate(administrator![0], REVOKE, { id: viewer.memberships[0].id });
  expect(await found(reader![1])).toEqual([]);
  expect((await reader![1].ask(MEMBERSHIP)).viewer.memberships).toEqual([]);
});
