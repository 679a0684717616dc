/** Random facts and predicates from small sets of values, so that they meet often. */
import fc from 'fast-check';
import type { DocumentFacts, Predicate } from '#access';
import { indexedDocument } from './indexed-document.ts';

/** Beside plain ids: the empty text, parts of one another, separators, wildcards, what SQL and JSON quote. */
const VALUES = [
  'a',
  'b',
  'ab',
  'a,b',
  '',
  '%',
  "'",
  '"',
  '\\',
  '\0',
  '\u001b',
  '\u001f',
  '\u001b001f',
  '\ud800',
  'ä',
  '😀',
];
const MOMENTS = [-1, 0, 1_700_000_000_000, 1_700_000_000_001];

const TEXTS = ['id', 'kind', 'state', 'ownerId', 'level', 'tlp', 'attribution'] as const;
const OPTIONAL_TEXTS = ['authorId', 'workState', 'decision', 'severity', 'collaborationType'] as const;
const LISTS = [
  'coAuthorIds',
  'reviewerIds',
  'institutionIds',
  'groupIds',
  'memberIds',
  'kinds',
  'excludedInstitutionIds',
  'topics',
  'countries',
  'partnerIds',
  'riskAreas',
  'technologyAreas',
] as const;
const FLAGS = ['tombstoned', 'discoverable'] as const;
const TIMES = ['visibleFrom', 'visibleUntil', 'publishedAt', 'reviewBy'] as const;

const value = fc.constantFrom(...VALUES);
const values = fc.array(value, { maxLength: 3 });
const manyValues = fc
  .integer({ min: 190, max: 210 })
  .chain((count) =>
    value.map((one) => [...Array.from({ length: count }, (_, index) => `filler ${index}`), one]),
  );
const moment = fc.constantFrom(...MOMENTS).map((time) => new Date(time));
const rank = fc.integer({ min: 0, max: 3 });

/** The facts of a document. The values are not of the vocabularies: no compiler may depend on those. */
export const facts: fc.Arbitrary<DocumentFacts> = fc
  .record({
    ...Object.fromEntries(TEXTS.map((field) => [field, value])),
    ...Object.fromEntries(OPTIONAL_TEXTS.map((field) => [field, fc.option(value)])),
    ...Object.fromEntries(LISTS.map((field) => [field, values])),
    ...Object.fromEntries(TIMES.map((field) => [field, fc.option(moment)])),
    minimumRole: rank,
    ...Object.fromEntries(FLAGS.map((field) => [field, fc.boolean()])),
  })
  .map((given) => ({ ...indexedDocument(), ...given }));

const listed = fc.oneof({ weight: 9, arbitrary: values }, { weight: 1, arbitrary: manyValues });

const leaf: fc.Arbitrary<Predicate> = fc.oneof(
  fc.constantFrom<Predicate>({ op: 'always' }, { op: 'never' }),
  fc.record({
    op: fc.constant('in' as const),
    field: fc.constantFrom(...TEXTS, ...OPTIONAL_TEXTS),
    values: listed,
  }),
  fc.record({ op: fc.constant('contains' as const), field: fc.constantFrom(...LISTS), value }),
  fc.record({ op: fc.constant('overlaps' as const), field: fc.constantFrom(...LISTS), values: listed }),
  fc.record({ op: fc.constant('empty' as const), field: fc.constantFrom(...LISTS) }),
  fc.record({ op: fc.constant('isTrue' as const), field: fc.constantFrom(...FLAGS) }),
  fc.record({
    op: fc.constant('atMost' as const),
    field: fc.constant('minimumRole' as const),
    value: fc.oneof(rank, fc.constantFrom(-1, 1.5, Infinity, Number.NaN)),
  }),
  fc.record({
    op: fc.constantFrom('begunBy' as const, 'endsAfter' as const, 'before' as const, 'after' as const),
    field: fc.constantFrom(...TIMES),
    moment,
  }),
);

/** A predicate of any shape, empty conjunctions and repeated negations included. */
export const predicate: fc.Arbitrary<Predicate> = fc.letrec<{ node: Predicate }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaf,
    fc.record({
      op: fc.constantFrom('and' as const, 'or' as const),
      of: fc.array(tie('node'), { maxLength: 4 }),
    }),
    fc.record({ op: fc.constant('not' as const), of: tie('node') }),
  ),
})).node;
