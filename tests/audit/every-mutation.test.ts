import { SharingGroupsService } from '#institutions';
import { mutate } from '../support/publishing.ts';
import { ANY_QUERY, TestApp } from '../support/test-app.ts';
import { rowsOf } from '../unit/support/database.ts';
import { MUTATIONS, type Operation } from '../unit/support/operations.ts';
import { plainVariables, plainWorld, type PlainWorld } from '../unit/support/plain-world.ts';

/** Mutations that change nothing of their own to record, each with why. */
const UNRECORDED: Readonly<Record<string, string>> = {};

/** Where plain values would be refused, or change nothing: others, and what they need. */
const OTHERS: Readonly<Record<string, (world: PlainWorld) => object | Promise<object>>> = {
  documentReview: async ({ ids }) => {
    const colleague = await app.person({ id: ids.institution }, 'CONTRIBUTOR');
    const document = await mutate(colleague.client, CREATE, { input: CONTENT });
    const submit =
      'mutation($id: ID!) { documentSubmit(id: $id) { document { id } userErrors { code message field } } }';
    await mutate(colleague.client, submit, { id: document.id });
    return { id: document.id, decision: 'APPROVE', comment: null, expectedVersion: 1 };
  },
  sharingGroupAdd: async ({ ids }) => ({ id: ids.group, institutionId: (await app.institution()).id }),
  sharingGroupAccept: async ({ ids }) => {
    const id = await app.group('Others', { id: ids.guest }, []);
    await app.app.get(SharingGroupsService).addByOperator(id, ids.institution, false);
    return { id };
  },
  decisionConfirm: async ({ person }) => {
    const input = {
      ...CONTENT,
      details: { caseStudy: { collaborationType: 'JOINT_CENTRE', decision: 'PROCEEDED' } },
    };
    const { id } = await mutate(person.client, CREATE, { input });
    await mutate(person.client, PUBLISH, { id });
    return { documentId: id };
  },
  notificationSettingsChange: () => ({ email: 'DAILY' }),
  // The last administrator of an institution must hand over first.
  accountErase: async ({ ids, person }) => {
    await app.person({ id: ids.institution }, 'READER', { administrator: true });
    return { confirm: person.email };
  },
};
const CONTENT = { title: 'A note', summary: 'In short', body: 'At length.', details: { guidance: {} } };
const CREATE = `mutation($input: DocumentCreateInput!) {
  documentCreate(input: $input) { document { id } userErrors { code message field } } }`;
const PUBLISH = `mutation($id: ID!) {
  documentPublish(id: $id, expectedVersion: 1) { document { id } userErrors { code message field } } }`;
const MAIL = { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'precedent@example.org' };

interface Row {
  event: string;
  userId: string | null;
  origin: string | null;
  outcome: string;
}

let app: TestApp;
let world: PlainWorld;
beforeAll(async () => {
  app = await TestApp.start({ ...MAIL, ...ANY_QUERY });
  world = await plainWorld(app);
});
afterAll(() => app.stop());

/** Sends a mutation and returns what was refused, and the rows of the trail that bear the request's id. */
async function recorded(operation: Operation, variables: object): Promise<{ refused: unknown; rows: Row[] }> {
  const response = await fetch(app.anonymous.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${world.person.token}` },
    body: JSON.stringify({ query: operation.text, variables }),
  });
  const { data, errors } = (await response.json()) as { data?: Record<string, any>; errors?: unknown };
  const rows = await rowsOf<Row>(
    app.databaseUrl,
    `SELECT event, user_id AS "userId", origin, outcome FROM audit_events WHERE request_id = $1 ORDER BY id`,
    [response.headers.get('x-request-id')],
  );
  return { refused: errors ?? data?.[operation.name]?.userErrors ?? [], rows };
}

test('no mutation is excepted that is not there', () => {
  const names = MUTATIONS.map(({ name }) => name);
  expect(
    [...Object.keys(UNRECORDED), ...Object.keys(OTHERS)].filter((name) => !names.includes(name)),
  ).toEqual([]);
});

test.each(MUTATIONS.filter(({ name }) => !(name in UNRECORDED)).map((one) => [one.name, one] as const))(
  '%s is recorded, with who did it and from where',
  async (name, operation) => {
    const attempt = async (): ReturnType<typeof recorded> =>
      recorded(operation, (await OTHERS[name]?.(world)) ?? plainVariables(operation, world));
    let { refused, rows } = await attempt();
    if (rows.length === 0) {
      // One before it may have used up what it needs.
      world = await plainWorld(app);
      ({ refused, rows } = await attempt());
    }
    expect(refused).toEqual([]);
    expect(rows).toContainEqual({
      ...{ event: expect.stringMatching(/^[a-z_]+\.[a-zA-Z_]+$/), userId: world.person.userId },
      ...{ origin: '127.0.0.1', outcome: 'DONE' },
    });
  },
);
