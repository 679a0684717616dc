import { at, readable, unreadable, type DecisionCase } from './decision-case.ts';

/** Withdrawn while its window was open. */
const WITHDRAWN = { state: 'WITHDRAWN', tombstoned: true } as const;
const TOMBSTONE = { asks: 'tombstone' } as const;

/** Withdrawn documents, and what is left of them. */
export const WITHDRAWN_CASES: readonly DecisionCase[] = [
  readable('WITHDRAWN: the author', [at('owner', 'CONTRIBUTOR')], { ...WITHDRAWN, authorId: 'reader' }),
  readable('WITHDRAWN: the author who was made a READER', [at('owner', 'READER')], {
    ...WITHDRAWN,
    authorId: 'reader',
  }),
  readable("WITHDRAWN: the owner's REVIEWER", [at('owner', 'REVIEWER')], WITHDRAWN),
  readable("WITHDRAWN: the owner's PUBLISHER", [at('owner', 'PUBLISHER')], { ...WITHDRAWN, level: 'PUBLIC' }),
  unreadable("WITHDRAWN: the owner's CONTRIBUTOR", [at('owner', 'CONTRIBUTOR')], WITHDRAWN),
  unreadable('WITHDRAWN: a co-author who is only a CONTRIBUTOR', [at('owner', 'CONTRIBUTOR')], {
    ...WITHDRAWN,
    coAuthorIds: ['reader@owner'],
  }),
  unreadable('WITHDRAWN: whoever read it elsewhere', [at('peer', 'PUBLISHER')], {
    ...WITHDRAWN,
    level: 'COMMUNITY',
  }),
  unreadable('WITHDRAWN: anyone, although it was PUBLIC', 'anonymous', { ...WITHDRAWN, level: 'PUBLIC' }),
  unreadable('WITHDRAWN: the author who has left', [at('owner', 'CONTRIBUTOR', { status: 'REVOKED' })], {
    ...WITHDRAWN,
    authorId: 'reader',
  }),
  unreadable("WITHDRAWN: a suspended owner's PUBLISHER", [at('owner', 'PUBLISHER')], WITHDRAWN, {
    institutions: { owner: { status: 'SUSPENDED' } },
  }),
  unreadable("WITHDRAWN: NAMED, the owner's PUBLISHER who is not listed", [at('owner', 'PUBLISHER')], {
    ...WITHDRAWN,
    level: 'NAMED',
  }),
  readable("WITHDRAWN: NAMED, the owner's PUBLISHER who is listed", [at('owner', 'PUBLISHER')], {
    ...WITHDRAWN,
    level: 'NAMED',
    memberIds: ['reader@owner'],
  }),
  unreadable('WITHDRAWN: NAMED, someone listed elsewhere', [at('peer', 'PUBLISHER')], {
    ...WITHDRAWN,
    level: 'NAMED',
    memberIds: ['reader@peer'],
  }),

  readable(
    'tombstone: whoever was in the audience',
    [at('peer', 'READER')],
    { ...WITHDRAWN, level: 'COMMUNITY' },
    TOMBSTONE,
  ),
  readable("tombstone: the owner's READER", [at('owner', 'READER')], WITHDRAWN, TOMBSTONE),
  readable(
    'tombstone: anyone, for what was PUBLIC',
    'anonymous',
    { ...WITHDRAWN, level: 'PUBLIC' },
    TOMBSTONE,
  ),
  readable(
    'tombstone: someone listed by name elsewhere',
    [at('peer', 'READER')],
    {
      ...WITHDRAWN,
      level: 'NAMED',
      memberIds: ['reader@peer'],
    },
    TOMBSTONE,
  ),
  unreadable('tombstone: someone outside the audience', [at('peer', 'PUBLISHER')], WITHDRAWN, TOMBSTONE),
  unreadable(
    'tombstone: someone who is not signed in',
    'anonymous',
    { ...WITHDRAWN, level: 'COMMUNITY' },
    TOMBSTONE,
  ),
  unreadable(
    'tombstone: an excluded institution',
    [at('peer', 'PUBLISHER')],
    {
      ...WITHDRAWN,
      level: 'COMMUNITY',
      excludedInstitutionIds: ['peer'],
    },
    TOMBSTONE,
  ),
  unreadable(
    'tombstone: below the minimum role',
    [at('peer', 'READER')],
    {
      ...WITHDRAWN,
      level: 'COMMUNITY',
      minimumRole: 'CONTRIBUTOR',
    },
    TOMBSTONE,
  ),
  unreadable(
    'tombstone: whoever has left since',
    [at('peer', 'READER', { status: 'REVOKED' })],
    {
      ...WITHDRAWN,
      level: 'COMMUNITY',
    },
    TOMBSTONE,
  ),
  unreadable(
    "tombstone: NAMED, the owner's PUBLISHER who is not listed",
    [at('owner', 'PUBLISHER')],
    {
      ...WITHDRAWN,
      level: 'NAMED',
    },
    TOMBSTONE,
  ),
  unreadable(
    'tombstone: the audience, when the window was closed at the withdrawal',
    [at('peer', 'READER')],
    {
      ...WITHDRAWN,
      level: 'COMMUNITY',
      tombstoned: false,
    },
    TOMBSTONE,
  ),
  unreadable(
    'tombstone: anyone, when the window was closed at the withdrawal',
    'anonymous',
    {
      ...WITHDRAWN,
      level: 'PUBLIC',
      tombstoned: false,
    },
    TOMBSTONE,
  ),
  unreadable(
    'tombstone: of what is published there is none',
    [at('peer', 'READER')],
    { level: 'COMMUNITY' },
    TOMBSTONE,
  ),
  unreadable(
    'tombstone: of what was never published there is none',
    [at('owner', 'READER')],
    {
      state: 'DRAFT',
      workState: 'DRAFT',
    },
    TOMBSTONE,
  ),
];
