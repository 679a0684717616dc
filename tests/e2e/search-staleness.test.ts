import { assemble, published, type Cast } from '../access/support/cast.ts';
import {
  clientOf,
  done,
  edit,
  publish,
  review,
  share,
  submit,
  withdraw,
  type Sender,
} from '../access/support/document-actions.ts';
import { counts, search } from '../access/support/searching.ts';
import { StoredRows } from '../access/support/stored-rows.ts';
import { TestApp, type Person } from '../support/test-app.ts';

// In this file nothing brings the index up to date after a change, unless a test says so.

let app: TestApp;
let rows: StoredRows;
let cast: Cast;
let otherReader: Person;
beforeAll(async () => {
  app = await TestApp.start();
  rows = new StoredRows(app);
  cast = await assemble(app);
  otherReader = await app.person(cast.other, 'READER');
});
afterAll(async () => {
  await rows?.close();
  await app?.stop();
});

const COMMUNITY = { level: 'COMMUNITY' };

let words = 0;
/** With a number in it, so that none is taken for a typing error of another. */
const nextWord = (): string => `staleword${(words += 1)}q`;

/** A document with the word in it, published and indexed. */
async function indexed(word: string, sharing: object): Promise<string> {
  const id = await published(cast, { title: `About ${word}`, topics: [word], sharing });
  await app.index();
  return id;
}

/** Everything that a search with the word, and one without it, tell of the document. */
async function traces(sender: Sender, word: string, id: string): Promise<object> {
  const found = await search(sender, word);
  const everything = await search(sender, '', { first: 100 });
  return {
    ids: found.ids,
    total: found.total,
    kinds: counts(found, 'KIND'),
    listed: everything.ids.includes(id),
    counted: counts(everything, 'TOPIC')[word] ?? 0,
    totalOfAll: everything.total - everything.ids.length,
  };
}
const NOTHING = { ids: [], total: 0, kinds: {}, listed: false, counted: 0, totalOfAll: 0 };
const here = (id: string) => ({
  ids: [id],
  total: 1,
  kinds: { GUIDANCE: 1 },
  listed: true,
  counted: 1,
  totalOfAll: 0,
});

const NARROWINGS: [what: string, narrow: (id: string) => Promise<unknown>][] = [
  ['a lower level', (id) => share(cast.author, id, { level: 'INSTITUTION' })],
  ['names', (id) => share(cast.author, id, { level: 'NAMED' })],
  ['an exclusion', (id) => share(cast.author, id, { ...COMMUNITY, excludedInstitutionIds: [cast.other.id] })],
  ['a minimum role', (id) => share(cast.author, id, { ...COMMUNITY, minimumRole: 'PUBLISHER' })],
  ['other kinds', (id) => share(cast.author, id, { ...COMMUNITY, kinds: ['FUNDER'] })],
  [
    'a window that is over',
    (id) => share(cast.author, id, { ...COMMUNITY, visibleUntil: '2020-01-01T00:00:00Z' }),
  ],
  ['withdrawal', (id) => withdraw(cast.publisher, id)],
];

test.each(NARROWINGS)('narrowing acts at once although the index is behind: %s', async (_what, narrow) => {
  const word = nextWord();
  const id = await indexed(word, COMMUNITY);
  expect(await traces(otherReader, word, id)).toEqual(here(id));
  await narrow(id);
  expect(await traces(otherReader, word, id)).toEqual(NOTHING);
  await app.index();
  expect(await traces(otherReader, word, id)).toEqual(NOTHING);
});

test('narrowing twice, with the index in between, leaves nothing behind', async () => {
  const word = nextWord();
  const id = await indexed(word, { level: 'PUBLIC' });
  done(await share(cast.author, id, COMMUNITY));
  expect(await traces(app.anonymous, word, id)).toEqual(NOTHING);
  await app.index();
  expect(await traces(otherReader, word, id)).toEqual(here(id));
  done(await share(cast.author, id, { level: 'INSTITUTION' }));
  expect(await traces(otherReader, word, id)).toEqual(NOTHING);
  await app.index();
  expect(await traces(cast.reader, word, id)).toEqual(here(id));
});

test('the text of a version that was replaced is not found, before and after the index has learnt it', async () => {
  const [former, present] = [nextWord(), nextWord()];
  const id = await indexed(former, COMMUNITY);
  done(await edit(cast.author, id, 1, { title: `About ${present}`, topics: [present] }));
  done(await submit(cast.author, id));
  done(await review(cast.reviewer, id));
  done(await publish(cast.publisher, id, 2));
  expect(await traces(otherReader, former, id)).toEqual(NOTHING);
  await app.index();
  expect(await traces(otherReader, former, id)).toMatchObject({ ids: [], total: 0, counted: 0 });
  expect(await traces(otherReader, present, id)).toEqual(here(id));
});

test('work on the next version takes nothing from the readers of the published one', async () => {
  const word = nextWord();
  const id = await indexed(word, COMMUNITY);
  const steps = [
    () => edit(cast.author, id, 1, { title: 'About something else' }),
    () => submit(cast.author, id),
    () => review(cast.reviewer, id, 'REQUEST_CHANGES'),
  ];
  for (const step of steps) {
    done(await step());
    expect(await traces(otherReader, word, id)).toEqual(here(id));
  }
});

test('withholding the attribution acts at once on the INSTITUTION facet and filter', async () => {
  const word = nextWord();
  const id = await indexed(word, COMMUNITY);
  const filter = { institutionIds: [cast.owner.id] };
  expect(counts(await search(otherReader, word), 'INSTITUTION')).toEqual({ [cast.owner.id]: 1 });
  expect((await search(otherReader, word, { filter })).ids).toEqual([id]);
  done(await share(cast.author, id, { ...COMMUNITY, attribution: 'WITHHELD' }));
  expect(counts(await search(otherReader, word), 'INSTITUTION')).toEqual({});
  expect((await search(otherReader, word, { filter })).ids).toEqual([]);
});

describe('what is about people and institutions needs no index at all', () => {
  test('a revoked membership', async () => {
    const word = nextWord();
    const id = await indexed(word, COMMUNITY);
    const [leaver, administrator] = [
      await app.person(cast.other, 'READER'),
      await app.person(cast.other, 'READER', { administrator: true }),
    ];
    expect(await traces(leaver, word, id)).toEqual(here(id));
    const revoke = 'mutation ($id: ID!) { membershipRevoke(id: $id) { userErrors { code } } }';
    const { membershipRevoke } = await clientOf(administrator).ask(revoke, { id: leaver.membershipId });
    expect(membershipRevoke.userErrors).toEqual([]);
    expect(await traces(leaver, word, id)).toEqual(NOTHING);
    expect(await traces(otherReader, word, id)).toEqual(here(id));
  });

  test('an expired membership', async () => {
    const word = nextWord();
    const id = await indexed(word, COMMUNITY);
    const guest = await app.person(cast.other, 'READER');
    const soon = new Date(app.clock.now().getTime() + 60_000);
    await rows.run('UPDATE memberships SET valid_until = $2 WHERE id = $1', [guest.membershipId, soon]);
    expect(await traces(guest, word, id)).toEqual(here(id));
    app.clock.advance(60_001);
    expect(await traces(guest, word, id)).toEqual(NOTHING);
  });

  test('a suspended institution: its members find nothing, what it has published is still found', async () => {
    const people = await assemble(app);
    const word = nextWord();
    const id = await published(people, { title: `About ${word}`, topics: [word], sharing: COMMUNITY });
    await app.index();
    expect(await traces(people.reader, word, id)).toEqual(here(id));
    await rows.run(`UPDATE institutions SET status = 'SUSPENDED' WHERE id = $1`, [people.owner.id]);
    for (const person of [people.reader, people.author, people.publisher]) {
      expect(await traces(person, word, id)).toEqual(NOTHING);
    }
    expect(await traces(otherReader, word, id)).toEqual(here(id));
  });

  test('a group that an institution leaves, or that is deleted', async () => {
    const administrator = await app.person(cast.owner, 'READER', { administrator: true });
    const [left, deleted] = [
      await app.group('Left', cast.owner, [cast.other]),
      await app.group('Deleted', cast.owner, [cast.other]),
    ];
    const words = [nextWord(), nextWord()] as const;
    const [inLeft, inDeleted] = [
      await indexed(words[0], { level: 'GROUPS', groupIds: [left] }),
      await indexed(words[1], { level: 'GROUPS', groupIds: [deleted] }),
    ];
    expect(await traces(otherReader, words[0], inLeft)).toEqual(here(inLeft));
    expect(await traces(otherReader, words[1], inDeleted)).toEqual(here(inDeleted));
    const { remove, remains } = await clientOf(administrator).ask(
      `mutation ($left: ID!, $deleted: ID!, $other: ID!) {
        remove: sharingGroupRemove(id: $left, institutionId: $other) { userErrors { code } }
        remains: sharingGroupDelete(id: $deleted) { userErrors { code } } }`,
      { left, deleted, other: cast.other.id },
    );
    expect([remove.userErrors, remains.userErrors]).toEqual([[], []]);
    expect(await traces(otherReader, words[0], inLeft)).toEqual(NOTHING);
    expect(await traces(otherReader, words[1], inDeleted)).toEqual(NOTHING);
  });

  test('a grant that is given, and expires', async () => {
    const word = nextWord();
    const id = await indexed(word, { level: 'INSTITUTION' });
    expect(await traces(otherReader, word, id)).toEqual(NOTHING);
    const until = new Date(app.clock.now().getTime() + 60_000);
    await rows.run('INSERT INTO access_grants VALUES ($1, $2, now(), $3)', [id, cast.other.id, until]);
    expect(await traces(otherReader, word, id)).toEqual(here(id));
    app.clock.advance(60_001);
    expect(await traces(otherReader, word, id)).toEqual(NOTHING);
  });

  test('an institution that joins a group finds what was shared with it before', async () => {
    const group = await app.group('Joined', cast.owner, []);
    const word = nextWord();
    const id = await indexed(word, { level: 'GROUPS', groupIds: [group] });
    expect(await traces(otherReader, word, id)).toEqual(NOTHING);
    await rows.run(`INSERT INTO sharing_group_members VALUES ($1, $2, 'INVITED')`, [group, cast.other.id]);
    expect(await traces(otherReader, word, id)).toEqual(NOTHING);
    await rows.run(`UPDATE sharing_group_members SET status = 'ACCEPTED' WHERE group_id = $1`, [group]);
    expect(await traces(otherReader, word, id)).toEqual(here(id));
  });
});
