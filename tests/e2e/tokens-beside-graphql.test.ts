import { Publisher } from '../support/publishing.ts';
import { upload } from '../support/attachments.ts';
import { TestApp, type Person } from '../support/test-app.ts';

const TOKEN = `mutation($scopes: [TokenScope!]) { apiTokenCreate(scopes: $scopes) { token } }`;
const DOORS = ['document', 'upload', 'audit'] as const;

let app: TestApp;
let person: Person;
let documentId: string;

beforeAll(async () => {
  app = await TestApp.start();
  const people = await Publisher.of(app, { slug: 'first' });
  person = await app.person(people.institution, 'CONTRIBUTOR', { auditor: true });
  documentId = await people.publish({ sharing: { level: 'INSTITUTION' }, title: 'Told to our own' });
});

afterAll(() => app?.stop());

/** A door beside GraphQL, and what it says to a token of these scopes. */
async function statusOf(door: (typeof DOORS)[number], scopes: string[], acting?: string): Promise<number> {
  const token: string = (await person.client.ask(TOKEN, { scopes })).apiTokenCreate.token;
  const named: Record<string, string> = acting ? { 'x-institution': acting } : {};
  if (door === 'upload') return (await upload(app, { token }, 'a.txt', 'Words', named)).status;
  const path = { document: `documents/${documentId}`, audit: 'audit/first.jsonl' }[door];
  const headers = { authorization: `Bearer ${token}`, ...named };
  return (await fetch(`${await app.app.getUrl()}/${path}`, { headers })).status;
}

test.each([
  ['document', 'read', 200],
  ['document', 'write', 403],
  ['document', 'administer', 403],
  ['upload', 'read', 403],
  ['upload', 'write', 201],
  ['upload', 'administer', 403],
  ['audit', 'read', 200],
  ['audit', 'write', 403],
  ['audit', 'administer', 403],
] as const)(
  'the door "%s" answers a token with the scope "%s" alone with %i',
  async (door, scope, status) => {
    expect(await statusOf(door, [scope])).toBe(status);
  },
);

test.each(DOORS)('the door "%s" takes no X-Institution that is not the sender\'s', async (door) => {
  expect(await statusOf(door, [], 'first')).toBeLessThan(300);
  expect(await statusOf(door, [], 'second')).toBe(403);
});
