import { at, readable, unreadable, type DecisionCase } from './decision-case.ts';

/** Who is in the audience, level by level. */
export const LEVEL_CASES: readonly DecisionCase[] = [
  readable('NAMED: a listed member of the owner', [at('owner', 'READER')], {
    level: 'NAMED',
    memberIds: ['reader@owner'],
  }),
  readable('NAMED: a listed member of another institution', [at('peer', 'READER')], {
    level: 'NAMED',
    memberIds: ['reader@peer'],
  }),
  readable('NAMED: the author, who is not listed', [at('owner', 'CONTRIBUTOR')], {
    level: 'NAMED',
    authorId: 'reader',
  }),
  readable('NAMED: a co-author, who is not listed', [at('owner', 'CONTRIBUTOR')], {
    level: 'NAMED',
    coAuthorIds: ['reader@owner'],
  }),
  unreadable('NAMED: a colleague who is not listed', [at('owner', 'CONTRIBUTOR')], { level: 'NAMED' }),
  unreadable('NAMED: a PUBLISHER of the owner who is not listed', [at('owner', 'PUBLISHER')], {
    level: 'NAMED',
  }),
  unreadable('NAMED: someone who reviewed it, once it is published', [at('owner', 'REVIEWER')], {
    level: 'NAMED',
    reviewerIds: ['reader'],
  }),
  unreadable('NAMED: someone listed, but not signed in', 'anonymous', {
    level: 'NAMED',
    memberIds: ['somebody@owner'],
  }),
  unreadable('NAMED: institutions left over from another level open nothing', [at('peer', 'PUBLISHER')], {
    level: 'NAMED',
    institutionIds: ['peer'],
    kinds: ['UNIVERSITY'],
  }),

  readable('INSTITUTION: a READER of the owner', [at('owner', 'READER')]),
  unreadable('INSTITUTION: a PUBLISHER of another institution', [at('peer', 'PUBLISHER')]),
  unreadable('INSTITUTION: someone who is not signed in', 'anonymous'),
  unreadable('INSTITUTION: lists left over from other levels open nothing', [at('peer', 'PUBLISHER')], {
    institutionIds: ['peer'],
    memberIds: ['reader@peer'],
    kinds: ['UNIVERSITY'],
  }),
  unreadable('INSTITUTION: a TLP label that would allow more opens nothing', [at('peer', 'PUBLISHER')], {
    tlp: 'CLEAR',
  }),

  readable('GROUPS: a READER of a listed institution', [at('peer', 'READER')], {
    level: 'GROUPS',
    institutionIds: ['peer', 'ministry'],
  }),
  readable('GROUPS: a member of the owner, which is not listed', [at('owner', 'READER')], {
    level: 'GROUPS',
    institutionIds: ['peer'],
  }),
  unreadable('GROUPS: a member of an institution that is not listed', [at('ministry', 'PUBLISHER')], {
    level: 'GROUPS',
    institutionIds: ['peer'],
  }),
  unreadable('GROUPS: with nothing listed, nobody but the owner', [at('peer', 'PUBLISHER')], {
    level: 'GROUPS',
  }),
  unreadable('GROUPS: someone who is not signed in', 'anonymous', {
    level: 'GROUPS',
    institutionIds: ['peer'],
  }),
  unreadable('GROUPS: an institution that is listed and excluded', [at('peer', 'PUBLISHER')], {
    level: 'GROUPS',
    institutionIds: ['peer'],
    excludedInstitutionIds: ['peer'],
  }),
  unreadable(
    'GROUPS: kinds and members left over from other levels open nothing',
    [at('peer', 'PUBLISHER')],
    {
      level: 'GROUPS',
      institutionIds: ['ministry'],
      kinds: ['UNIVERSITY'],
      memberIds: ['reader@peer'],
    },
  ),

  readable('COMMUNITY: a READER of any active institution', [at('ministry', 'READER')], {
    level: 'COMMUNITY',
  }),
  readable('COMMUNITY: a member of an institution of a listed kind', [at('peer', 'READER')], {
    level: 'COMMUNITY',
    kinds: ['FUNDER', 'UNIVERSITY'],
  }),
  unreadable('COMMUNITY: a member of an institution of another kind', [at('ministry', 'PUBLISHER')], {
    level: 'COMMUNITY',
    kinds: ['UNIVERSITY', 'RESEARCH_INSTITUTE'],
  }),
  readable(
    'COMMUNITY: the owner, although its own kind is not listed',
    [at('owner', 'READER')],
    { level: 'COMMUNITY', kinds: ['FUNDER'] },
    { institutions: { owner: { kind: 'GOVERNMENT' } } },
  ),
  unreadable('COMMUNITY: an excluded institution', [at('peer', 'PUBLISHER')], {
    level: 'COMMUNITY',
    excludedInstitutionIds: ['peer'],
  }),
  unreadable('COMMUNITY: an excluded institution of a listed kind', [at('peer', 'PUBLISHER')], {
    level: 'COMMUNITY',
    kinds: ['UNIVERSITY'],
    excludedInstitutionIds: ['peer'],
  }),
  unreadable('COMMUNITY: someone who is not signed in', 'anonymous', { level: 'COMMUNITY' }),
  unreadable('COMMUNITY: someone who is signed in and a member of nothing', [], { level: 'COMMUNITY' }),

  readable('PUBLIC: someone who is not signed in', 'anonymous', { level: 'PUBLIC' }),
  readable('PUBLIC: someone who is signed in and a member of nothing', [], { level: 'PUBLIC' }),
  readable('PUBLIC: a member of another institution', [at('ministry', 'READER')], { level: 'PUBLIC' }),
  readable('PUBLIC: the owner', [at('owner', 'READER')], { level: 'PUBLIC' }),
  readable('PUBLIC: a member of an excluded institution, like everyone', [at('peer', 'READER')], {
    level: 'PUBLIC',
    excludedInstitutionIds: ['peer'],
  }),
  readable('PUBLIC: a READER, whatever the minimum role', [at('peer', 'READER')], {
    level: 'PUBLIC',
    minimumRole: 'PUBLISHER',
  }),

  readable('WITHHELD: a member of the audience reads it all the same', [at('peer', 'READER')], {
    level: 'COMMUNITY',
    attribution: 'WITHHELD',
  }),
  readable('WITHHELD: the owner reads it all the same', [at('owner', 'READER')], { attribution: 'WITHHELD' }),
  unreadable('WITHHELD: opens nothing to those outside the audience', [at('peer', 'READER')], {
    attribution: 'WITHHELD',
  }),
];
