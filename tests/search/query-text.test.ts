import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import {
  excludedExpression,
  isBlank,
  markedExpression,
  parseQuery,
  wantedExpression,
} from '../../libs/search/embedded/query-text.ts';

test.each([
  ['', { words: [], compounds: [], phrases: [], excluded: [] }],
  ['Export  export CONTROL', { words: ['export', 'control'] }],
  ['the export of a laser', { words: ['export', 'laser'] }],
  ['to be or not to be', { words: ['to', 'be', 'or', 'not'] }],
  ['dual-use goods', { words: ['dual', 'use', 'goods'], compounds: ['dual use'] }],
  ['R&D in the U.K.', { words: ['r', 'd', 'u', 'k'], compounds: ['R D', 'U K'] }],
  ['“joint centre” lasers', { words: ['lasers'], phrases: ['joint centre'] }],
  ['the "joint centre"', { words: [], phrases: ['joint centre'] }],
  ['"one" "two', { words: ['two'], phrases: ['one'] }],
  ['lasers -sea -"dry land" -dual-use', { words: ['lasers'], excluded: ['sea', 'dry land', 'dual use'] }],
  ['a-b - c --d', { words: ['b', 'c', 'd'], compounds: ['a b'] }],
  ["China's university’s don't", { words: ['china', 'university', 'don'] }],
  ['what does the US say', { words: ['us', 'say'] }],
  ['WHAT DOES THE US SAY', { words: ['say'] }],
  ['\0lasers\u0007optics', { words: ['lasers', 'optics'] }],
  ['清华大学 α-particles 😀', { words: ['清华大学', 'α', 'particles'], compounds: ['α particles'] }],
])('%j is read', (text, plan) => {
  expect(parseQuery(text)).toMatchObject(plan);
});

test('of too many words the repeated and then the longest are kept, in their order', () => {
  const short = Array.from({ length: 80 }, (_, index) => `w${index}`);
  const { words } = parseQuery([...short, 'thermodynamics', 'w70', 'w79'].join(' '));
  expect(words).toHaveLength(64);
  expect(words).toEqual(expect.arrayContaining(['w70', 'w79', 'thermodynamics']));
  expect(words.indexOf('w70')).toBeLessThan(words.indexOf('thermodynamics'));
});

test.each([
  ['', true],
  [' \t\n', true],
  ['\0', true],
  ['-', false],
  ['😀', false],
])('%j: blank is %j', (text, blank) => {
  expect(isBlank(text)).toBe(blank);
});

describe('whatever is typed', () => {
  const database = new DatabaseSync(':memory:');
  database.exec(
    `CREATE VIRTUAL TABLE texts USING fts5(title, tokenize = 'porter unicode61 remove_diacritics 2')`,
  );
  database.exec(`INSERT INTO texts VALUES ('an export licence for dual-use goods')`);
  const match = database.prepare('SELECT rowid FROM texts WHERE texts MATCH ?');
  afterAll(() => database.close());

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
  const typed = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc.array(fragment, { maxLength: 60 }).map((parts) => parts.join('')),
    fc
      .array(fragment, { minLength: 1, maxLength: 10 })
      .map((parts) => parts.join('').repeat(1_000).slice(0, 5_000)),
  );

  test('FTS5 understands what is made of it, within limits', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const plan = parseQuery(text);
        for (const expression of [wantedExpression(plan), excludedExpression(plan), markedExpression(plan)]) {
          if (expression !== null) match.all(expression);
        }
        const [wanted, excluded] = [wantedExpression(plan), excludedExpression(plan)];
        if (wanted !== null && excluded !== null) match.all(`(${wanted}) NOT (${excluded})`);
        expect(plan.words.length).toBeLessThanOrEqual(64);
        expect(plan.phrases.length + plan.compounds.length).toBeLessThanOrEqual(32);
      }),
      { numRuns: 1_000 },
    );
  });
});
