import { parseInput, text } from '#input';
import { isId, isWellFormed, newId, Refusal } from '#kernel';
import fc from 'fast-check';

const RUNS = { numRuns: 2_000, seed: 42 };

/** Texts of any code units, whole characters or not. */
const anyText = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0xffff }),
      fc.constantFrom(0, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0x20, 0x41),
    ),
    {
      maxLength: 12,
    },
  )
  .map((units) => String.fromCharCode(...units));

describe('a well-formed text', () => {
  test('is one that comes back from UTF-8 as it was and has no NUL character', () => {
    const seen = new Set<boolean>();
    fc.assert(
      fc.property(anyText, (one) => {
        const survives = Buffer.from(one, 'utf8').toString('utf8') === one && !one.split('').includes('\0');
        seen.add(survives);
        expect(isWellFormed(one)).toBe(survives);
      }),
      RUNS,
    );
    expect(seen).toEqual(new Set([true, false]));
  });

  test.each(['', ' ', 'é', '😀', '\ufffd', '\uffff', '\u0001', '\ud83d\ude00'])('is %j', (one) => {
    expect(isWellFormed(one)).toBe(true);
  });

  test.each(['\0', 'a\0', '\ud800', '\udc00', '\ude00\ud83d', 'a\ud83d', '\ud83d\ud83d\ude00'])(
    'is not %j',
    (one) => {
      expect(isWellFormed(one)).toBe(false);
    },
  );
});

describe('a text of so many characters', () => {
  /** The same by plain counting, character for character. */
  function fits(one: string, most: number, least: number): boolean {
    const characters = Array.from(one).length;
    const blank = one.trim().length < least;
    return isWellFormed(one) && characters <= most && !blank;
  }

  test('is taken exactly when it is well-formed, short enough and says enough', () => {
    const seen = new Set<boolean>();
    fc.assert(
      fc.property(anyText, fc.nat(8), fc.nat(1), (one, most, least) => {
        const wanted = fits(one, most, least);
        seen.add(wanted);
        expect(text(most, least).safeParse(one).success).toBe(wanted);
      }),
      RUNS,
    );
    expect(seen).toEqual(new Set([true, false]));
  });

  test('is kept as it is', () => {
    fc.assert(
      fc.property(anyText.filter(isWellFormed), (one) => {
        expect(parseInput(text(100), one)).toBe(one);
      }),
      RUNS,
    );
  });

  test('counts a character outside the basic plane once', () => {
    expect(text(3).safeParse('😀😀😀').success).toBe(true);
    expect(text(3).safeParse('😀😀😀😀').success).toBe(false);
    expect(text(3).safeParse('😀😀😀x').success).toBe(false);
  });

  test('that is wrong is told with its place', () => {
    const refused = (): string => parseInput(text(3), 'long\0', ['input', 'title']);

    expect(refused).toThrow(Refusal);
    try {
      refused();
    } catch (error) {
      expect((error as Refusal).userErrors).toEqual([
        {
          code: 'INVALID',
          message: 'title: must not contain NUL characters or broken surrogate pairs',
          field: ['input', 'title'],
        },
        { code: 'INVALID', message: 'title: must have at most 3 characters', field: ['input', 'title'] },
      ]);
    }
  });
});

describe('an id', () => {
  test('that is new has the shape of one, and is another each time', () => {
    const ids = Array.from({ length: 1_000 }, newId);

    expect(ids.every(isId)).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('says nothing about when it was made: version 4', () => {
    for (let made = 0; made < 100; made += 1)
      expect(newId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab]/);
  });

  test.each([
    ...[
      '',
      'x',
      '00000000-0000-4000-8000-00000000000',
      '00000000-0000-4000-8000-0000000000000',
      ' '.repeat(36),
    ],
    ...['00000000-0000-4000-8000-00000000000G', 'A0000000-0000-4000-8000-000000000000'],
    ...[
      '00000000-0000-4000-8000-000000000000\n',
      '{00000000-0000-4000-8000-000000000000}',
      null,
      undefined,
      42,
      {},
    ],
  ])('is not %j', (one) => {
    expect(isId(one)).toBe(false);
  });
});
