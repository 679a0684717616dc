import { ANY_QUERY, TestApp } from '../support/test-app.ts';
import { ask, faultsOf, isRefused, userErrorsOf } from '../unit/support/answers.ts';
import { storedContents } from '../unit/support/database.ts';
import { MUTATIONS, placesIn, QUERIES, withValueAt, type Operation } from '../unit/support/operations.ts';
import { DETAILS, plainVariables, plainWorld, type PlainWorld } from '../unit/support/plain-world.ts';

/** For some thousand requests on a busy machine; nothing here is about time. */
const PATIENCE = 240_000;

let app: TestApp;
let world: PlainWorld;

beforeAll(async () => {
  app = await TestApp.start(ANY_QUERY);
});
beforeEach(async () => {
  world = await plainWorld(app);
});
afterAll(() => app.stop());

/** What is no value of the type at all. */
const NO_VALUES: Readonly<Record<string, readonly unknown[]>> = {
  Int: [2_147_483_648, -2_147_483_649, 1e300, 1.5, '1', true, [1, 2], {}],
  Boolean: ['true', 1, 0, 'x', {}],
  String: [42, true, {}, [['x']]],
  ID: [true, 1.5, {}, [['x']]],
  DateTime: [
    ...['99999-01-01T00:00:00Z', '+099999-01-01T00:00:00Z', '-0001-01-01T00:00:00Z', '2026-02-30T00:00:00Z'],
    ...[
      '2026-13-01T00:00:00Z',
      '2026-01-01T25:00:00Z',
      '2026-01-01T00:00:60Z',
      '2026-01-01',
      '2026-01-01T00:00:00',
    ],
    ...['2026-01-01T00:00:00+25:00', 'yesterday', '', '\0', 1_800_000_000, true, {}],
  ],
  Date: [
    ...['2026-02-30', '2025-02-29', '99999-01-01', '+099999-01-01', '2026-1-1', '0000-00-00', '2026-13-01'],
    ...['01/02/2026', '2026-01-01T00:00:00Z', 'today', '', '\ud800', 20_260_101, true, {}],
  ],
};
const NO_ENUM_VALUES = [
  'NOTHING',
  '',
  'reader',
  ' READER',
  '\0',
  'toString',
  '__proto__',
  'constructor',
  1,
  true,
  {},
];

/** What the scalar admits and a calendar does not know, or an answer could not express. */
const FAR_MOMENTS: Readonly<Record<string, readonly string[]>> = {
  DateTime: [
    ...['0000-01-01T00:00:00Z', '0000-12-31T23:59:59+23:59', '0001-01-01T00:00:00+23:59'],
    ...['9999-12-31T23:59:59-23:59', '9999-12-31T23:59:59.999Z', '0001-01-01T00:00:00Z'],
  ],
  Date: ['0000-01-01', '0001-01-01', '9999-12-31'],
};

interface Case {
  title: string;
  operation: Operation;
  variables: object;
}

function cases(operations: readonly Operation[]): Case[] {
  return operations.flatMap((operation) =>
    /^document(Create|Edit)$/.test(operation.name)
      ? DETAILS.map((details) => ({
          operation,
          variables: plainVariables(operation, world, details),
          title: details,
        }))
      : [{ operation, variables: plainVariables(operation, world), title: operation.name }],
  );
}

describe.each([
  ['mutations', MUTATIONS],
  ['queries', QUERIES],
])('%s', (_name, operations) => {
  test(
    'what is no value of its type is BAD_USER_INPUT wherever it stands, and nothing is stored',
    async () => {
      const before = await storedContents(app.databaseUrl);
      const faults: unknown[] = [];
      let tried = 0;
      for (const { title, operation, variables } of cases(operations)) {
        for (const { path, scalar } of placesIn(operation, variables)) {
          for (const value of NO_VALUES[scalar] ?? NO_ENUM_VALUES) {
            const answer = await ask(
              app,
              world.person.token,
              operation.text,
              withValueAt(variables, path, value),
            );
            tried += 1;
            const found = faultsOf(answer);
            if (answer.codes.join() !== 'BAD_USER_INPUT') found.push(answer.text.slice(0, 200));
            if (found.length > 0) faults.push({ title, path: path.join('.'), value, found });
          }
        }
      }

      expect(tried).toBeGreaterThan(100);
      expect(faults).toEqual([]);
      expect(await storedContents(app.databaseUrl)).toEqual(before);
    },
    PATIENCE,
  );
});

test(
  'days and times far away are refused, or can be read back: never an error of our own',
  async () => {
    const faults: unknown[] = [];
    for (const { title, operation, variables } of cases([...MUTATIONS, ...QUERIES])) {
      for (const { path, scalar } of placesIn(operation, variables)) {
        for (const [turn, value] of (FAR_MOMENTS[scalar] ?? []).entries()) {
          // Each invitation is for somebody else, so that none of them is refused for that.
          const own =
            operation.name === 'membershipInvite' ? { email: `far-${path.at(-1)}-${turn}@example.org` } : {};
          const answer = await ask(app, world.person.token, operation.text, {
            ...withValueAt(variables, path, value),
            ...own,
          });
          const found = faultsOf(answer);
          if (found.length > 0)
            faults.push(`${operation.name} ${title} ${path.join('.')} ${value}: ${found.join()}`);
        }
      }
    }
    const left = await ask(app, world.person.token, QUERIES.find((query) => query.name === 'members')!.text, {
      ...{ institutionId: world.ids.institution, first: 100 },
    });

    expect({ faults, members: faultsOf(left) }).toEqual({ faults: [], members: [] });
  },
  PATIENCE,
);

test(
  'ids of other things, and what is no id, are refused wherever they stand, and nothing is stored',
  async () => {
    const { ids, person } = world;
    const before = await storedContents(app.databaseUrl);
    const faults: unknown[] = [];
    for (const operation of MUTATIONS) {
      const plain = plainVariables(operation, world);
      for (const { path, scalar } of placesIn(operation, plain)) {
        if (scalar !== 'ID') continue;
        const variables = atItsLevel(plain, path);
        const good = path.reduce((value: any, step) => value[step], variables) as string;
        const bad = [
          ...[person.userId, '00000000-0000-4000-8000-000000000000', 'no-id', '', ' ', 42, -1],
          ...[
            good.toUpperCase(),
            ` ${good}`,
            `{${good}}`,
            good.replaceAll('-', ''),
            `${good}'--`,
            '../../etc/passwd',
          ],
          ...[ids.institution, ids.membership, ids.group, ids.draft, ids.token, ids.request].filter(
            (id) => id !== good,
          ),
        ];
        for (const id of bad) {
          if (isSensible(operation.name, path.at(-1)!, id)) continue;
          const answer = await ask(app, person.token, operation.text, withValueAt(variables, path, id));
          const found = faultsOf(answer);
          if (!isRefused(answer)) found.push('is not refused');
          const codes = userErrorsOf(answer).map(({ code }) => code);
          if (codes.some((code) => !['NOT_FOUND', 'INVALID'].includes(code))) found.push(...codes);
          if (found.length > 0) faults.push(`${operation.name} ${path.join('.')} ${id}: ${found.join()}`);
        }
      }
    }

    expect(faults).toEqual([]);
    expect(await storedContents(app.databaseUrl)).toEqual(before);
  },
  PATIENCE,
);

/** Lists of a sharing are only looked at where the level gives them a meaning. */
function atItsLevel(variables: object, path: readonly string[]): object {
  const sharing = path.indexOf('sharing');
  if (sharing < 0) return variables;
  const level = path.includes('membershipIds') ? 'NAMED' : 'GROUPS';
  return withValueAt(variables, [...path.slice(0, sharing + 1), 'level'], level);
}

/** Some of these ids are of the right kind after all. */
function isSensible(operation: string, argument: string, id: unknown): boolean {
  const { ids } = world;
  if (/^document/.test(operation) && argument === 'id') return id === ids.draft;
  if (/^(accessRequest|accessGrantRevoke)$/.test(operation) && argument === 'documentId')
    return id === ids.draft;
  return /institution/i.test(argument) && id === ids.institution;
}

test('queries answer ids of other things, and what is no id, with nothing', async () => {
  const faults: unknown[] = [];
  for (const operation of QUERIES) {
    const variables = plainVariables(operation, world);
    for (const { path, scalar } of placesIn(operation, variables)) {
      if (scalar !== 'ID') continue;
      for (const id of [world.person.userId, 'no-id', '', '\0', 42, `${world.ids.draft}'--`]) {
        const answer = await ask(app, world.person.token, operation.text, withValueAt(variables, path, id));
        const found = [...faultsOf(answer), ...answer.codes.filter((code) => code !== 'BAD_USER_INPUT')];
        if (found.length > 0) faults.push(`${operation.name} ${path.join('.')} ${id}: ${found.join()}`);
      }
    }
  }

  expect(faults).toEqual([]);
});
