import { approved, assemble, drafted, published, submitted, type Cast } from '../access/support/cast.ts';
import {
  done,
  draft,
  edit,
  publish,
  review,
  share,
  submit,
  withdraw,
  type Sender,
} from '../access/support/document-actions.ts';
import { counts, search } from '../access/support/searching.ts';
import { TestApp, type Person } from '../support/test-app.ts';

let app: TestApp;
let cast: Cast;
let otherReader: Person;
beforeAll(async () => {
  app = await TestApp.start();
  cast = await assemble(app);
  otherReader = await app.person(cast.other, 'READER');
});
afterAll(() => app?.stop());

const COMMUNITY = { level: 'COMMUNITY' };
/** A word that stands wherever a document can say something. */
const saying = (word: string) => ({
  ...{ title: `Ordinary ${word} title`, summary: `Ordinary ${word} summary`, body: `Ordinary ${word} body` },
  topics: ['ordinary', word],
});
const usual = {
  title: 'Ordinary title',
  summary: 'Ordinary summary',
  body: 'Ordinary body',
  topics: ['ordinary'],
};

/** Documents that the other institution's READER and anyone not signed in may not read, each with the word. */
const UNREADABLE: Record<string, (word: string) => Promise<unknown>> = {
  'an INSTITUTION document': (word) => published(cast, saying(word)),
  'a NAMED document': async (word) => {
    const sharing = { level: 'NAMED', membershipIds: [cast.publisher.membershipId] };
    done(await publish(cast.publisher, await drafted(cast, { ...saying(word), sharing }), 1));
  },
  'a document whose audience is excluded': (word) =>
    published(cast, { ...saying(word), sharing: { ...COMMUNITY, excludedInstitutionIds: [cast.other.id] } }),
  'a document for higher roles': (word) =>
    published(cast, { ...saying(word), sharing: { ...COMMUNITY, minimumRole: 'CONTRIBUTOR' } }),
  'a document for other kinds': (word) =>
    published(cast, { ...saying(word), sharing: { ...COMMUNITY, kinds: ['FUNDER'] } }),
  'a document whose window is to come': (word) =>
    published(cast, { ...saying(word), sharing: { ...COMMUNITY, visibleFrom: '2050-01-01T00:00:00Z' } }),
  'a document whose window is over': (word) =>
    published(cast, { ...saying(word), sharing: { level: 'PUBLIC', visibleUntil: '2020-01-01T00:00:00Z' } }),
  'a draft for everyone': (word) => drafted(cast, { ...saying(word), sharing: { level: 'PUBLIC' } }),
  'a document in review for everyone': (word) =>
    submitted(cast, { ...saying(word), sharing: { level: 'PUBLIC' } }),
  'an approved document for everyone': (word) =>
    approved(cast, { ...saying(word), sharing: { level: 'PUBLIC' } }),
  'a withdrawn document': async (word) => {
    const id = await published(cast, { ...saying(word), sharing: { level: 'PUBLIC' } });
    await app.index();
    done(await withdraw(cast.publisher, id));
  },
};

/** What changes of readable documents leave unreadable. */
const HIDDEN: Record<string, (word: string) => Promise<unknown>> = {
  'the next version of a PUBLIC document': async (word) => {
    const id = await published(cast, { ...usual, sharing: { level: 'PUBLIC' } });
    done(await edit(cast.author, id, 1, saying(word)));
  },
  'a former version of a PUBLIC document': async (word) => {
    const id = await published(cast, { ...saying(word), sharing: { level: 'PUBLIC' } });
    await app.index();
    done(await edit(cast.author, id, 1, usual));
    done(await submit(cast.author, id));
    done(await review(cast.reviewer, id));
    done(await publish(cast.publisher, id, 2));
  },
};

let words = 0;
/** With a number in it, so that none is taken for a typing error of another. */
const nextWord = (): string => `zyxword${(words += 1)}q`;

/** Queries in which a word can stand; beside ordinary words it must change neither hits nor their scores. */
const QUERIES = (word: string): [query: string, more?: object][] => [
  [word],
  [`"${word}"`],
  [`"ordinary ${word}"`],
  [`ordinary ${word}`],
  [`ordinary title ${word}`, { first: 1 }],
  [`ordinary -${word}`],
  [`${word} -ordinary`],
  [word.slice(0, -1)],
  ['ordinary', { filter: { topics: [word] } }],
];

async function answers(sender: Sender, word: string): Promise<string> {
  const all = [];
  for (const [query, more] of QUERIES(word)) all.push((await search(sender, query, more)).answer);
  return JSON.stringify(all, null, 1).replaceAll(word, 'THE WORD').replaceAll(word.slice(0, -1), 'THE START');
}

describe('a word that stands only in what may not be read is like a word that stands nowhere', () => {
  beforeAll(async () => {
    for (const n of [1, 2, 3])
      await published(cast, { ...usual, title: `Ordinary title ${n}`, sharing: { level: 'PUBLIC' } });
  });

  test.each(Object.keys(UNREADABLE))('%s', async (what) => {
    const word = nextWord();
    await app.index();
    const before = [await answers(otherReader, word), await answers(app.anonymous, word)];
    await UNREADABLE[what]!(word);
    await app.index();
    // Also the scores of what they may read are as they were: unreadable documents count for nothing.
    expect([await answers(otherReader, word), await answers(app.anonymous, word)]).toEqual(before);
    expect(before[0]).toContain('"total": 3');
  });

  test.each(Object.keys(HIDDEN))('%s', async (what) => {
    const [word, nowhere] = [nextWord(), nextWord()];
    await HIDDEN[what]!(word);
    await app.index();
    for (const sender of [otherReader, app.anonymous]) {
      expect(await answers(sender, word)).toEqual(await answers(sender, nowhere));
    }
  });

  test('the same word is found by those who may read', async () => {
    const word = nextWord();
    const id = await published(cast, saying(word));
    await app.index();
    for (const query of [word, `"${word}"`, `"ordinary ${word}"`, `${word} absent`]) {
      expect((await search(cast.reader, query)).ids).toEqual([id]);
    }
    expect(await search(otherReader, word)).toMatchObject({ ids: [], total: 0 });
  });
});

describe('totals and facets come from readable documents only', () => {
  test('each sees the counts of what it may read', async () => {
    const word = nextWord();
    const sharings = [
      { level: 'INSTITUTION' },
      { ...COMMUNITY, minimumRole: 'PUBLISHER' },
      COMMUNITY,
      { level: 'PUBLIC' },
    ];
    for (const [n, sharing] of sharings.entries()) {
      await published(cast, {
        ...usual,
        title: word,
        countries: ['GB', ['CN', 'FR', 'DE', 'NL'][n]],
        topics: [`topic ${n}`],
        sharing,
      });
    }
    const foreign = await draft(cast.outsider, { title: word, countries: ['NO'] });
    done(await publish(cast.outsider, foreign, 1));
    await app.index();

    const expected: [Sender, number, Record<string, number>, Record<string, number>][] = [
      [app.anonymous, 1, { GB: 1, NL: 1 }, { [cast.owner.id]: 1 }],
      [otherReader, 3, { GB: 2, DE: 1, NL: 1, NO: 1 }, { [cast.owner.id]: 2, [cast.other.id]: 1 }],
      [cast.outsider, 4, { GB: 3, DE: 1, FR: 1, NL: 1, NO: 1 }, { [cast.owner.id]: 3, [cast.other.id]: 1 }],
      [cast.reader, 3, { GB: 3, CN: 1, DE: 1, NL: 1 }, { [cast.owner.id]: 3 }],
      [cast.publisher, 4, { GB: 4, CN: 1, DE: 1, FR: 1, NL: 1 }, { [cast.owner.id]: 4 }],
    ];
    for (const [sender, total, countries, institutions] of expected) {
      const found = await search(sender, word, { first: 1 });
      expect(found).toMatchObject({ total, answer: { totalIsExact: true } });
      expect(counts(found, 'COUNTRY')).toEqual(countries);
      expect(counts(found, 'INSTITUTION')).toEqual(institutions);
      expect(counts(found, 'KIND')).toEqual({ GUIDANCE: total });
    }
  });

  test('searches cover what is published: nobody finds a draft, not even its author', async () => {
    const word = nextWord();
    await drafted(cast, saying(word));
    await submitted(cast, saying(word));
    await app.index();
    for (const person of [cast.author, cast.publisher])
      expect(await search(person, word)).toMatchObject({ ids: [], total: 0 });
  });
});

describe('windows open and close by the clock alone', () => {
  test('found, counted and faceted from its beginning up to its end', async () => {
    const word = nextWord();
    const inMinutes = (minutes: number) =>
      new Date(app.clock.now().getTime() + minutes * 60_000).toISOString();
    const id = await published(cast, {
      ...saying(word),
      sharing: { level: 'PUBLIC', visibleFrom: inMinutes(10), visibleUntil: inMinutes(20) },
    });
    await app.index();
    const seen = async (sender: Sender) => {
      const found = await search(sender, word);
      return { ids: found.ids, total: found.total, kinds: counts(found, 'KIND') };
    };
    const [none, one] = [
      { ids: [], total: 0, kinds: {} },
      { ids: [id], total: 1, kinds: { GUIDANCE: 1 } },
    ];
    for (const expected of [none, one, none]) {
      for (const sender of [app.anonymous, otherReader, cast.colleague])
        expect(await seen(sender)).toEqual(expected);
      for (const sender of [cast.author, cast.reviewer]) expect(await seen(sender)).toEqual(one);
      app.clock.advance(10 * 60_000 + 1_000);
    }
  });
});

describe('whoever loses something finds nothing on the next request', () => {
  test('narrowing what was found a moment ago', async () => {
    const word = nextWord();
    const id = await published(cast, { ...saying(word), sharing: COMMUNITY });
    await app.index();
    expect((await search(otherReader, word)).ids).toEqual([id]);
    done(await share(cast.author, id, { level: 'INSTITUTION' }));
    await app.index();
    expect(await search(otherReader, word)).toMatchObject({ ids: [], total: 0 });
    expect((await search(cast.reader, word)).ids).toEqual([id]);
  });
});
