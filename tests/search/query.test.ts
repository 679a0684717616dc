import fc from 'fast-check';
import { queryOf, type Term } from '../../libs/search/text/query.ts';

const typed = (terms: readonly Term[]) => terms.map((term) => term.typed);

test.each([
  ['', { finds: 'everything' }],
  [' \t\n', { finds: 'everything' }],
  ['\0', { finds: 'everything' }],
  ['-', { finds: 'nothing' }],
  ['😀', { finds: 'nothing' }],
  ['-lasers', { excluded: ['lasers'], finds: 'everything' }],
  ['Export  export CONTROL', { words: ['Export', 'CONTROL'] }],
  ['the export of a laser', { words: ['export', 'laser'] }],
  ['to be or not to be', { words: ['to', 'be', 'or', 'not'] }],
  ['dual-use goods', { words: ['dual', 'use', 'goods'], compounds: ['dual-use'] }],
  ['R&D in the U.K.', { words: ['R', 'D', 'U', 'K'], compounds: ['R&D', 'U.K.'] }],
  ['“joint centre” lasers', { words: ['lasers'], phrases: ['joint centre'] }],
  ['the "joint centre"', { phrases: ['joint centre'] }],
  ['"one" "two', { words: ['two'], phrases: ['one'] }],
  ['lasers -sea -"dry land" -dual-use', { words: ['lasers'], excluded: ['sea', 'dry land', 'dual-use'] }],
  ['a-b - c --d', { words: ['b', 'c', 'd'], compounds: ['a-b'] }],
  ["China's university’s don't", { words: ['China', 'university', 'don'] }],
  [
    "Xi'an O’Brien l'université",
    { words: ['Xian', 'OBrien', 'l', 'université'], compounds: ["l'université"] },
  ],
  ['what does the US say', { words: ['US', 'say'] }],
  ['WHAT DOES THE US SAY', { words: ['SAY'] }],
  ['\0lasers\u0007optics', { words: ['lasers', 'optics'] }],
  ['清华大学', { words: ['清华大学'] }],
  ['清华', { words: ['清华'] }],
  ['与清华大学合作', { words: ['清华大学', '合作'], compounds: ['与清华大学合作'] }],
  ['α-particles 😀', { words: ['α', 'particles'], compounds: ['α-particles'] }],
])('%j is read', (text, expected) => {
  const { words, compounds, phrases, excluded, finds } = queryOf(text);
  const read = {
    words: typed(words),
    compounds: typed(compounds),
    phrases: typed(phrases),
    excluded: typed(excluded),
  };
  expect({ ...read, finds }).toMatchObject({
    words: [],
    compounds: [],
    phrases: [],
    excluded: [],
    finds: 'words',
    ...expected,
  });
});

test.each([
  ['export lic', 'lic'],
  ['export lic ', null],
  ['export lic.', null],
  ['"export lic', 'lic'],
  ['"export lic"', null],
  ['the', 'the'],
  ['lasers -optics', null],
  ['清华', null],
])('of %j the unfinished word is %j', (text, unfinished) => {
  expect(queryOf(text).unfinished?.typed ?? null).toBe(unfinished);
});

test('of too many words the repeated and then the longest are kept, in their order', () => {
  const short = Array.from({ length: 80 }, (_, index) => `w${index}`);
  const words = typed(queryOf([...short, 'thermodynamics', 'w70', 'w79'].join(' ')).words);
  expect(words).toHaveLength(64);
  expect(words).toEqual(expect.arrayContaining(['w70', 'w79', 'thermodynamics']));
  expect(words.indexOf('w70')).toBeLessThan(words.indexOf('thermodynamics'));
});

describe('whatever is typed', () => {
  const fragment = fc.constantFrom(
    '"',
    '-',
    ' ',
    '*',
    '(',
    ')',
    ':',
    '^',
    '+',
    '{',
    '}',
    'AND',
    'OR',
    'NOT',
    'NEAR',
    ',',
    '\0',
    "'",
    'ex',
    'port',
    '😀',
    'é',
    '\ud800',
    '\u{e000}',
    '𞤀',
    '़',
  );
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc.array(fragment, { maxLength: 60 }).map((parts) => parts.join('')),
    fc
      .array(fragment, { minLength: 1, maxLength: 10 })
      .map((parts) => parts.join('').repeat(1_000).slice(0, 5_000)),
  );

  test('is read within limits, into tokens that no tokeniser changes', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const query = queryOf(text);
        expect(query.words.length).toBeLessThanOrEqual(64);
        expect(query.phrases.length + query.compounds.length).toBeLessThanOrEqual(32);
        for (const term of [...query.words, ...query.phrases, ...query.compounds, ...query.excluded]) {
          expect(term.tokens.length).toBeGreaterThan(0);
          for (const token of term.tokens) expect(token).toMatch(/^[a-z0-9]+$/);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
