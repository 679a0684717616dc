import {
  A_MOMENT_AGO,
  at,
  IN_A_MOMENT,
  LAST_YEAR,
  NEXT_YEAR,
  NOW,
  readable,
  unreadable,
  type DecisionCase,
} from './decision-case.ts';

/** visibleFrom … visibleUntil: from its first moment on, up to its end, which is not in it. */
export const WINDOW_CASES: readonly DecisionCase[] = [
  unreadable('window: a moment before it begins', [at('peer', 'PUBLISHER')], {
    level: 'COMMUNITY',
    visibleFrom: IN_A_MOMENT,
  }),
  readable('window: at the moment it begins', [at('peer', 'READER')], {
    level: 'COMMUNITY',
    visibleFrom: NOW,
  }),
  readable('window: inside', [at('peer', 'READER')], {
    level: 'COMMUNITY',
    visibleFrom: LAST_YEAR,
    visibleUntil: NEXT_YEAR,
  }),
  readable('window: a moment before it ends', [at('peer', 'READER')], {
    level: 'COMMUNITY',
    visibleUntil: IN_A_MOMENT,
  }),
  unreadable('window: at the moment it ends', [at('peer', 'PUBLISHER')], {
    level: 'COMMUNITY',
    visibleUntil: NOW,
  }),
  unreadable('window: a moment after it has ended', [at('peer', 'PUBLISHER')], {
    level: 'COMMUNITY',
    visibleUntil: A_MOMENT_AGO,
  }),
  unreadable('window: PUBLIC, before it begins', 'anonymous', { level: 'PUBLIC', visibleFrom: IN_A_MOMENT }),
  readable('window: PUBLIC, inside', 'anonymous', {
    level: 'PUBLIC',
    visibleFrom: NOW,
    visibleUntil: IN_A_MOMENT,
  }),
  unreadable('window: PUBLIC, at the moment it ends', 'anonymous', { level: 'PUBLIC', visibleUntil: NOW }),
  unreadable('window: PUBLIC, a member of another institution afterwards', [at('peer', 'PUBLISHER')], {
    level: 'PUBLIC',
    visibleUntil: LAST_YEAR,
  }),
  unreadable('window: GROUPS, a listed institution before', [at('peer', 'PUBLISHER')], {
    level: 'GROUPS',
    institutionIds: ['peer'],
    visibleFrom: NEXT_YEAR,
  }),
  unreadable('window: NAMED, someone listed afterwards', [at('peer', 'PUBLISHER')], {
    level: 'NAMED',
    memberIds: ['reader@peer'],
    visibleUntil: LAST_YEAR,
  }),
  unreadable("window: outside it, the owner's CONTRIBUTOR", [at('owner', 'CONTRIBUTOR')], {
    visibleFrom: NEXT_YEAR,
  }),
  readable("window: outside it, the owner's REVIEWER, before", [at('owner', 'REVIEWER')], {
    visibleFrom: NEXT_YEAR,
  }),
  readable("window: outside it, the owner's PUBLISHER, afterwards", [at('owner', 'PUBLISHER')], {
    level: 'PUBLIC',
    visibleUntil: LAST_YEAR,
  }),
  readable('window: outside it, the author, before', [at('owner', 'CONTRIBUTOR')], {
    authorId: 'reader',
    visibleFrom: NEXT_YEAR,
  }),
  readable('window: outside it, the author who is only a READER now, afterwards', [at('owner', 'READER')], {
    level: 'PUBLIC',
    authorId: 'reader',
    visibleUntil: LAST_YEAR,
  }),
  unreadable(
    'window: outside it, the author who has left',
    [at('owner', 'REVIEWER', { status: 'REVOKED' })],
    {
      authorId: 'reader',
      visibleFrom: NEXT_YEAR,
    },
  ),
  unreadable('window: outside it, a co-author who is only a CONTRIBUTOR', [at('owner', 'CONTRIBUTOR')], {
    coAuthorIds: ['reader@owner'],
    visibleFrom: NEXT_YEAR,
  }),
  unreadable("window: outside it, the owner's REVIEWER below the minimum role", [at('owner', 'REVIEWER')], {
    minimumRole: 'PUBLISHER',
    visibleFrom: NEXT_YEAR,
  }),
  unreadable(
    "window: outside it, NAMED, the owner's PUBLISHER who is not listed",
    [at('owner', 'PUBLISHER')],
    {
      level: 'NAMED',
      visibleFrom: NEXT_YEAR,
    },
  ),
  readable("window: outside it, NAMED, the owner's REVIEWER who is listed", [at('owner', 'REVIEWER')], {
    level: 'NAMED',
    memberIds: ['reader@owner'],
    visibleFrom: NEXT_YEAR,
  }),
  unreadable("window: outside it, another institution's REVIEWER", [at('peer', 'REVIEWER')], {
    level: 'COMMUNITY',
    visibleFrom: NEXT_YEAR,
  }),
];
