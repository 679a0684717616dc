import type { AspectsRow, AspectValues } from '#documents';
import fc from 'fast-check';
import { commonOf, likenessOf } from '../../libs/search/precedents/likeness.ts';
import { markedWords, reasonsOf } from '../../libs/search/precedents/reasons.ts';

const nothing: AspectValues = {
  partner: [],
  relatedPartner: [],
  technologyArea: [],
  collaborationType: [],
  riskArea: [],
  discipline: [],
  country: [],
};
const row = (given: Partial<AspectsRow>): AspectsRow =>
  ({ ...nothing, id: 'document', ...given }) as unknown as AspectsRow;
const likeness = (engagement: AspectValues, document: AspectsRow, similarity = 0) =>
  likenessOf('CASE_STUDY', engagement, commonOf(engagement, document), similarity);

const values = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 3 });
const aspects = fc.record({
  partner: values,
  relatedPartner: values.map((list) => list.map((value) => `related ${value}`)),
  technologyArea: values,
  collaborationType: values,
  riskArea: values,
  discipline: values,
  country: values,
});
const share = fc.double({ min: 0, max: 1, noNaN: true });

test('likeness lies between 0 and 1, and is 1 when everything is the same', () => {
  fc.assert(
    fc.property(aspects, aspects, share, (engagement, document, similarity) => {
      const score = likeness(engagement, row(document), similarity);
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1 + 1e-9);
      expect(likeness(engagement, row(engagement), 1)).toBeCloseTo(1);
    }),
  );
});

test('it grows with whatever is the same', () => {
  fc.assert(
    fc.property(aspects, aspects, share, share, (engagement, document, one, other) => {
      const [less, more] = [Math.min(one, other), Math.max(one, other)];
      const fuller = row({
        ...document,
        country: [...new Set([...document.country, ...engagement.country])],
      });
      expect(likeness(engagement, fuller, more)).toBeGreaterThanOrEqual(
        likeness(engagement, row(document), less) - 1e-9,
      );
    }),
  );
});

test('by hand: a partner and one of two technology areas of five stated aspects', () => {
  const engagement = {
    ...nothing,
    partner: ['p'],
    technologyArea: ['x', 'y'],
    collaborationType: ['JOINT_CENTRE'],
    country: ['CN'],
    discipline: ['Engineering'],
  };
  // (5 + 3/2) of 5 + 3 + 2 + 1 + 1.5.
  expect(likeness(engagement, row({ partner: ['p', 'q'], technologyArea: ['y'] }), 0.5)).toBeCloseTo(
    (0.55 * 6.5) / 12.5 + 0.45 * 0.5,
  );
});

test('a parent or child counts less than the partner itself, and is not told twice', () => {
  const engagement = { ...nothing, partner: ['p'], relatedPartner: ['parent'] };
  expect(likeness(engagement, row({ partner: ['parent'] }))).toBeCloseTo(0.55 * 0.6);
  expect(commonOf(engagement, row({ partner: ['p', 'parent'] }))).toEqual({ partner: ['p'] });
});

test('what documents of a kind do not say does not count against them', () => {
  const engagement = { ...nothing, partner: ['p'], collaborationType: ['JOINT_CENTRE'] };
  const common = commonOf(engagement, row({ collaborationType: ['JOINT_CENTRE'] }));
  expect(likenessOf('GUIDANCE', engagement, common, 0)).toBeCloseTo(0.55);
});

test('without any aspect, the description alone counts', () => {
  expect(likeness(nothing, row({ country: ['CN'] }), 0.3)).toBe(0.3);
});

test('reasons are plain words', () => {
  const words = markedWords('<mark>Turbine</mark> alloys', 'a <mark>turbine</mark> of <mark>heat</mark>');
  expect(
    reasonsOf(
      {
        partner: ['p'],
        riskArea: ['EXPORT_CONTROL', 'STAFF_SAFETY'],
        collaborationType: ['JOINT_CENTRE'],
        country: ['CN'],
      },
      new Map([['p', 'Tsinghua University']]),
      words,
    ),
  ).toEqual([
    'same partner: Tsinghua University',
    'same kind of collaboration: joint centre',
    'same risk areas: export control, staff safety',
    "same country: People's Republic of China",
    'similar description: turbine, heat',
  ]);
});
