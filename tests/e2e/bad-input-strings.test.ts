import { ANY_QUERY, TestApp } from '../support/test-app.ts';
import { ask, faultsOf, isRefused, userErrorsOf, type Answer } from '../unit/support/answers.ts';
import { storedContents } from '../unit/support/database.ts';
import { MUTATIONS, operation, placesIn, QUERIES, withValueAt } from '../unit/support/operations.ts';
import { DETAILS, plainVariables, plainWorld, type PlainWorld } from '../unit/support/plain-world.ts';

/** Texts that are good nowhere. */
const HOSTILE: readonly [name: string, text: string][] = [
  ['a NUL character', 'a\0b'],
  ['a lone high surrogate', 'a\ud800b'],
  ['a lone low surrogate', '\udc00'],
  ['surrogates the wrong way round', '\udc00\ud800'],
];
const TOO_LONG = 'x'.repeat(100_000);
const TOO_LONG_BODY = 'x'.repeat(500_001);

let app: TestApp;
let world: PlainWorld;

beforeAll(async () => {
  app = await TestApp.start(ANY_QUERY);
  world = await plainWorld(app);
});
afterAll(() => app.stop());

/** Every mutation, those that take document details once for each kind. */
const CASES = MUTATIONS.flatMap((mutation) =>
  mutation.text.includes('Input!') && /^document(Create|Edit)$/.test(mutation.name)
    ? DETAILS.map((details) => ({ title: `${mutation.name} of ${details}`, mutation, details }))
    : [{ title: mutation.name, mutation, details: 'guidance' as const }],
);

describe.each(CASES)('$title', ({ mutation, details }) => {
  const isText = ({ scalar }: { scalar: string }): boolean => scalar === 'String' || scalar === 'ID';

  test('refuses texts that cannot be stored as they are, or are too long, wherever they stand', async () => {
    const plain = plainVariables(mutation, world, details);
    const before = await storedContents(app.databaseUrl);
    const faults: unknown[] = [];
    for (const { path, scalar } of placesIn(mutation, plain).filter(isText)) {
      const long = path.at(-1) === 'body' ? TOO_LONG_BODY : TOO_LONG;
      for (const [name, text] of [...HOSTILE, ['a text that is too long', long] as const]) {
        const answer = await ask(app, world.person.token, mutation.text, withValueAt(plain, path, text));
        const found = faultsOf(answer);
        if (!isRefused(answer)) found.push('is not refused');
        if (answer.text.length > 20_000) found.push('repeats it');
        if (scalar === 'String' && answer.codes.length === 0 && !namesIt(answer.payload, path)) {
          found.push(`does not name the field: ${JSON.stringify(userErrorsOf(answer))}`);
        }
        if (found.length > 0) faults.push({ path: path.join('.'), name, found });
      }
    }

    expect(faults).toEqual([]);
    expect(await storedContents(app.databaseUrl)).toEqual(before);
  });

  /** Whether an INVALID error leads to the place. */
  function namesIt(payload: any, path: string[]): boolean {
    return userErrorsOf({ payload }).some(
      ({ code, field }) => code === 'INVALID' && field?.join('.') === path.join('.'),
    );
  }
});

describe.each(QUERIES.filter((query) => Object.keys(query.arguments).length > 0))('$name', (query) => {
  test('answers texts that cannot be stored, or are very long, with BAD_USER_INPUT or with nothing', async () => {
    const plain = plainVariables(query, world);
    const faults: unknown[] = [];
    for (const { path, scalar } of placesIn(query, plain)) {
      if (scalar !== 'String' && scalar !== 'ID') continue;
      for (const [name, text] of [...HOSTILE, ['a text that is too long', TOO_LONG] as const]) {
        const answer = await ask(app, world.person.token, query.text, withValueAt(plain, path, text));
        const found = faultsOf(answer);
        if (answer.codes.some((code) => code !== 'BAD_USER_INPUT')) found.push(...answer.codes);
        if (found.length > 0) faults.push({ path: path.join('.'), name, found });
      }
    }

    expect(faults).toEqual([]);
  });
});

describe('a text that must say something', () => {
  const REQUIRED: readonly [mutation: string, path: string[]][] = [
    ['documentCreate', ['input', 'title']],
    ['documentCreate', ['input', 'summary']],
    ['documentCreate', ['input', 'topics', '0']],
    ['documentCreate', ['input', 'details', 'partnerNote', 'findings', '0', 'statement']],
    ['documentCreate', ['input', 'details', 'partnerNote', 'findings', '0', 'sourceName']],
    ['documentEdit', ['input', 'title']],
    ['documentEdit', ['input', 'summary']],
    ['documentWithdraw', ['reason']],
    ['sharingGroupCreate', ['name']],
    ['membershipInvite', ['email']],
  ];

  test.each(REQUIRED)('%s %j is INVALID when it is empty or blank', async (name, path) => {
    const mutation = operation(name);
    const plain = plainVariables(mutation, world, 'partnerNote');
    const before = await storedContents(app.databaseUrl);
    for (const text of ['', ' ', '\t\r\n', '\u00a0', '\u3000\u2003', '\ufeff']) {
      const answer = await ask(app, world.person.token, mutation.text, withValueAt(plain, path, text));

      expect(answer.codes).toEqual([]);
      expect(userErrorsOf(answer)).toContainEqual(expect.objectContaining({ code: 'INVALID', field: path }));
    }
    expect(await storedContents(app.databaseUrl)).toEqual(before);
  });
});

describe('the limits count characters, not code units', () => {
  const astral = '😀';

  test.each([
    ['title', 300],
    ['summary', 2_000],
    ['body', 500_000],
  ])(
    'a %s of %i astral characters is taken and comes back as it was, one more is refused',
    async (field, most) => {
      const input = { title: 'A note', summary: 'In short', body: '', details: { guidance: {} } };
      const create = `mutation($input: DocumentCreateInput!) {
      documentCreate(input: $input) { document { ${field} } userErrors { code field } } }`;
      const text = astral.repeat(most);

      const taken = await ask(app, world.person.token, create, { input: { ...input, [field]: text } });
      expect(taken.payload.userErrors).toEqual([]);
      expect(taken.payload.document[field] === text).toBe(true);

      const refused = await ask(app, world.person.token, create, {
        input: { ...input, [field]: text + astral },
      });
      expect(refused.payload).toEqual({
        document: null,
        userErrors: [{ code: 'INVALID', field: ['input', field] }],
      });
    },
  );

  test('a search query of 5,000 astral characters is taken, one more is refused', async () => {
    const search = 'query($query: String!) { search(query: $query) { total } }';

    expect((await ask(app, world.person.token, search, { query: astral.repeat(5_000) })).codes).toEqual([]);
    expect((await ask(app, world.person.token, search, { query: astral.repeat(5_001) })).codes).toEqual([
      'BAD_USER_INPUT',
    ]);
  });

  test('a query for members of 1,000 characters is taken, one more is refused', async () => {
    const members =
      'query($id: ID!, $query: String) { members(institutionId: $id, query: $query) { edges { cursor } } }';
    const variables = (length: number): object => ({
      id: world.ids.institution,
      query: astral.repeat(length),
    });

    expect((await ask(app, world.person.token, members, variables(1_000))).codes).toEqual([]);
    expect((await ask(app, world.person.token, members, variables(1_001))).codes).toEqual(['BAD_USER_INPUT']);
  });
});

describe('plain values at all these places', () => {
  let shared: PlainWorld;
  beforeAll(async () => {
    shared = await plainWorld(app);
  });

  test.each(CASES)('are not what is refused: $title', async ({ mutation, details }) => {
    const within = ({ person, ...rest }: PlainWorld): Promise<Answer> =>
      ask(app, person.token, mutation.text, plainVariables(mutation, { person, ...rest }, details));
    let answer = await within(shared);
    if (answer.codes.length > 0 || userErrorsOf(answer).length > 0) {
      // One before it may have used up what it needs, and any refusal may stand before the one looked for.
      shared = await plainWorld(app);
      answer = await within(shared);
    }

    const refusals = userErrorsOf(answer).filter(({ code }) =>
      ['INVALID', 'NOT_FOUND', 'FORBIDDEN'].includes(code),
    );
    const staysGuidance = mutation.name === 'documentEdit' && details !== 'guidance';
    expect({ codes: answer.codes, refusals: staysGuidance ? [] : refusals }).toEqual({
      codes: [],
      refusals: [],
    });
  });

  test.each(QUERIES)('are not what is refused: $name', async (query) => {
    const answer = await ask(app, world.person.token, query.text, plainVariables(query, world));

    expect(answer.codes).toEqual([]);
    expect(answer.payload).not.toBeNull();
  });
});
