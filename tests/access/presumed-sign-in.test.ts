import { DeferredTrail } from '#audit';
import { TokensService } from '#identity';
import { Presumption } from '#kernel';
import type { GraphqlClient } from '#testing';
import { DataSource } from 'typeorm';
import { Publisher } from '../support/publishing.ts';
import { TestApp, type Person } from '../support/test-app.ts';
import { rowsOf, storedContents } from '../unit/support/database.ts';

/**
 * A read begins on who its sender was a moment ago, while the database is asked who that is now. Here the sender
 * becomes somebody else between two requests, straight in the database, where nothing can tell the API; the
 * answer must be the one that a token gets which the API has never seen.
 */
const READS = [
  '{ documents(first: 50) { edges { node { id title state viewerCan } } } }',
  '{ search(query: "quokka", first: 20) { total edges { node { document { id title } } } } }',
  '{ viewer { user { id } memberships { role institution { slug } } } }',
  '{ __typename }',
];
const HOUR = 3_600_000;
const ONE = 'query($id: ID!) { document(id: $id) { id title body } }';

let app: TestApp;
let owner: Publisher;
let away: { id: string; slug: string };
let shared: Record<'home' | 'group' | 'all' | 'draft', string>;
let group: string;

beforeAll(async () => {
  app = await TestApp.start();
  owner = await Publisher.of(app);
  away = await app.institution();
  group = await app.group('Marsupials', owner.institution, []);
  shared = {
    home: await owner.publish({ title: 'A quokka at home', sharing: { level: 'INSTITUTION' } }),
    group: await owner.publish({
      title: 'A quokka among us',
      sharing: { level: 'GROUPS', groupIds: [group] },
    }),
    all: await owner.publish({ title: 'A quokka for all', sharing: { level: 'COMMUNITY' } }),
    draft: await owner.draft({ title: 'A quokka to be', sharing: { level: 'INSTITUTION' } }),
  };
  await app.index();
});
afterAll(() => app?.stop());

function change(statement: string, values: readonly unknown[] = []): Promise<unknown[]> {
  return rowsOf(app.databaseUrl, statement, values);
}

async function answers(client: GraphqlClient): Promise<unknown[]> {
  const all = [];
  for (const read of READS) all.push(await client.send(read));
  for (const id of Object.values(shared)) all.push(await client.send(ONE, { id }));
  return all;
}

async function bodyFor(token: string): Promise<string> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const body = JSON.stringify({ query: '{ __typename }' });
  return (await fetch(app.anonymous.url, { method: 'POST', headers, body })).text();
}

/** The same person by a token that the API has not met. */
async function afresh(person: Person): Promise<GraphqlClient> {
  const { token } = await app.app.get(TokensService).create(person.userId);
  return app.anonymous.as(token);
}

interface Case {
  what: string;
  /** Where the person is a member at first, as a reader. */
  of: 'owner' | 'away';
  /** What happens, with the person's membership as $1; and what undoes it. */
  sql: string;
  undo: string;
}

const CASES: Case[] = [
  {
    what: 'is promoted',
    of: 'owner',
    sql: `UPDATE memberships SET role = 'PUBLISHER' WHERE id = $1`,
    undo: `UPDATE memberships SET role = 'READER' WHERE id = $1`,
  },
  {
    what: 'is no member any more',
    of: 'owner',
    sql: `UPDATE memberships SET status = 'REVOKED' WHERE id = $1`,
    undo: `UPDATE memberships SET status = 'ACTIVE' WHERE id = $1`,
  },
  {
    what: 'has come to the end of the membership',
    of: 'owner',
    sql: `UPDATE memberships SET valid_until = '2001-01-01' WHERE id = $1`,
    undo: `UPDATE memberships SET valid_until = NULL WHERE id = $1`,
  },
  {
    what: 'belongs to an institution that is suspended',
    of: 'away',
    sql: `UPDATE institutions SET status = 'SUSPENDED' WHERE id = (SELECT institution_id FROM memberships WHERE id = $1)`,
    undo: `UPDATE institutions SET status = 'ACTIVE' WHERE id = (SELECT institution_id FROM memberships WHERE id = $1)`,
  },
  {
    what: 'belongs to an institution that joins a sharing group',
    of: 'away',
    sql: `INSERT INTO sharing_group_members (group_id, institution_id, status)
      SELECT (SELECT id FROM sharing_groups), institution_id, 'ACCEPTED' FROM memberships WHERE id = $1`,
    undo: `DELETE FROM sharing_group_members WHERE institution_id = (SELECT institution_id FROM memberships WHERE id = $1)`,
  },
  {
    what: 'moves to another institution',
    of: 'away',
    sql: `UPDATE memberships SET institution_id = (SELECT owner_id FROM sharing_groups) WHERE id = $1`,
    undo: `UPDATE memberships SET institution_id = (SELECT id FROM institutions WHERE id <> (SELECT owner_id FROM sharing_groups)) WHERE id = $1`,
  },
];

describe.each(CASES)('a sender who $what', ({ of, sql, undo }) => {
  it('gets what a token gets that was never seen, on the very next request, and so when it is undone', async () => {
    const person = await app.person(of === 'owner' ? owner.institution : away, 'READER');
    const before = await answers(person.client);

    await change(sql, [person.membershipId]);
    const changed = await answers(person.client);
    expect(changed).toEqual(await answers(await afresh(person)));
    expect(changed).not.toEqual(before);

    await change(undo, [person.membershipId]);
    expect(await answers(person.client)).toEqual(before);
  });
});

test.each([
  ['the token is revoked', `UPDATE api_tokens SET revoked_at = now() WHERE user_id = $1`],
  ['the token has run out', `UPDATE api_tokens SET expires_at = '2001-01-01' WHERE user_id = $1`],
  ['the account is deactivated', `UPDATE users SET deactivated_at = now() WHERE id = $1`],
])('when %s, a read begun on it is answered with 401 and nothing else', async (_what, sql) => {
  const person = await app.person(owner.institution, 'READER');
  await answers(person.client);
  await change(sql, [person.userId]);
  const body = await bodyFor(person.token);

  const refused = await answers(person.client);
  const strange = person.token.replace(/.{5}$/, 'AAAAA');
  const stranger = await answers(app.anonymous.as(strange));
  for (const answer of refused) expect(answer).toMatchObject({ status: 401, data: undefined });
  expect(refused).toEqual(stranger);
  expect(body).toBe(await bodyFor(strange));
});

describe('as time passes, without anybody changing anything, the next request of the same sender', () => {
  const titles = async (client: GraphqlClient): Promise<string[]> => {
    const { documents } = await client.ask('{ documents(first: 50) { edges { node { title } } } }');
    return documents.edges.map(({ node }: { node: { title: string } }) => node.title);
  };

  it('does not find what is no longer visible, and finds what has come to be', async () => {
    const [soon, later] = [1, 2].map((hours) => new Date(app.clock.now().getTime() + hours * HOUR));
    const sharing = { level: 'COMMUNITY' };
    await owner.publish({ title: 'Ends', sharing: { ...sharing, visibleUntil: soon } });
    await owner.publish({ title: 'Begins', sharing: { ...sharing, visibleFrom: soon, visibleUntil: later } });
    const person = await app.person(away, 'READER');
    expect(await titles(person.client)).toEqual(expect.arrayContaining(['Ends']));
    expect(await titles(person.client)).not.toContain('Begins');
    app.clock.advance(HOUR);
    expect(await titles(person.client)).toEqual(expect.arrayContaining(['Begins']));
    expect(await titles(person.client)).not.toContain('Ends');
    app.clock.advance(HOUR);
    expect(await titles(person.client)).not.toContain('Begins');
  });

  it('is no member any more when the membership has ended', async () => {
    const person = await app.person(owner.institution, 'READER');
    await change('UPDATE memberships SET valid_until = $2 WHERE id = $1', [
      person.membershipId,
      new Date(app.clock.now().getTime() + HOUR),
    ]);
    await titles(person.client);
    expect(await titles(person.client)).toContain('A quokka at home');
    app.clock.advance(HOUR);
    expect(await titles(person.client)).not.toContain('A quokka at home');
  });

  it('is refused when the token has run out', async () => {
    const person = await app.person(owner.institution, 'READER');
    await change('UPDATE api_tokens SET expires_at = $2 WHERE user_id = $1', [
      person.userId,
      new Date(app.clock.now().getTime() + HOUR),
    ]);
    await titles(person.client);
    await titles(person.client);
    app.clock.advance(HOUR);
    expect(await person.client.send('{ __typename }')).toMatchObject({ status: 401 });
  });
});

test('an institution that has only just become theirs can be named at once', async () => {
  const person = await app.person(owner.institution, 'READER');
  const naming = app.anonymous.as(person.token, away.slug);
  expect((await naming.send('{ __typename }')).status).toBe(403);
  await app.join(person.userId, away, 'READER');
  expect((await naming.send('{ __typename }')).status).toBe(200);
});

test('a write waits until it is certain who asks: nothing is written for somebody who was a member', async () => {
  const person = await app.person(owner.institution, 'CONTRIBUTOR');
  await answers(person.client);
  await change(`UPDATE memberships SET status = 'REVOKED' WHERE id = $1`, [person.membershipId]);
  const before = await storedContents(app.databaseUrl);

  const { data, errors } = await person.client.send(
    `mutation { documentCreate(input: { title: "T", summary: "S", body: "B", details: { guidance: {} } }) {
      document { id } userErrors { code } } }`,
  );
  expect([...errors, ...(data?.documentCreate?.userErrors ?? [])]).toHaveLength(1);
  expect(data?.documentCreate?.document ?? null).toBeNull();
  expect(await storedContents(app.databaseUrl)).toEqual(before);
});

test('what somebody was shown who was no reader any more is not in the trail, and what they were denied is', async () => {
  const person = await app.person(owner.institution, 'READER');
  await person.client.ask('{ __typename }');
  await change(`UPDATE memberships SET status = 'REVOKED' WHERE id = $1`, [person.membershipId]);
  expect((await person.client.ask(ONE, { id: shared.home })).document).toBeNull();
  await app.app.get(DeferredTrail).drain();

  const events = await rowsOf<{ event: string; outcome: string }>(
    app.databaseUrl,
    'SELECT event, outcome FROM audit_events WHERE user_id = $1 ORDER BY id',
    [person.userId],
  );
  expect(events).toEqual([{ event: 'document.denied', outcome: 'DENIED' }]);
  expect(await change('SELECT 1 FROM document_readings WHERE user_id = $1', [person.userId])).toEqual([]);
});

describe('work on a presumption', () => {
  const write = (): Promise<unknown> =>
    app.app
      .get(DataSource)
      .query(`UPDATE institutions SET name = name || ' renamed' WHERE id = $1`, [away.id]);
  const record = (): void =>
    app.app.get(DeferredTrail).later(async (manager) => {
      await manager.query(`UPDATE institutions SET name = name || ' noted' WHERE id = $1`, [away.id]);
    }, null);
  const name = async (): Promise<string> => {
    await new Promise(setImmediate);
    await app.app.get(DeferredTrail).drain();
    const rows = await rowsOf<{ name: string }>(
      app.databaseUrl,
      'SELECT name FROM institutions WHERE id = $1',
      [away.id],
    );
    return rows[0]!.name;
  };

  it('does nothing that lasts before it is confirmed, and never when it is not so', async () => {
    const before = await name();
    const { promise: confirmed, resolve } = Promise.withResolvers<boolean>();
    const writing = new Presumption(confirmed).run(() => {
      record();
      return write();
    });
    const refused = expect(writing).rejects.toMatchObject({ name: 'NotSo' });
    expect(await name()).toBe(before);
    resolve(false);
    await refused;
    expect(await name()).toBe(before);
  });

  it('does it once it is confirmed', async () => {
    const before = await name();
    await new Presumption(Promise.resolve(true)).run(() => {
      record();
      return write();
    });
    expect([`${before} renamed noted`, `${before} noted renamed`]).toContain(await name());
  });
});
