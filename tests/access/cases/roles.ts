import { at, LAST_YEAR, NEXT_YEAR, readable, unreadable, type DecisionCase } from './decision-case.ts';

/** The minimum role, and memberships that are never combined. */
export const ROLE_CASES: readonly DecisionCase[] = [
  unreadable("minimumRole: the owner's own READER below it", [at('owner', 'READER')], {
    minimumRole: 'CONTRIBUTOR',
  }),
  readable("minimumRole: the owner's own member at it", [at('owner', 'REVIEWER')], {
    minimumRole: 'REVIEWER',
  }),
  readable("minimumRole: the owner's own member above it", [at('owner', 'PUBLISHER')], {
    minimumRole: 'REVIEWER',
  }),
  unreadable('minimumRole: another institution, below it', [at('peer', 'CONTRIBUTOR')], {
    level: 'COMMUNITY',
    minimumRole: 'REVIEWER',
  }),
  readable('minimumRole: another institution, at it', [at('peer', 'REVIEWER')], {
    level: 'COMMUNITY',
    minimumRole: 'REVIEWER',
  }),
  unreadable('minimumRole: a listed member below it', [at('peer', 'REVIEWER')], {
    level: 'NAMED',
    memberIds: ['reader@peer'],
    minimumRole: 'PUBLISHER',
  }),
  readable('minimumRole: the author below it', [at('owner', 'CONTRIBUTOR')], {
    authorId: 'reader',
    minimumRole: 'PUBLISHER',
  }),
  readable('minimumRole: the author who was made a READER', [at('owner', 'READER')], {
    level: 'NAMED',
    authorId: 'reader',
    minimumRole: 'PUBLISHER',
  }),
  unreadable('minimumRole: a co-author below it is not the author', [at('owner', 'CONTRIBUTOR')], {
    coAuthorIds: ['reader@owner'],
    minimumRole: 'REVIEWER',
  }),
  unreadable(
    'minimumRole: ADMINISTRATOR implies no content right',
    [at('owner', 'READER', { administrator: true })],
    {
      minimumRole: 'CONTRIBUTOR',
    },
  ),
  unreadable('minimumRole: AUDITOR implies no content right', [at('owner', 'READER', { auditor: true })], {
    minimumRole: 'CONTRIBUTOR',
  }),
  unreadable(
    'minimumRole: a document whose author was erased has no author below it',
    [at('owner', 'READER')],
    {
      authorId: null,
      minimumRole: 'CONTRIBUTOR',
    },
  ),

  unreadable(
    'never combined: the audience of one membership, the role of another',
    [at('owner', 'READER'), at('peer', 'PUBLISHER')],
    { minimumRole: 'REVIEWER' },
  ),
  unreadable(
    'never combined: a listed institution with a low role, an excluded one with a high role',
    [at('peer', 'READER'), at('ministry', 'PUBLISHER')],
    {
      level: 'GROUPS',
      institutionIds: ['peer', 'ministry'],
      excludedInstitutionIds: ['ministry'],
      minimumRole: 'REVIEWER',
    },
  ),
  unreadable(
    'never combined: listed by name with a low role, a high role elsewhere',
    [at('peer', 'READER'), at('owner', 'PUBLISHER')],
    { level: 'NAMED', memberIds: ['reader@peer'], minimumRole: 'REVIEWER' },
  ),
  unreadable(
    'never combined: the listed kind with a low role, another kind with a high role',
    [at('peer', 'READER'), at('ministry', 'PUBLISHER')],
    { level: 'COMMUNITY', kinds: ['UNIVERSITY'], minimumRole: 'REVIEWER' },
  ),
  unreadable(
    'never combined: in the owner as READER, REVIEWER elsewhere, outside the window',
    [at('owner', 'READER'), at('peer', 'REVIEWER')],
    { level: 'COMMUNITY', visibleFrom: NEXT_YEAR },
  ),
  unreadable(
    'never combined: in the owner as READER, PUBLISHER elsewhere, a draft',
    [at('owner', 'READER'), at('peer', 'PUBLISHER')],
    { state: 'DRAFT', workState: 'DRAFT' },
  ),
  unreadable(
    'never combined: an expired high role and a living low one in the audience',
    [at('owner', 'PUBLISHER', { validUntil: LAST_YEAR }), at('peer', 'READER')],
    { level: 'COMMUNITY', minimumRole: 'REVIEWER' },
  ),
  readable(
    'several memberships: one alone satisfies everything, another is excluded',
    [at('peer', 'PUBLISHER'), at('ministry', 'READER')],
    { level: 'COMMUNITY', excludedInstitutionIds: ['peer'] },
  ),
  readable(
    'several memberships: one alone satisfies everything, another is too low',
    [at('owner', 'READER'), at('peer', 'REVIEWER')],
    { level: 'COMMUNITY', minimumRole: 'REVIEWER' },
  ),
  readable(
    'several memberships: the author, whose other institution is excluded',
    [at('owner', 'READER'), at('peer', 'PUBLISHER')],
    { level: 'COMMUNITY', authorId: 'reader', minimumRole: 'PUBLISHER', excludedInstitutionIds: ['peer'] },
  ),
];
