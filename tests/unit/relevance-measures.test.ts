import { judgementsOf } from '../benchmarks/relevance/beir.ts';
import { means, measured, ndcgAt, recallAt, reciprocalRankAt } from '../benchmarks/relevance/measures.ts';
import { recordOf } from '../benchmarks/relevance/records.ts';

/** Graded; `c` was looked at and found not relevant, `x` and `y` were never looked at. */
const JUDGED = new Map([
  ['a', 2],
  ['b', 1],
  ['c', 0],
  ['d', 1],
]);

describe('nDCG as trec_eval has it', () => {
  test('is the discounted grades by those of the best order, by hand', () => {
    // Grades 1 0 2 0 1 at the ranks 1 to 5: 1/log2(2) + 2/log2(4) + 1/log2(6) = 1 + 1 + 0.386853.
    // Best order 2 1 1: 2/log2(2) + 1/log2(3) + 1/log2(4) = 2 + 0.630930 + 0.5.
    expect(ndcgAt(10, ['b', 'x', 'a', 'c', 'd'], JUDGED)).toBeCloseTo(2.386853 / 3.13093, 5);
  });

  test('sees no further than the cut, in the ranking and in the best order', () => {
    // 1/log2(2) by 2/log2(2) + 1/log2(3).
    expect(ndcgAt(2, ['b', 'x', 'a'], JUDGED)).toBeCloseTo(1 / 2.63093, 5);
  });

  test('is 1 for the best order, and equal grades may stand in any', () => {
    expect(ndcgAt(10, ['a', 'd', 'b', 'x'], JUDGED)).toBe(1);
    expect(ndcgAt(10, ['a', 'b', 'd'], JUDGED)).toBe(1);
  });

  test('counts what was not returned as lost', () => {
    expect(ndcgAt(10, ['a'], JUDGED)).toBeCloseTo(2 / 3.13093, 5);
    expect(ndcgAt(10, [], JUDGED)).toBe(0);
  });

  test('grades below zero gain nothing, and without relevant documents it is 0', () => {
    expect(ndcgAt(10, ['s', 'a'], new Map([...JUDGED, ['s', -2]]))).toBeCloseTo(
      2 / Math.log2(3) / 3.13093,
      5,
    );
    expect(ndcgAt(10, ['c'], new Map([['c', 0]]))).toBe(0);
  });
});

test('the reciprocal rank is that of the first relevant document before the cut', () => {
  expect(reciprocalRankAt(10, ['x', 'c', 'd', 'a'], JUDGED)).toBeCloseTo(1 / 3, 10);
  expect(reciprocalRankAt(2, ['x', 'c', 'd', 'a'], JUDGED)).toBe(0);
});

test('recall is the share of the relevant documents, of whatever grade', () => {
  expect(recallAt(100, ['x', 'a', 'c', 'd'], JUDGED)).toBeCloseTo(2 / 3, 10);
  expect(recallAt(2, ['x', 'a', 'd'], JUDGED)).toBeCloseTo(1 / 3, 10);
});

test('a collection is measured by the means over its queries', () => {
  const [good, bad] = [measured(['a', 'b', 'd'], JUDGED), measured(['x'], JUDGED)];
  expect(means([good, bad])).toEqual({ ndcgAt10: 0.5, mrrAt10: 0.5, recallAt100: 0.5 });
});

test('judgements are read with their grades, below the head, whatever the ids look like', () => {
  const read = judgementsOf('query-id\tcorpus-id\tscore\nq 1\tMED-10\t2\r\nq 1\tMED-11\t0\n7\tMED-10\t1\n');
  expect(read).toEqual(
    new Map([
      [
        'q 1',
        new Map([
          ['MED-10', 2],
          ['MED-11', 0],
        ]),
      ],
      ['7', new Map([['MED-10', 1]])],
    ]),
  );
});

describe('a document of a collection becomes a record', () => {
  test('with a summary that is no word, so that nothing counts twice', () => {
    expect(recordOf({ id: '7', title: 'A title', text: 'Its text.' })).toEqual({
      externalId: '7',
      title: 'A title',
      summary: '–',
      body: 'Its text.',
    });
  });

  test('whose title is cut between words, or begins like the text when there is none', () => {
    const words = 'word '.repeat(100).trim();
    const title = (document: { title: string; text: string }) =>
      (recordOf({ id: '7', ...document }) as { title: string }).title;
    expect(title({ title: words, text: '' })).toBe('word '.repeat(60).trim());
    expect(title({ title: 'x'.repeat(400), text: '' })).toBe('x'.repeat(300));
    expect(title({ title: '', text: words })).toBe('word '.repeat(16).trim());
    expect(title({ title: '', text: 'Short\ntext' })).toBe('Short text');
  });

  test('and one without any text is left out', () => {
    expect(recordOf({ id: '7', title: '', text: '' })).toBeNull();
  });
});
