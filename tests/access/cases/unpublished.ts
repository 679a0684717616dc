import { at, NEXT_YEAR, readable, unreadable, type DecisionCase } from './decision-case.ts';

const DRAFT = { state: 'DRAFT', workState: 'DRAFT' } as const;
const IN_REVIEW = { state: 'IN_REVIEW', workState: 'IN_REVIEW' } as const;
const APPROVED = { state: 'APPROVED', workState: 'APPROVED' } as const;
const WORKING = { asks: 'working' } as const;

/** What was never published. */
const NEVER_PUBLISHED: readonly DecisionCase[] = [
  readable('DRAFT: the author', [at('owner', 'CONTRIBUTOR')], { ...DRAFT, authorId: 'reader' }),
  readable('DRAFT: the author who was made a READER', [at('owner', 'READER')], {
    ...DRAFT,
    authorId: 'reader',
  }),
  readable('DRAFT: a co-author', [at('owner', 'CONTRIBUTOR')], { ...DRAFT, coAuthorIds: ['reader@owner'] }),
  readable("DRAFT: the owner's PUBLISHER", [at('owner', 'PUBLISHER')], DRAFT),
  readable('DRAFT: a REVIEWER who has reviewed it', [at('owner', 'REVIEWER')], {
    ...DRAFT,
    reviewerIds: ['reader'],
  }),
  unreadable('DRAFT: a REVIEWER who has not', [at('owner', 'REVIEWER')], DRAFT),
  unreadable('DRAFT: a colleague who reviewed it and is no reviewer any more', [at('owner', 'CONTRIBUTOR')], {
    ...DRAFT,
    reviewerIds: ['reader'],
  }),
  unreadable(
    'DRAFT: someone who reviewed it and has left for another institution',
    [at('owner', 'REVIEWER', { status: 'REVOKED' }), at('peer', 'REVIEWER')],
    { ...DRAFT, reviewerIds: ['reader'] },
  ),
  unreadable('DRAFT: a CONTRIBUTOR of the owner', [at('owner', 'CONTRIBUTOR')], DRAFT),
  unreadable('DRAFT: a PUBLISHER of a listed institution', [at('peer', 'PUBLISHER')], {
    ...DRAFT,
    level: 'GROUPS',
    institutionIds: ['peer'],
  }),
  unreadable('DRAFT: nobody in particular, although it shall be PUBLIC', 'anonymous', {
    ...DRAFT,
    level: 'PUBLIC',
  }),
  unreadable('DRAFT: the author who has left', [at('owner', 'CONTRIBUTOR', { status: 'REVOKED' })], {
    ...DRAFT,
    authorId: 'reader',
  }),
  unreadable(
    'DRAFT: a co-author who was invited again',
    [
      at('owner', 'CONTRIBUTOR', { status: 'REVOKED' }),
      at('owner', 'CONTRIBUTOR', { id: 'reader@owner, again' }),
    ],
    { ...DRAFT, coAuthorIds: ['reader@owner'] },
  ),
  unreadable("DRAFT: a suspended owner's PUBLISHER", [at('owner', 'PUBLISHER')], DRAFT, {
    institutions: { owner: { status: 'SUSPENDED' } },
  }),
  unreadable(
    'DRAFT: an ADMINISTRATOR and AUDITOR of the owner',
    [at('owner', 'READER', { administrator: true, auditor: true })],
    DRAFT,
  ),
  readable('DRAFT: its window is for readers, not for those who write it', [at('owner', 'CONTRIBUTOR')], {
    ...DRAFT,
    coAuthorIds: ['reader@owner'],
    visibleFrom: NEXT_YEAR,
  }),

  readable("IN_REVIEW: the owner's REVIEWER", [at('owner', 'REVIEWER')], IN_REVIEW),
  readable("IN_REVIEW: the owner's PUBLISHER", [at('owner', 'PUBLISHER')], IN_REVIEW),
  readable('IN_REVIEW: the author', [at('owner', 'CONTRIBUTOR')], { ...IN_REVIEW, authorId: 'reader' }),
  readable('IN_REVIEW: a co-author', [at('owner', 'CONTRIBUTOR')], {
    ...IN_REVIEW,
    coAuthorIds: ['reader@owner'],
  }),
  unreadable('IN_REVIEW: a CONTRIBUTOR of the owner', [at('owner', 'CONTRIBUTOR')], IN_REVIEW),
  unreadable('IN_REVIEW: a REVIEWER of another institution', [at('peer', 'REVIEWER')], {
    ...IN_REVIEW,
    level: 'COMMUNITY',
  }),
  readable("APPROVED: the owner's REVIEWER", [at('owner', 'REVIEWER')], APPROVED),
  unreadable('APPROVED: a CONTRIBUTOR of the owner', [at('owner', 'CONTRIBUTOR')], APPROVED),
  unreadable('APPROVED: nobody in particular, although it shall be PUBLIC', 'anonymous', {
    ...APPROVED,
    level: 'PUBLIC',
  }),

  readable('NAMED draft: the author', [at('owner', 'CONTRIBUTOR')], {
    ...DRAFT,
    level: 'NAMED',
    authorId: 'reader',
  }),
  readable('NAMED draft: a co-author', [at('owner', 'CONTRIBUTOR')], {
    ...DRAFT,
    level: 'NAMED',
    coAuthorIds: ['reader@owner'],
  }),
  readable('NAMED draft: a listed member of the owner', [at('owner', 'READER')], {
    ...DRAFT,
    level: 'NAMED',
    memberIds: ['reader@owner'],
  }),
  unreadable('NAMED draft: a listed member of another institution', [at('peer', 'PUBLISHER')], {
    ...DRAFT,
    level: 'NAMED',
    memberIds: ['reader@peer'],
  }),
  unreadable("NAMED draft: the owner's PUBLISHER who is not listed", [at('owner', 'PUBLISHER')], {
    ...DRAFT,
    level: 'NAMED',
  }),
  readable('NAMED draft: whoever reviewed it', [at('owner', 'REVIEWER')], {
    ...DRAFT,
    level: 'NAMED',
    reviewerIds: ['reader'],
  }),
  unreadable("NAMED in review: the owner's REVIEWER who is not listed", [at('owner', 'REVIEWER')], {
    ...IN_REVIEW,
    level: 'NAMED',
  }),
  readable("NAMED in review: the owner's REVIEWER who is listed", [at('owner', 'REVIEWER')], {
    ...IN_REVIEW,
    level: 'NAMED',
    memberIds: ['reader@owner'],
  }),
  unreadable("NAMED and approved: the owner's PUBLISHER who is not listed", [at('owner', 'PUBLISHER')], {
    ...APPROVED,
    level: 'NAMED',
  }),
];

/** The next version of what is published goes the same way; readers keep the published one. */
const BEING_REVISED: readonly DecisionCase[] = [
  readable('being revised: readers keep what is published', [at('peer', 'READER')], {
    level: 'COMMUNITY',
    workState: 'DRAFT',
  }),
  readable('being revised: anyone keeps what is PUBLIC', 'anonymous', {
    level: 'PUBLIC',
    workState: 'IN_REVIEW',
  }),
  unreadable(
    'being revised: a reader does not see the next version',
    [at('peer', 'PUBLISHER')],
    {
      level: 'COMMUNITY',
      workState: 'APPROVED',
    },
    WORKING,
  ),
  unreadable(
    'being revised: anyone does not see the next version',
    'anonymous',
    {
      level: 'PUBLIC',
      workState: 'APPROVED',
    },
    WORKING,
  ),
  unreadable(
    "being revised: the owner's CONTRIBUTOR does not see it",
    [at('owner', 'CONTRIBUTOR')],
    {
      workState: 'IN_REVIEW',
    },
    WORKING,
  ),
  readable(
    'being revised: the author sees it',
    [at('owner', 'CONTRIBUTOR')],
    {
      authorId: 'reader',
      workState: 'DRAFT',
    },
    WORKING,
  ),
  readable(
    'being revised: a co-author sees it',
    [at('owner', 'CONTRIBUTOR')],
    {
      coAuthorIds: ['reader@owner'],
      workState: 'DRAFT',
    },
    WORKING,
  ),
  readable(
    "being revised: the owner's PUBLISHER sees its draft",
    [at('owner', 'PUBLISHER')],
    {
      workState: 'DRAFT',
    },
    WORKING,
  ),
  unreadable(
    "being revised: the owner's REVIEWER does not see its draft",
    [at('owner', 'REVIEWER')],
    {
      workState: 'DRAFT',
    },
    WORKING,
  ),
  readable(
    "being revised: the owner's REVIEWER sees it once it is in review",
    [at('owner', 'REVIEWER')],
    {
      workState: 'IN_REVIEW',
    },
    WORKING,
  ),
  readable(
    'being revised: a REVIEWER who has reviewed it sees its draft',
    [at('owner', 'REVIEWER')],
    {
      workState: 'DRAFT',
      reviewerIds: ['reader'],
    },
    WORKING,
  ),
  unreadable(
    'being revised: NAMED, someone listed elsewhere does not see it',
    [at('peer', 'PUBLISHER')],
    {
      level: 'NAMED',
      memberIds: ['reader@peer'],
      workState: 'IN_REVIEW',
    },
    WORKING,
  ),
  readable(
    'being revised: NAMED, a listed member of the owner sees it',
    [at('owner', 'READER')],
    {
      level: 'NAMED',
      memberIds: ['reader@owner'],
      workState: 'DRAFT',
    },
    WORKING,
  ),
  unreadable('not being revised: there is no next version to see', [at('owner', 'PUBLISHER')], {}, WORKING),
];

export const UNPUBLISHED_CASES = [...NEVER_PUBLISHED, ...BEING_REVISED];
