import { Accounts } from '#identity';
import type { GraphqlAnswer } from '#testing';
import pg from 'pg';
import { TestApp, type Person } from '../support/test-app.ts';
import { rowsOf } from '../unit/support/database.ts';

const INVITE = `mutation($institutionId: ID!, $email: String!) {
  membershipInvite(institutionId: $institutionId, email: $email, role: READER) {
    membership { id status } userErrors { code field }
  }
}`;
const ROUNDS = 25;
/** More often than anything that makes progress needs to be looked at. */
const MOST_LOOKS = 2_000;

interface Inviting {
  institution: { id: string };
  administrator: Person;
}

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

async function inviting(): Promise<Inviting> {
  const institution = await app.institution();
  return { institution, administrator: await app.person(institution, 'READER', { administrator: true }) };
}

function invite({ institution, administrator }: Inviting, email: string): Promise<GraphqlAnswer<any>> {
  return administrator.client.send(INVITE, { institutionId: institution.id, email });
}

/** What an answer has come to: done, the code of its first user error, or the code of its first error. */
function outcome({ data, errors }: GraphqlAnswer<any>): string {
  return errors[0]?.extensions.code ?? data.membershipInvite.userErrors[0]?.code ?? 'done';
}

test('two administrators of one institution invite the same person: one membership comes of it', async () => {
  const one = await inviting();
  const other = {
    ...one,
    administrator: await app.person(one.institution, 'READER', { administrator: true }),
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    const answers = await Promise.all([one, other].map((by) => invite(by, `same-${round}@example.org`)));

    expect(answers.map(outcome).toSorted()).toEqual(['CONFLICT', 'done']);
  }
});

test('two institutions invite the same unknown person: both succeed', async () => {
  const both = [await inviting(), await inviting()];
  for (let round = 0; round < ROUNDS; round += 1) {
    const answers = await Promise.all(both.map((by) => invite(by, `sought-${round}@example.org`)));

    expect(answers.map(outcome)).toEqual(['done', 'done']);
  }
});

test('someone whose account is verified while an invitation is under way counts by that invitation as well', async () => {
  const [first, second] = [await inviting(), await inviting()];
  const email = 'just-now@example.org';
  expect(outcome(await invite(first, email))).toBe('done');
  const holder = new pg.Client({ connectionString: app.databaseUrl });
  await holder.connect();

  // Holding the account's row makes both wait for it, the verification first.
  await holder.query('BEGIN');
  await holder.query('SELECT 1 FROM users WHERE email = $1 FOR UPDATE', [email]);
  const verified = app.app.get(Accounts).create({ email, name: 'Just Now' });
  await untilWaiting(1);
  const invited = invite(second, email);
  await untilWaiting(2);
  await holder.query('ROLLBACK');
  await holder.end();
  const { id: userId } = await verified;

  expect(outcome(await invited)).toBe('done');
  const rows = await rowsOf(app.databaseUrl, 'SELECT DISTINCT status FROM memberships WHERE user_id = $1', [
    userId,
  ]);
  expect(rows).toEqual([{ status: 'ACTIVE' }]);
});

/** Until so many connections to this database wait for a lock. */
async function untilWaiting(count: number): Promise<void> {
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    const rows = await rowsOf(
      app.databaseUrl,
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (rows.length >= count) return;
  }
  throw new Error(`${count} connections should be waiting for a lock by now`);
}
