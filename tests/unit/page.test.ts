import { BadInput, decodeCursor, encodeCursor, pageOf, pageSize } from '#kernel';
import fc from 'fast-check';

const RUNS = { numRuns: 1_000, seed: 42 };

/** Any text that a sort key can be: PostgreSQL keeps no NUL character. */
const text = fc
  .oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }))
  .map((one) => one.replaceAll('\0', ''));
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((one) => one + 0),
);
const key = fc.oneof(text, number, fc.constant(null));

describe('a cursor', () => {
  test('gives back the keys that it was made of', () => {
    fc.assert(
      fc.property(fc.array(key, { maxLength: 5 }), (keys) => {
        const plain = keys.map((one) => (Object.is(one, -0) ? 0 : one));
        expect(decodeCursor(encodeCursor(plain), plain.length)).toEqual(plain);
      }),
      RUNS,
    );
  });

  test('can stand in an address as it is', () => {
    fc.assert(
      fc.property(fc.array(key, { maxLength: 5 }), (keys) => {
        expect(encodeCursor(keys)).toMatch(/^[A-Za-z0-9_-]*$/);
      }),
      RUNS,
    );
  });

  test('with another number of keys is not taken', () => {
    fc.assert(
      fc.property(fc.array(key, { maxLength: 4 }), fc.nat(5), (keys, length) => {
        fc.pre(length !== keys.length);
        expect(() => decodeCursor(encodeCursor(keys), length)).toThrow(BadInput);
      }),
      RUNS,
    );
  });

  test.each([true, {}, [], ['x'], { length: 1 }, 'a\0b'])('with the key %j is not taken', (bad) => {
    const forged = Buffer.from(JSON.stringify(['x', bad])).toString('base64url');

    expect(() => decodeCursor(forged, 2)).toThrow(BadInput);
  });

  test('of any text is taken with valid keys, or refused as bad input: it never fails otherwise', () => {
    const json = fc.json().map((one) => Buffer.from(one).toString('base64url'));
    const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), json, fc.constant('\ud800'));
    let taken = 0;
    fc.assert(
      fc.property(anything, fc.nat(3), (cursor, length) => {
        try {
          const keys = decodeCursor(cursor, length);
          taken += 1;
          expect(keys).toHaveLength(length);
          for (const one of keys)
            expect(one === null || typeof one === 'number' || typeof one === 'string').toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(BadInput);
        }
      }),
      { ...RUNS, numRuns: 5_000 },
    );
    expect(taken).toBeGreaterThan(0);
  });

  test('nested without end is refused as bad input', () => {
    const forged = Buffer.from('['.repeat(1_000_000)).toString('base64url');

    expect(() => decodeCursor(forged, 1)).toThrow(BadInput);
  });
});

describe('the page size', () => {
  test.each([1, 2, 99, 100])('%i is taken', (size) => {
    expect(pageSize(size)).toBe(size);
  });

  test.each([0, -1, 101, 1_000_000, 1.5, Number.NaN, Infinity, -Infinity, Number.MAX_SAFE_INTEGER])(
    '%p is not',
    (size) => {
      expect(() => pageSize(size)).toThrow(BadInput);
    },
  );

  test('is 20, or what the list says, when none is asked for', () => {
    expect([pageSize(null), pageSize(undefined), pageSize(null, 5), pageSize(7, 5)]).toEqual([20, 20, 5, 7]);
  });
});

describe('a page', () => {
  const cursorOf = (item: number): string => encodeCursor([item]);

  test('holds the first of the items, and tells whether there are more', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer(), { maxLength: 12 }),
        fc.integer({ min: 1, max: 10 }),
        fc.boolean(),
        (items, size, before) => {
          const { edges, pageInfo } = pageOf(items, size, cursorOf, before);

          expect(edges.map((edge) => edge.node)).toEqual(items.slice(0, size));
          expect(edges.map((edge) => edge.cursor)).toEqual(items.slice(0, size).map(cursorOf));
          expect(pageInfo).toEqual({
            hasNextPage: items.length > size,
            hasPreviousPage: before,
            startCursor: edges.length > 0 ? edges[0]!.cursor : null,
            endCursor: edges.length > 0 ? edges.at(-1)!.cursor : null,
          });
        },
      ),
      RUNS,
    );
  });

  test('after page, by the cursors, leads through everything once', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer(), { maxLength: 40 }),
        fc.integer({ min: 1, max: 10 }),
        (items, size) => {
          const sorted = items.toSorted((a, b) => a - b);
          const seen: number[] = [];
          let after = -Infinity;
          for (let more = true; more;) {
            const rest = sorted.filter((item) => item > after);
            const { edges, pageInfo } = pageOf(rest.slice(0, size + 1), size, cursorOf, after > -Infinity);
            seen.push(...edges.map((edge) => edge.node));
            more = pageInfo.hasNextPage;
            if (more) after = decodeCursor(pageInfo.endCursor!, 1)[0] as number;
          }
          expect(seen).toEqual(sorted);
        },
      ),
      RUNS,
    );
  });
});
