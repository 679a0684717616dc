import fc from 'fast-check';
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
} from 'graphql';
import { ANY_QUERY, TestApp } from '../support/test-app.ts';
import { ask, faultsOf, isRefused } from '../unit/support/answers.ts';
import { storedContents } from '../unit/support/database.ts';
import { MUTATIONS, type Operation } from '../unit/support/operations.ts';
import { DETAILS, plainVariables, plainWorld, type PlainWorld } from '../unit/support/plain-world.ts';

const SEED = 20_261_121;
/** About 400 requests in all. */
const RUNS = Math.ceil(400 / MUTATIONS.length);

const NASTY_TEXTS = [
  ...[
    '',
    ' ',
    '\0',
    '\ud800',
    '\udfff',
    '😀',
    'é',
    'e\u0301',
    '\u202e',
    '\ufeff',
    'x'.repeat(1_001),
    'x'.repeat(100_000),
  ],
  ...[
    "'; DROP TABLE users; --",
    '{{7*7}}',
    '${1}',
    '%s%n',
    '\\',
    '<script>alert(1)</script>',
    '__proto__',
    'null',
  ],
  ...['%', '_', '../../etc/passwd', 'a@b.example', 'https://example.org', 'GB', 'en', 'A', 'Engineering'],
];
const MOMENTS = ['2126-01-01T00:00:00Z', '2000-01-01T00:00:00.123456789+14:00', '2126-12-31T23:59:59-12:00'];
const NO_MOMENTS = ['2026-02-30T00:00:00Z', '99999-01-01T00:00:00Z', 'now', ''];
const DAYS = ['2026-01-01', '2024-02-29', '1970-01-01', '2400-12-31'];
const NO_DAYS = ['2026-02-30', '99999-01-01', 'today', ''];
const INTS = [0, 1, 2, -1, 3, 6, 7, 100, 2_147_483_647, -2_147_483_648];
const NO_INTS = [2_147_483_648, 1.5, 1e300];
/** What is of no type that is wanted. */
const MISFITS: fc.Arbitrary<unknown> = fc.constantFrom(42, true, 'text', [], {}, [[[]]], { a: { b: {} } });

let app: TestApp;
let world: PlainWorld;

beforeAll(async () => {
  app = await TestApp.start(ANY_QUERY);
  world = await plainWorld(app);
});
afterAll(() => app.stop());

/** Mostly one, now and then the other. */
const mostly = (
  one: fc.Arbitrary<unknown>,
  other: fc.Arbitrary<unknown>,
  weight = 12,
): fc.Arbitrary<unknown> => fc.oneof({ weight, arbitrary: one }, { weight: 1, arbitrary: other });

function scalar(name: string): fc.Arbitrary<unknown> {
  const { ids, person } = world;
  switch (name) {
    case 'ID':
      return mostly(
        fc.constantFrom(...Object.values(ids), person.membershipId, person.userId),
        fc.oneof(fc.uuid(), fc.constantFrom(...NASTY_TEXTS), fc.integer()),
        4,
      );
    case 'Int':
      return mostly(fc.constantFrom(...INTS), fc.constantFrom(...NO_INTS));
    case 'Boolean':
      return fc.boolean();
    case 'DateTime':
      return mostly(fc.constantFrom(...MOMENTS), fc.constantFrom(...NO_MOMENTS));
    case 'Date':
      return mostly(fc.constantFrom(...DAYS), fc.constantFrom(...NO_DAYS));
    default:
      return fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.constantFrom(...NASTY_TEXTS));
  }
}

function ofType(type: GraphQLInputType, nullable = true): fc.Arbitrary<unknown> {
  if (isNonNullType(type)) return mostly(ofType(type.ofType, false), fc.constant(null), 30);
  if (nullable) return mostly(ofType(type, false), fc.constant(null), 6);
  if (isListType(type)) return mostly(fc.array(ofType(type.ofType), { maxLength: 3 }), MISFITS, 30);
  if (isInputObjectType(type)) return mostly(object(type), MISFITS, 40);
  if (isEnumType(type)) {
    const values = type.getValues().map((value) => value.name);
    return mostly(fc.constantFrom(...values), fc.constantFrom('NOTHING', '', 1), 30);
  }
  return mostly(scalar(getNamedType(type).name), MISFITS, 40);
}

function object(type: GraphQLInputObjectType): fc.Arbitrary<unknown> {
  const fields = Object.values(type.getFields());
  if (type.isOneOf) {
    return fc.oneof(...fields.map((field) => fc.record({ [field.name]: ofType(field.type, false) })));
  }
  const values = Object.fromEntries(fields.map((field) => [field.name, ofType(field.type)]));
  const required = fields.filter((field) => isNonNullType(field.type)).map((field) => field.name);
  return fc.record(values, { requiredKeys: required });
}

/**
 * Variables of the mutation's types in some places, plain values in all others: most of them get past the
 * types, and so to what the services make of them.
 */
function variablesOf(mutation: Operation): fc.Arbitrary<object> {
  const random = Object.fromEntries(
    Object.entries(mutation.arguments).map(([name, type]) => [
      name,
      fc.option(ofType(type), { freq: 2, nil: undefined }),
    ]),
  );
  return fc
    .tuple(fc.constantFrom(...DETAILS), fc.record(random), fc.boolean())
    .map(([details, values, deep]) => blended(plainVariables(mutation, world, details), values, deep));
}

/** The plain value where the random one is missing; `deep` also within input objects, where one field changes. */
function blended(plain: any, random: any, deep: boolean): any {
  const result = { ...plain };
  for (const [name, value] of Object.entries<any>(random)) {
    if (value === undefined) continue;
    const within = deep && isPlainObject(value) && isPlainObject(plain[name]);
    const [first] = within ? Object.keys(value) : [];
    result[name] = first ? { ...plain[name], [first]: value[first] } : value;
  }
  return result;
}

function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

test('whatever is sent to whichever mutation, the answer is never a failure of our own', async () => {
  const faults: string[] = [];
  const outcomes = { refused: 0, done: 0 };
  let stored = await storedContents(app.databaseUrl);
  for (const [place, mutation] of MUTATIONS.entries()) {
    for (const variables of fc.sample(variablesOf(mutation), { numRuns: RUNS, seed: SEED + place })) {
      const answer = await ask(app, world.person.token, mutation.text, variables);
      const found = faultsOf(answer);
      const before = stored;
      stored = await storedContents(app.databaseUrl);
      const changed = Object.keys(stored).filter((table) => stored[table] !== before[table]);
      const refused = isRefused(answer);
      outcomes[refused ? 'refused' : 'done'] += 1;
      if (refused && changed.length > 0) found.push(`refused, but has changed ${changed.join()}`);
      const unknown = answer.codes.filter((code) => !['BAD_USER_INPUT', 'FORBIDDEN'].includes(code));
      if (found.length + unknown.length > 0) {
        faults.push(
          `${mutation.name} ${JSON.stringify(variables).slice(0, 1_500)}: ${[...found, ...unknown].join()}`,
        );
      }
    }
  }

  expect(faults).toEqual([]);
  // Neither of the two alone would say much.
  expect(outcomes.refused).toBeGreaterThan(50);
  expect(outcomes.done).toBeGreaterThan(50);
}, 180_000);
