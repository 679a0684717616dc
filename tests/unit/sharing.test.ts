import { INITIAL_SHARING, normalised, reachesOutside, strictestLabel, tlpAllows } from '#access';
import { SHARING_LEVELS, TLP_LABELS, type SharingLevel, type TlpLabel } from '#kernel';
import fc from 'fast-check';

/** The caps as the access model prints them: for each label the levels it allows. */
const CAPS: Readonly<Record<TlpLabel, readonly SharingLevel[]>> = {
  RED: ['NAMED'],
  AMBER_STRICT: ['NAMED', 'INSTITUTION', 'GROUPS'],
  AMBER: ['NAMED', 'INSTITUTION', 'GROUPS'],
  GREEN: ['NAMED', 'INSTITUTION', 'GROUPS', 'COMMUNITY'],
  CLEAR: ['NAMED', 'INSTITUTION', 'GROUPS', 'COMMUNITY', 'PUBLIC'],
};

const PAIRS = TLP_LABELS.flatMap((label) => SHARING_LEVELS.map((level) => ({ label, level })));

describe('TLP caps', () => {
  test.each(PAIRS)('$label and $level', ({ label, level }) => {
    expect(tlpAllows(label, level)).toBe(CAPS[label].includes(level));
  });

  test('a stricter label never allows more', () => {
    const counts = TLP_LABELS.map(
      (label) => SHARING_LEVELS.filter((level) => tlpAllows(label, level)).length,
    );

    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  });
});

describe('the label of a sharing that names none', () => {
  test.each([
    ['NAMED', 'RED'],
    ['INSTITUTION', 'AMBER_STRICT'],
    ['GROUPS', 'AMBER_STRICT'],
    ['COMMUNITY', 'GREEN'],
    ['PUBLIC', 'CLEAR'],
  ] as const)('at %s is %s, as the contract has it', (level, label) => {
    expect(strictestLabel(level)).toBe(label);
  });

  test.each(SHARING_LEVELS)('at %s allows the level, and no stricter one does', (level) => {
    const place = TLP_LABELS.indexOf(strictestLabel(level));

    expect(TLP_LABELS.map((label) => tlpAllows(label, level)).indexOf(true)).toBe(place);
  });
});

describe('a second person', () => {
  test.each([
    ['NAMED', false],
    ['INSTITUTION', false],
    ['GROUPS', true],
    ['COMMUNITY', true],
    ['PUBLIC', true],
  ] as const)('at %s: needed %p', (level, needed) => {
    expect(reachesOutside(level)).toBe(needed);
  });
});

test('a document starts inside its institution, with a label that allows it', () => {
  expect(INITIAL_SHARING).toMatchObject({
    level: 'INSTITUTION',
    tlp: 'AMBER_STRICT',
    attribution: 'NAMED',
    minimumRole: 0,
  });
  expect(INITIAL_SHARING.tlp).toBe(strictestLabel(INITIAL_SHARING.level));
});

describe('what is kept of a sharing', () => {
  const names = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 6 });
  const sharing = fc.record({
    ...{
      level: fc.constantFrom(...SHARING_LEVELS),
      institutionIds: names,
      groupIds: names,
      memberIds: names,
    },
    kinds: fc.array(fc.constantFrom('UNIVERSITY' as const, 'FUNDER' as const), { maxLength: 4 }),
    excludedInstitutionIds: names,
  });

  test('are the lists that its level gives a meaning to, without repeats', () => {
    const meant = {
      NAMED: ['memberIds'],
      INSTITUTION: [],
      GROUPS: ['institutionIds', 'groupIds'],
      COMMUNITY: ['kinds'],
      PUBLIC: [],
    };
    fc.assert(
      fc.property(sharing, (given) => {
        const kept = normalised({ ...INITIAL_SHARING, ...given });
        for (const list of ['institutionIds', 'groupIds', 'memberIds', 'kinds'] as const) {
          const wanted = (meant[given.level] as string[]).includes(list)
            ? new Set<string>(given[list])
            : new Set();
          expect(new Set<string>(kept[list])).toEqual(wanted);
          expect(kept[list]).toHaveLength(wanted.size);
        }
        expect(normalised(kept)).toEqual(kept);
      }),
      { numRuns: 500, seed: 42 },
    );
  });
});
