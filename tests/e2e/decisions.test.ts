import { mutate, Publisher, refusal } from '../support/publishing.ts';
import { TestApp, type Person } from '../support/test-app.ts';
import { trailOf } from '../unit/support/database.ts';

const ERRORS = 'userErrors { code message field }';
const CONFIRM = `mutation($id: ID!) { decisionConfirm(documentId: $id) { document { id } ${ERRORS} } }`;
const CASE = { caseStudy: { collaborationType: 'JOINT_PROJECT', decision: 'PROCEEDED' } };
const NOTE = { partnerNote: { assessedOn: '2026-01-01' } };

let app: TestApp;
let own: Publisher;
let other: Publisher;
let partnerId: string;
let studyId: string;

beforeAll(async () => {
  app = await TestApp.start();
  own = await Publisher.of(app);
  other = await Publisher.of(app);
});
beforeEach(async () => {
  [partnerId] = (await app.partners({})) as [string];
  studyId = await own.publish({ details: CASE, partnerIds: [partnerId], sharing: { level: 'INSTITUTION' } });
});
afterAll(() => app.stop());

const note = (sharing: object): Promise<string> =>
  other.publish({ details: NOTE, partnerIds: [partnerId], sharing });

async function waiting(person: Person): Promise<string[]> {
  const { inbox } = await person.client.ask('{ inbox(first: 100) { edges { node { type documentId } } } }');
  return inbox.edges
    .map((edge: any) => edge.node)
    .filter((item: any) => item.type === 'DECISION_TO_REVIEW' && item.documentId === studyId)
    .map((item: any) => item.documentId);
}

async function ids(person: Person, field: string, id: string): Promise<string[]> {
  const data = await person.client.ask(`query($id: ID!) { ${field}(documentId: $id) { id } }`, { id });
  return data[field].map((one: { id: string }) => one.id);
}

test('only what the institution may read touches its decisions, and only it sees them touched', async () => {
  await note({ level: 'INSTITUTION' });
  expect(await waiting(own.author)).toEqual([]);

  const shared = await note({ level: 'COMMUNITY' });
  expect(await waiting(own.author)).toEqual([studyId]);
  expect(await waiting(own.reviewer)).toEqual([]);
  expect(await ids(own.author, 'decisionReasons', studyId)).toEqual([shared]);
  expect(await ids(own.author, 'decisionsTouched', shared)).toEqual([studyId]);
  expect(await ids(other.author, 'decisionsTouched', shared)).toEqual([]);
  expect(await ids(other.author, 'decisionReasons', studyId)).toEqual([]);
});

test('confirming the decision ends it until something newer appears', async () => {
  await note({ level: 'COMMUNITY' });
  expect(await refusal(own.reviewer.client, CONFIRM, { id: studyId })).toEqual(['FORBIDDEN']);
  expect(await refusal(other.publisher.client, CONFIRM, { id: studyId })).toEqual(['NOT_FOUND']);
  await mutate(own.author.client, CONFIRM, { id: studyId });
  expect(await waiting(own.author)).toEqual([]);
  expect((await trailOf(app.databaseUrl, studyId)).at(-1)!.event).toBe('decision.confirmed');

  await note({ level: 'COMMUNITY' });
  expect(await waiting(own.author)).toEqual([studyId]);
});

test('revising it ends it as well, and other partners do not touch it', async () => {
  await other.publish({ details: NOTE, partnerIds: await app.partners({}), sharing: { level: 'COMMUNITY' } });
  expect(await waiting(own.author)).toEqual([]);
  await note({ level: 'COMMUNITY' });
  await mutate(
    own.author.client,
    `mutation($id: ID!) { documentEdit(id: $id, expectedVersion: 1, input: { body: "Thought over." }) { document { id } ${ERRORS} } }`,
    { id: studyId },
  );
  expect(await waiting(own.author)).toEqual([studyId]);
  await own.bringOut(studyId, 2);
  expect(await waiting(own.author)).toEqual([]);
});

test('what is no case study has no decision', async () => {
  const id = await own.publish({ sharing: { level: 'INSTITUTION' } });
  expect(await refusal(own.publisher.client, CONFIRM, { id })).toEqual(['STATE']);
});
