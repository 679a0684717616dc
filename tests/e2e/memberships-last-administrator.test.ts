import type { GraphqlAnswer } from '#testing';
import { TestApp, type Person } from '../support/test-app.ts';
import { rowsOf } from '../unit/support/database.ts';

const REVOKE = 'mutation($id: ID!) { result: membershipRevoke(id: $id) { userErrors { code field } } }';
const DEMOTE = `mutation($id: ID!) {
  result: membershipChange(id: $id, administrator: false) { userErrors { code field } }
}`;
const LIMIT = `mutation($id: ID!, $validUntil: DateTime) {
  result: membershipChange(id: $id, validUntil: $validUntil) { userErrors { code field } }
}`;
const HOUR = 3_600_000;
const ROUNDS = 25;

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

const tomorrow = (): string => new Date(app.clock.now().getTime() + 24 * HOUR).toISOString();

async function administrators(count: number): Promise<{ institution: { id: string }; people: Person[] }> {
  const institution = await app.institution();
  const people = [];
  for (let made = 0; made < count; made += 1) {
    people.push(await app.person(institution, 'READER', { administrator: true }));
  }
  return { institution, people };
}

/** How many administrators an institution has that last until they are revoked. */
async function lasting(institution: { id: string }): Promise<number> {
  const rows = await rowsOf<{ count: number }>(
    app.databaseUrl,
    `SELECT count(*)::int AS count FROM memberships
     WHERE institution_id = $1 AND administrator AND status = 'ACTIVE' AND valid_until IS NULL`,
    [institution.id],
  );
  return rows[0]!.count;
}

/** What an answer has come to: done, the code of its first user error, or the code of its first error. */
function outcome({ data, errors }: GraphqlAnswer<any>): string {
  return errors[0]?.extensions.code ?? data.result.userErrors[0]?.code ?? 'done';
}

describe('the last administrator stays', () => {
  /** One permanent administrator, and one whose time is limited and who so cannot be the last. */
  async function lastAndHelper(): Promise<{ institution: { id: string }; last: Person; helper: Person }> {
    const { institution, people } = await administrators(2);
    const [last, helper] = people as [Person, Person];
    const answer = await last.client.send(LIMIT, { id: helper.membershipId, validUntil: tomorrow() });
    expect(outcome(answer)).toBe('done');
    return { institution, last, helper };
  }

  test.each([
    ['revoked', REVOKE],
    ['demoted', DEMOTE],
    ['limited in time', LIMIT],
  ])('and is not %s', async (_name, mutation) => {
    const { institution, last, helper } = await lastAndHelper();

    const { result } = await helper.client.ask(mutation, { id: last.membershipId, validUntil: tomorrow() });

    expect(result.userErrors).toEqual([{ code: 'STATE', field: ['id'] }]);
    expect(await lasting(institution)).toBe(1);
  });

  test('but may be given another role, and made findable', async () => {
    const { last, helper } = await lastAndHelper();

    const { result } = await helper.client.ask(
      `mutation($id: ID!) { result: membershipChange(id: $id, role: PUBLISHER, findable: true, auditor: true) {
         membership { role findable auditor administrator } userErrors { code } } }`,
      { id: last.membershipId },
    );

    expect(result).toEqual({
      membership: { role: 'PUBLISHER', findable: true, auditor: true, administrator: true },
      userErrors: [],
    });
  });

  test('and someone merely invited as administrator does not stand in', async () => {
    const { institution, last, helper } = await lastAndHelper();
    await last.client.ask(
      `mutation($id: ID!) { membershipInvite(institutionId: $id, email: "absent@example.org", role: READER,
         administrator: true) { userErrors { code } } }`,
      { id: institution.id },
    );

    const { result } = await helper.client.ask(REVOKE, { id: last.membershipId });

    expect(result.userErrors).toEqual([{ code: 'STATE', field: ['id'] }]);
  });

  test('until there is another one', async () => {
    const { institution, last, helper } = await lastAndHelper();
    await app.person(institution, 'READER', { administrator: true });

    expect(outcome(await helper.client.send(REVOKE, { id: last.membershipId }))).toBe('done');
    expect(await lasting(institution)).toBe(1);
  });
});

/** Whoever was revoked before the own request has been signed in does not see the others any more. */
const POSSIBLE = ['done', 'FORBIDDEN', 'NOT_FOUND', 'STATE'];

describe('at the same time', () => {
  test.each([
    ['revoke', REVOKE],
    ['demote', DEMOTE],
  ])(`two administrators %s each other, ${ROUNDS} times: one stays each time`, async (_name, mutation) => {
    const outcomes = new Set<string>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const { institution, people } = await administrators(2);
      const [one, other] = people as [Person, Person];

      const answers = await Promise.all([
        one.client.send(mutation, { id: other.membershipId }),
        other.client.send(mutation, { id: one.membershipId }),
      ]);

      answers.forEach((answer) => outcomes.add(outcome(answer)));
      expect(answers.map(outcome).filter((result) => result === 'done')).toHaveLength(1);
      expect(await lasting(institution)).toBe(1);
    }
    expect([...outcomes].filter((result) => result !== 'NOT_FOUND').toSorted()).toEqual([
      'FORBIDDEN',
      'done',
    ]);
  });

  test(`one revokes while the other demotes or limits, ${ROUNDS} times: one stays each time`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { institution, people } = await administrators(2);
      const [one, other] = people as [Person, Person];
      const against = round % 2 === 0 ? DEMOTE : LIMIT;

      const answers = await Promise.all([
        one.client.send(REVOKE, { id: other.membershipId }),
        other.client.send(against, { id: one.membershipId, validUntil: tomorrow() }),
      ]);

      for (const answer of answers) expect(POSSIBLE).toContain(outcome(answer));
      expect(await lasting(institution)).toBe(1);
    }
  });

  test('four administrators go at each other in a ring: at least one stays', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { institution, people } = await administrators(4);

      const answers = await Promise.all(
        people.flatMap((person, place) => [
          person.client.send(REVOKE, { id: people[(place + 1) % 4]!.membershipId }),
          person.client.send(DEMOTE, { id: people[(place + 2) % 4]!.membershipId }),
        ]),
      );

      for (const answer of answers) expect(POSSIBLE).toContain(outcome(answer));
      expect(await lasting(institution)).toBeGreaterThanOrEqual(1);
    }
  });
});
