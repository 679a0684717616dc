import { INITIAL_SHARING, isNotWider, type SharingFacts } from '#access';
import { admitted, byTheModel, byTheRule, isOwners, READERS, SHARINGS } from './support/small-worlds.ts';

/** A sharing in short: what differs from a COMMUNITY that everyone reads. */
function sharing(given: Partial<SharingFacts>): SharingFacts {
  return { ...INITIAL_SHARING, level: 'COMMUNITY', tlp: 'GREEN', ...given };
}

const inShort = ({ tlp: _tlp, attribution: _attribution, ...rest }: SharingFacts): string =>
  JSON.stringify(rest);

test('the model and the rule admit the same readers', () => {
  const differing = SHARINGS.filter(
    (one) => admitted(one, byTheModel).join() !== admitted(one, byTheRule).join(),
  );

  expect(differing.map(inShort)).toEqual([]);
});

describe.each([
  ['the access model', byTheModel],
  ['the rule in force', byTheRule],
])('by %s', (_name, admits) => {
  const audiences = SHARINGS.map((one) => admitted(one, admits));

  test('what is not wider admits nobody new, whoever they are and whenever', () => {
    const gains = new Map<string, string>();
    let narrowings = 0;
    for (const [place, next] of SHARINGS.entries()) {
      for (const [other, former] of SHARINGS.entries()) {
        if (!isNotWider(next, former, isOwners)) continue;
        narrowings += 1;
        const gained = audiences[place]!.findIndex((reads, reader) => reads && !audiences[other]![reader]);
        if (gained < 0) continue;
        // One example of each sort of gain says it all.
        const { id, role, grantedDocumentIds } = READERS[gained % READERS.length]!;
        const sort = `${former.level} to ${next.level}, ${grantedDocumentIds.length > 0 ? 'by a grant' : 'by itself'}`;
        if (!gains.has(sort)) gains.set(sort, `${role} ${id}: from ${inShort(former)} to ${inShort(next)}`);
      }
    }

    // Enough pairs that the rule has had its chance to be wrong.
    expect(narrowings).toBeGreaterThan(10_000);
    expect(Object.fromEntries(gains)).toEqual({});
  });

  test('some pairs are recognised as narrower at every level', () => {
    for (const level of ['NAMED', 'INSTITUTION', 'GROUPS', 'COMMUNITY', 'PUBLIC']) {
      const next = SHARINGS.filter((one) => one.level === level);
      const narrower = SHARINGS.some((former) =>
        next.some(
          (one) => one !== former && isNotWider(one, former, isOwners) && !isNotWider(former, one, isOwners),
        ),
      );
      expect([level, narrower]).toEqual([level, true]);
    }
  });
});

test('every sharing is not wider than itself, and narrowing twice is narrowing', () => {
  const sample = SHARINGS.filter((_, place) => place % 5 === 0);
  for (const one of SHARINGS) expect(isNotWider(one, one, isOwners)).toBe(true);
  const broken = sample.flatMap((first) =>
    sample
      .filter((second) => isNotWider(second, first, isOwners))
      .flatMap((second) =>
        sample.filter((third) => isNotWider(third, second, isOwners) && !isNotWider(third, first, isOwners)),
      ),
  );
  expect(broken.map(inShort)).toEqual([]);
});

describe('is narrower, and the other way round wider', () => {
  const day = (number: number): Date => new Date(Date.UTC(2026, 0, number));

  test.each<[string, Partial<SharingFacts>, Partial<SharingFacts>]>([
    ['the community instead of the public', {}, { level: 'PUBLIC', tlp: 'GREEN' }],
    ['groups instead of the community', { level: 'GROUPS', groupIds: ['g'], institutionIds: ['A'] }, {}],
    ['the institution instead of the community', { level: 'INSTITUTION' }, {}],
    ['the institution instead of one kind', { level: 'INSTITUTION' }, { kinds: ['FUNDER'] }],
    ['the institution instead of groups', { level: 'INSTITUTION' }, { level: 'GROUPS', groupIds: ['g'] }],
    ['named people instead of the community', { level: 'NAMED', memberIds: ['A-named', 'O-named'] }, {}],
    ['named colleagues instead of groups', { level: 'NAMED', memberIds: ['O-named'] }, { level: 'GROUPS' }],
    [
      'named colleagues instead of the institution',
      { level: 'NAMED', memberIds: ['O-named'] },
      { level: 'INSTITUTION' },
    ],
    ['fewer named people', { level: 'NAMED', memberIds: ['a'] }, { level: 'NAMED', memberIds: ['a', 'b'] }],
    ['fewer groups', { level: 'GROUPS', groupIds: ['g'] }, { level: 'GROUPS', groupIds: ['g', 'h'] }],
    ['fewer institutions', { level: 'GROUPS' }, { level: 'GROUPS', institutionIds: ['A'] }],
    ['some kinds instead of all', { kinds: ['FUNDER', 'UNIVERSITY'] }, { kinds: [] }],
    ['fewer kinds', { kinds: ['FUNDER'] }, { kinds: ['FUNDER', 'UNIVERSITY'] }],
    ['one more exclusion', { excludedInstitutionIds: ['A', 'B'] }, { excludedInstitutionIds: ['A'] }],
    ['a higher role', { minimumRole: 2 }, { minimumRole: 1 }],
    ['a beginning', { visibleFrom: day(1) }, {}],
    ['a later beginning', { visibleFrom: day(2) }, { visibleFrom: day(1) }],
    ['an end', { visibleUntil: day(9) }, {}],
    ['an earlier end', { visibleUntil: day(8) }, { visibleUntil: day(9) }],
    ['a stricter label', { tlp: 'AMBER' }, { tlp: 'GREEN' }],
    ['a withheld attribution', { attribution: 'WITHHELD' }, { attribution: 'NAMED' }],
  ])('%s', (_name, narrow, wide) => {
    expect(isNotWider(sharing(narrow), sharing(wide), isOwners)).toBe(true);
    expect(isNotWider(sharing(wide), sharing(narrow), isOwners)).toBe(false);
  });
});

describe('is wider, both ways', () => {
  test.each<[string, Partial<SharingFacts>, Partial<SharingFacts>]>([
    ['other named people', { level: 'NAMED', memberIds: ['a'] }, { level: 'NAMED', memberIds: ['b'] }],
    ['other groups', { level: 'GROUPS', groupIds: ['g'] }, { level: 'GROUPS', groupIds: ['h'] }],
    ['other kinds', { kinds: ['FUNDER'] }, { kinds: ['GOVERNMENT'] }],
    ['groups, of whatever kind, and one kind', { level: 'GROUPS', groupIds: ['g'] }, { kinds: ['FUNDER'] }],
    [
      'named outsiders and groups',
      { level: 'NAMED', memberIds: ['A-named'] },
      { level: 'GROUPS', groupIds: ['g'] },
    ],
    ['other exclusions', { excludedInstitutionIds: ['A'] }, { excludedInstitutionIds: ['B'] }],
    ['fewer kinds for lower roles', { kinds: ['FUNDER'], minimumRole: 0 }, { minimumRole: 1 }],
    ['a stricter label for more people', { tlp: 'RED' }, { level: 'INSTITUTION', tlp: 'AMBER' }],
    ['a smaller circle under its name', { level: 'INSTITUTION' }, { attribution: 'WITHHELD' }],
  ])('%s', (_name, one, other) => {
    expect(isNotWider(sharing(one), sharing(other), isOwners)).toBe(false);
    expect(isNotWider(sharing(other), sharing(one), isOwners)).toBe(false);
  });
});
