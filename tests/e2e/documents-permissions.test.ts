import { randomUUID } from 'node:crypto';
import { TestApp, type Person } from '../support/test-app.ts';
import { approved, assemble, drafted, published, submitted, type Cast } from '../access/support/cast.ts';
import {
  done,
  edit,
  publish,
  review,
  share,
  submit,
  withdraw,
  type Outcome,
} from '../access/support/document-actions.ts';
import { StoredRows } from '../access/support/stored-rows.ts';

let app: TestApp;
let rows: StoredRows;
let cast: Cast;
beforeAll(async () => {
  app = await TestApp.start();
  rows = new StoredRows(app);
  cast = await assemble(app);
});
afterAll(async () => {
  await rows?.close();
  await app?.stop();
});

/** How each state is reached, with the version that is then the latest. */
const STATES: Record<string, (cast: Cast) => Promise<string>> = {
  DRAFT: drafted,
  IN_REVIEW: submitted,
  APPROVED: approved,
  PUBLISHED: published,
  REVISED: async (people) => {
    const id = await published(people);
    done(await edit(people.author, id, 1));
    return id;
  },
  WITHDRAWN: async (people) => {
    const id = await published(people);
    done(await withdraw(people.publisher, id));
    return id;
  },
};
const latestIn = (state: string): number => (state === 'REVISED' ? 2 : 1);

const NARROWER = { level: 'INSTITUTION', minimumRole: 'CONTRIBUTOR' };
const WIDER = { level: 'COMMUNITY' };

const ACTIONS: Record<string, (who: Person, id: string, version: number) => Promise<Outcome>> = {
  edit: (who, id, version) => edit(who, id, version),
  submit: (who, id, version) => submit(who, id, version),
  approve: (who, id, version) => review(who, id, 'APPROVE', { expectedVersion: version }),
  'request changes': (who, id, version) => review(who, id, 'REQUEST_CHANGES', { expectedVersion: version }),
  publish: (who, id, version) => publish(who, id, version),
  narrow: (who, id, version) => share(who, id, NARROWER, version),
  widen: (who, id, version) => share(who, id, WIDER, version),
  withdraw: (who, id) => withdraw(who, id),
};

const PEOPLE = [
  'author',
  'coAuthor',
  'colleague',
  'reader',
  'reviewer',
  'publisher',
  'administrator',
  'outsider',
] as const;

/** What stands for a refusal in the table below. */
const CODES: Readonly<Record<string, string>> = { none: 'NOT_FOUND', forb: 'FORBIDDEN', state: 'STATE' };

/**
 * Who may do what, and what everyone else hears. `none`: like a document that does not exist. The author
 * and the co-author are CONTRIBUTORs, the colleague is one as well; the outsider is another institution's
 * PUBLISHER; the document is for the whole INSTITUTION.
 */
const TABLE = `
  action           state      author  coAuthor  colleague  reader  reviewer  publisher  administrator  outsider
  edit             DRAFT      ok      ok        none       none    none      forb       none           none
  edit             IN_REVIEW  ok      ok        none       none    forb      forb       none           none
  edit             APPROVED   ok      ok        none       none    forb      forb       none           none
  edit             PUBLISHED  ok      ok        forb       forb    forb      forb       forb           none
  edit             REVISED    ok      ok        forb       forb    forb      forb       forb           none
  edit             WITHDRAWN  state   none      none       none    forb      forb       none           none
  submit           DRAFT      ok      ok        none       none    none      forb       none           none
  submit           IN_REVIEW  state   state     none       none    forb      forb       none           none
  submit           APPROVED   state   state     none       none    forb      forb       none           none
  submit           PUBLISHED  state   state     forb       forb    forb      forb       forb           none
  submit           REVISED    ok      ok        forb       forb    forb      forb       forb           none
  submit           WITHDRAWN  state   none      none       none    forb      forb       none           none
  approve          DRAFT      forb    forb      none       none    none      state      none           none
  approve          IN_REVIEW  forb    forb      none       none    ok        ok         none           none
  approve          PUBLISHED  forb    forb      forb       forb    state     state      forb           none
  approve          REVISED    forb    forb      forb       forb    state     state      forb           none
  approve          WITHDRAWN  forb    none      none       none    state     state      none           none
  request_changes  DRAFT      forb    forb      none       none    none      state      none           none
  request_changes  IN_REVIEW  forb    forb      none       none    ok        ok         none           none
  request_changes  APPROVED   forb    forb      none       none    ok        ok         none           none
  publish          DRAFT      forb    forb      none       none    none      ok         none           none
  publish          IN_REVIEW  forb    forb      none       none    forb      ok         none           none
  publish          APPROVED   forb    forb      none       none    forb      ok         none           none
  publish          PUBLISHED  forb    forb      forb       forb    forb      state      forb           none
  publish          REVISED    forb    forb      forb       forb    forb      ok         forb           none
  publish          WITHDRAWN  forb    none      none       none    forb      state      none           none
  narrow           DRAFT      ok      ok        none       none    none      ok         none           none
  narrow           IN_REVIEW  ok      ok        none       none    forb      ok         none           none
  narrow           APPROVED   ok      ok        none       none    forb      ok         none           none
  narrow           PUBLISHED  ok      forb      forb       forb    forb      ok         forb           none
  narrow           REVISED    ok      forb      forb       forb    forb      ok         forb           none
  narrow           WITHDRAWN  state   none      none       none    forb      state      none           none
  widen            DRAFT      ok      ok        none       none    none      ok         none           none
  widen            IN_REVIEW  ok      ok        none       none    forb      ok         none           none
  widen            APPROVED   ok      ok        none       none    forb      ok         none           none
  widen            PUBLISHED  forb    forb      forb       forb    forb      ok         forb           none
  widen            REVISED    forb    forb      forb       forb    forb      ok         forb           none
  withdraw         DRAFT      forb    forb      none       none    none      state      none           none
  withdraw         IN_REVIEW  forb    forb      none       none    forb      state      none           none
  withdraw         APPROVED   forb    forb      none       none    forb      state      none           none
  withdraw         PUBLISHED  forb    forb      forb       forb    forb      ok         forb           none
  withdraw         REVISED    forb    forb      forb       forb    forb      ok         forb           none
  withdraw         WITHDRAWN  forb    none      none       none    forb      state      none           none
`;

const [header, ...lines] = TABLE.trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));
const ROWS = lines.map(([action, state, ...answers]) => ({
  action: action!.replace('_', ' '),
  state: state!,
  answers,
}));

test('the table has a column for everyone', () => {
  expect(header?.slice(2)).toEqual(PEOPLE);
  expect(ROWS.filter(({ answers }) => answers.length !== PEOPLE.length)).toEqual([]);
});

test.each(ROWS)('$action, $state: $answers', async ({ action, state, answers }) => {
  const act = ACTIONS[action]!;
  const version = latestIn(state);
  let id = await STATES[state]!(cast);
  for (const [column, name] of PEOPLE.entries()) {
    const answer = answers[column]!;
    const before = await rows.of(id);
    const outcome = await act(cast[name], id, version);
    expect({ name, codes: outcome.codes }).toEqual({ name, codes: answer === 'ok' ? [] : [CODES[answer]] });
    const after = await rows.of(id);
    if (answer === 'ok') {
      expect(after).not.toBe(before);
      id = await STATES[state]!(cast);
      continue;
    }
    expect(after).toBe(before);
    // What may not be seen answers exactly as what is not there.
    if (answer === 'none') expect(outcome).toEqual(await act(cast[name], randomUUID(), version));
  }
});

test('whoever is not signed in is asked to sign in, for every action alike', async () => {
  const id = await published(cast, { sharing: { level: 'PUBLIC' } });
  const mutations = [
    `documentEdit(id: "${id}", expectedVersion: 1, input: {})`,
    `documentSubmit(id: "${id}")`,
    `documentReview(id: "${id}", decision: APPROVE)`,
    `documentPublish(id: "${id}", expectedVersion: 1)`,
    `documentShare(id: "${id}", sharing: { level: NAMED })`,
    `documentWithdraw(id: "${id}", reason: "No.")`,
    `documentCreate(input: { title: "A", summary: "B", body: "C", details: { guidance: {} } })`,
  ];
  for (const mutation of mutations) {
    const answer = await app.anonymous.send(`mutation { ${mutation} { document { id } } }`);
    expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
    expect(answer.data ?? null).toBeNull();
  }
});
