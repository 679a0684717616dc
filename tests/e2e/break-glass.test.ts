import { randomUUID } from 'node:crypto';
import type { GraphqlClient } from '#testing';
import { Refusal } from '#kernel';
import { BreakGlassDesk } from '../support/break-glass.ts';
import { Mailbox } from '../support/mailbox.ts';
import { mutate, Publisher } from '../support/publishing.ts';
import { TestApp, type Person } from '../support/test-app.ts';
import { rowsOf, storedContents, transactionOf, trailOf } from '../unit/support/database.ts';

const MINUTE = 60_000;
const REASON = 'A court has asked for this very document';
const SECRET = 'quokkarium';
const ERRORS = 'userErrors { code message field }';
const ACCESSES = `query($id: ID!, $after: String) { breakGlassAccesses(institutionId: $id, first: 50, after: $after) {
  edges { cursor node { id documentId reason openedAt expiresAt endedAt readings lastReadAt
    operator { id name email } document { id title } } } } }`;
const TOLD = `{ notifications(first: 100) { edges { node { event document { id title } tombstone { id }
  breakGlassAccess { id documentId reason operator { email } document { title } } } } } }`;

let app: TestApp;
let mailbox: Mailbox;
let desk: BreakGlassDesk;
let operator: Person;
let owner: Publisher;
let [administrator, auditor, reader] = [] as unknown as [Person, Person, Person];

beforeAll(async () => {
  mailbox = await Mailbox.open();
  app = await TestApp.start({ SMTP_URL: mailbox.url, MAIL_FROM: 'Precedent <notices@precedent.example>' });
  desk = await BreakGlassDesk.beside(app);
  operator = await desk.operator(app);
  owner = await Publisher.of(app);
  administrator = await app.person(owner.institution, 'READER', { administrator: true });
  auditor = await app.person(owner.institution, 'READER', { auditor: true });
  reader = await app.person(owner.institution, 'READER');
});
afterAll(async () => {
  await desk.close();
  await app.stop();
  await mailbox.close();
});

const draft = (): Promise<string> =>
  owner.draft({ title: `${SECRET} title`, body: `${SECRET} body`, sharing: { level: 'NAMED' } });
const open = async (documentId: string, minutes = 60): Promise<string> =>
  (await desk.service.open(operator.email, documentId, { reason: REASON, minutes })).id;
const listed = async (client: GraphqlClient, id = owner.institution.id): Promise<any[]> =>
  (await client.ask(ACCESSES, { id })).breakGlassAccesses.edges.map((edge: any) => edge.node);
const told = async (person: Person, accessId: string): Promise<any[]> =>
  (await person.client.ask(TOLD)).notifications.edges
    .map((edge: any) => edge.node)
    .filter((node: any) => node.breakGlassAccess?.id === accessId);

/** The code of the Refusal that the work comes to. */
async function code(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Refusal)) throw new Error(`not refused: ${String(error)}`);
  return error.userErrors.map((one) => one.code).join();
}

describe('opening', () => {
  test('is for operators alone, and for ones that are so now', async () => {
    const id = await draft();
    const before = await storedContents(app.databaseUrl);
    const given = { reason: REASON, minutes: 60 };
    expect(await code(desk.service.open(owner.publisher.email, id, given))).toBe('FORBIDDEN');
    expect(await code(desk.service.open('nobody@example.org', id, given))).toBe('FORBIDDEN');
    expect(await storedContents(app.databaseUrl)).toEqual(before);
  });

  test.each([
    ['no reason', { reason: '', minutes: 60 }],
    ['a reason of one word', { reason: 'because', minutes: 60 }],
    ['a reason of signs', { reason: '... --- ...', minutes: 60 }],
    ['no time', { reason: REASON, minutes: 0 }],
    ['half a minute', { reason: REASON, minutes: 0.5 }],
    ['more than four hours', { reason: REASON, minutes: 241 }],
    ['for ever', { reason: REASON, minutes: Number.POSITIVE_INFINITY }],
  ])('needs a reason and an end: %s is INVALID', async (_name, given) => {
    expect(await code(desk.service.open(operator.email, await draft(), given))).toBe('INVALID');
  });

  test('of nothing is NOT_FOUND', async () => {
    const given = { reason: REASON, minutes: 60 };
    expect(await code(desk.service.open(operator.email, randomUUID(), given))).toBe('NOT_FOUND');
    expect(await code(desk.service.open(operator.email, 'nonsense', given))).toBe('NOT_FOUND');
  });

  test('writes access, trail, notices and mails in one transaction', async () => {
    const id = await open(await draft());
    const [line] = await trailOf(app.databaseUrl, id);
    expect(line).toMatchObject({
      ...{ event: 'break_glass.opened', userId: operator.userId, institutionId: owner.institution.id },
      ...{ subjectType: 'break_glass', details: { reason: REASON, told: 3 } },
    });
    expect(JSON.stringify(line)).not.toContain(SECRET);
    const written = await rowsOf<{ transaction: string }>(
      app.databaseUrl,
      `SELECT n.xmin::text AS transaction FROM notifications n WHERE break_glass_access_id = $1
       UNION ALL SELECT m.xmin::text FROM break_glass_mails m JOIN notifications n ON n.id = m.notification_id
         WHERE n.break_glass_access_id = $1`,
      [id],
    );
    expect(written).toHaveLength(6);
    const transactions = [
      await transactionOf(app.databaseUrl, 'break_glass_accesses', id),
      line!.transaction,
    ];
    expect(new Set([...transactions, ...written.map((one) => one.transaction)]).size).toBe(1);
  });

  test('is refused where nobody but the operator could be told', async () => {
    const lonely = await app.institution();
    const author = await app.person(lonely, 'CONTRIBUTOR');
    const id = (
      await mutate(
        author.client,
        `mutation($input: DocumentCreateInput!) { documentCreate(input: $input) { document { id } ${ERRORS} } }`,
        { input: { title: 'T', summary: 'S', body: 'B', details: { guidance: {} } } },
      )
    ).id;
    await app.join(operator.userId, lonely, 'PUBLISHER', { administrator: true });
    await rowsOf(app.databaseUrl, `UPDATE memberships SET status = 'REVOKED' WHERE id = $1`, [
      author.membershipId,
    ]);
    const before = await storedContents(app.databaseUrl);
    expect(await code(open(id))).toBe('STATE');
    expect(await storedContents(app.databaseUrl)).toEqual(before);
    await app.person(lonely, 'READER', { administrator: true });
    expect(await open(id)).toBeTruthy();
    await rowsOf(app.databaseUrl, `UPDATE memberships SET status = 'REVOKED' WHERE user_id = $1`, [
      operator.userId,
    ]);
  });
});

describe('the owner', () => {
  test('is told: administrators, publishers and the author, and each of them by mail at once', async () => {
    const document = await draft();
    const id = await open(document);
    await app.tell();
    for (const person of [administrator, owner.publisher, owner.author]) {
      expect(await told(person, id)).toMatchObject([
        {
          event: 'BREAK_GLASS',
          tombstone: null,
          breakGlassAccess: { documentId: document, reason: REASON, operator: { email: operator.email } },
        },
      ]);
      const mail = mailbox.to(person.email).find(({ raw }) => raw.includes(document))!;
      for (const said of [operator.email, REASON]) expect(mail.raw).toContain(said);
      expect(mail.raw).not.toContain(SECRET);
    }
    for (const person of [auditor, reader, owner.reviewer, operator]) {
      expect(await told(person, id)).toEqual([]);
      expect(mailbox.to(person.email).filter(({ raw }) => raw.includes(document))).toEqual([]);
    }
  });

  test('is told each time, also of the same document, and mailed each time once', async () => {
    const document = await draft();
    const ids = [await open(document), await open(document)];
    await app.tell();
    await app.tell();
    for (const id of ids) expect(await told(administrator, id)).toHaveLength(1);
    expect(mailbox.to(administrator.email).filter(({ raw }) => raw.includes(document))).toHaveLength(2);
  });

  test('gets the mail once the server takes it again', async () => {
    const document = await draft();
    await open(document);
    mailbox.failures = 3;
    const mails = (): number => mailbox.mails.filter(({ raw }) => raw.includes(document)).length;
    await app.tell();
    expect(mails()).toBe(0);
    app.clock.advance(2 * MINUTE);
    await app.tell();
    expect(mails()).toBe(3);
  });

  test('shows it to those who look after it, with the title only for those who may read the document', async () => {
    const document = await draft();
    const id = await open(document);
    for (const person of [administrator, auditor, owner.publisher]) {
      const row = (await listed(person.client)).find((one) => one.id === id);
      expect(row).toMatchObject({
        ...{ documentId: document, document: null, reason: REASON, readings: 0, endedAt: null },
        operator: { id: operator.userId, email: operator.email },
      });
    }
    const shared = await owner.draft({ title: 'Work', sharing: { level: 'INSTITUTION' } });
    await open(shared);
    const titles = async (person: Person): Promise<(string | undefined)[]> =>
      (await listed(person.client))
        .filter((one) => one.documentId === shared)
        .map((one) => one.document?.title);
    expect(await titles(owner.publisher)).toEqual(['Work']);
    expect(await titles(auditor)).toEqual([undefined]);
  });

  test('shows it to nobody else, nor that there is anything', async () => {
    const id = await open(await draft());
    const other = await Publisher.of(app);
    const stranger = await app.person(other.institution, 'PUBLISHER', { administrator: true, auditor: true });
    for (const person of [stranger, reader, owner.author, owner.reviewer, operator]) {
      expect(await listed(person.client)).toEqual([]);
      expect(await person.client.send(ACCESSES, { id: owner.institution.id })).toEqual(
        await person.client.send(ACCESSES, { id: randomUUID() }),
      );
    }
    expect((await app.anonymous.send(ACCESSES, { id: owner.institution.id })).errors).toHaveLength(1);
    // Who leaves the institution is shown nothing of it any more.
    const leaver = await app.person(owner.institution, 'PUBLISHER');
    const second = await open(await draft());
    expect(await told(leaver, second)).toHaveLength(1);
    await rowsOf(app.databaseUrl, `UPDATE memberships SET status = 'REVOKED' WHERE id = $1`, [
      leaver.membershipId,
    ]);
    expect(await told(leaver, second)).toEqual([]);
    expect((await listed(administrator.client)).map((one) => one.id)).toContain(id);
  });
});

describe('reading', () => {
  test('gives a NAMED draft, counts, and stands in the trail each time', async () => {
    const document = await draft();
    const id = await open(document);
    for (let time = 0; time < 2; time += 1) {
      const read = await desk.reader.read(id, 'WORKING');
      expect(read).toMatchObject({ id: document, body: `${SECRET} body`, versionNumber: 1 });
    }
    const lines = await trailOf(app.databaseUrl, id);
    expect(lines.map(({ event }) => event)).toEqual([
      'break_glass.opened',
      'break_glass.read',
      'break_glass.read',
    ]);
    expect(lines[1]).toMatchObject({ userId: operator.userId, institutionId: owner.institution.id });
    expect((await listed(auditor.client)).find((one) => one.id === id)).toMatchObject({ readings: 2 });
  });

  test('gives the published version or the one in work, whichever is asked for, and says what is missing', async () => {
    const document = await owner.publish({ body: 'First', sharing: { level: 'INSTITUTION' } });
    const id = await open(document);
    expect(await desk.reader.read(id, 'PUBLISHED')).toMatchObject({ body: 'First' });
    expect(await code(desk.reader.read(id, 'WORKING'))).toBe('STATE');
    await mutate(
      owner.author.client,
      `mutation($id: ID!) { documentEdit(id: $id, expectedVersion: 1, input: { body: "Second" }) { document { id } ${ERRORS} } }`,
      { id: document },
    );
    expect(await desk.reader.read(id, 'WORKING')).toMatchObject({ body: 'Second', versionNumber: 2 });
    expect(await desk.reader.read(id, 'PUBLISHED')).toMatchObject({ body: 'First', versionNumber: 1 });
    expect(await code(desk.reader.read(await open(await draft()), 'PUBLISHED'))).toBe('STATE');
  });

  test('opens one document and no other', async () => {
    const [document, other] = [await draft(), await draft()];
    const id = await open(document);
    expect((await desk.reader.read(id, 'WORKING')).id).toBe(document);
    expect(await code(desk.reader.read(other, 'WORKING'))).toBe('NOT_FOUND');
  });

  test('ends with the time, to the moment', async () => {
    const id = await open(await draft(), 30);
    app.clock.advance(29 * MINUTE);
    await desk.reader.read(id, 'WORKING');
    app.clock.advance(MINUTE);
    expect(await code(desk.reader.read(id, 'WORKING'))).toBe('STATE');
    const lines = await trailOf(app.databaseUrl, id);
    expect(lines.filter(({ event }) => event === 'break_glass.read')).toHaveLength(1);
  });

  test('ends when it is ended, once', async () => {
    const id = await open(await draft());
    await desk.service.end(id);
    await desk.service.end(id);
    expect(await code(desk.reader.read(id, 'WORKING'))).toBe('STATE');
    const events = (await trailOf(app.databaseUrl, id)).map(({ event }) => event);
    expect(events).toEqual(['break_glass.opened', 'break_glass.ended']);
    const row = (await listed(auditor.client)).find((one) => one.id === id);
    expect(row.endedAt).not.toBeNull();
    expect(await code(desk.service.end(randomUUID()))).toBe('NOT_FOUND');
  });

  test('lets nobody in over HTTP: the operator reads no more than before', async () => {
    const document = await draft();
    await open(document);
    const READ = 'query($id: ID!) { document(id: $id) { id } tombstone(id: $id) { id } }';
    expect(await operator.client.ask(READ, { id: document })).toEqual({ document: null, tombstone: null });
    const { documents } = await operator.client.ask('{ documents(first: 100) { edges { node { id } } } }');
    expect(JSON.stringify(documents)).not.toContain(document);
  });
});
