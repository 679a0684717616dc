import {
  A_MOMENT_AGO,
  at,
  IN_A_MOMENT,
  NOW,
  readable,
  unreadable,
  type DecisionCase,
} from './decision-case.ts';

/** A membership counts only while it is ACTIVE, unexpired, and its institution is ACTIVE. */
export const MEMBERSHIP_CASES: readonly DecisionCase[] = [
  unreadable('membership: invited', [at('owner', 'PUBLISHER', { status: 'INVITED' })]),
  unreadable('membership: revoked', [at('owner', 'PUBLISHER', { status: 'REVOKED' })]),
  unreadable('membership: expired a moment ago', [at('owner', 'PUBLISHER', { validUntil: A_MOMENT_AGO })]),
  unreadable('membership: expires now', [at('owner', 'PUBLISHER', { validUntil: NOW })]),
  readable('membership: expires in a moment', [at('owner', 'READER', { validUntil: IN_A_MOMENT })]),
  unreadable('membership: unexpired, but revoked', [
    at('owner', 'PUBLISHER', { status: 'REVOKED', validUntil: IN_A_MOMENT }),
  ]),
  unreadable(
    'membership: revoked in a listed institution',
    [at('peer', 'PUBLISHER', { status: 'REVOKED' })],
    {
      level: 'GROUPS',
      institutionIds: ['peer'],
    },
  ),
  unreadable(
    'membership: expired in the community',
    [at('peer', 'PUBLISHER', { validUntil: A_MOMENT_AGO })],
    {
      level: 'COMMUNITY',
    },
  ),
  unreadable('membership: listed by name and revoked', [at('peer', 'READER', { status: 'REVOKED' })], {
    level: 'NAMED',
    memberIds: ['reader@peer'],
  }),
  unreadable(
    'membership: listed by name and revoked, another institution does not stand in',
    [at('peer', 'READER', { status: 'REVOKED' }), at('ministry', 'PUBLISHER')],
    { level: 'NAMED', memberIds: ['reader@peer'] },
  ),
  unreadable(
    'membership: whoever is invited again is not listed by the old name',
    [at('peer', 'READER', { status: 'REVOKED' }), at('peer', 'READER', { id: 'reader@peer, again' })],
    { level: 'NAMED', memberIds: ['reader@peer'] },
  ),
  readable('membership: whoever is invited again is a member of the institution', [
    at('owner', 'READER', { status: 'REVOKED' }),
    at('owner', 'READER', { id: 'reader@owner, again' }),
  ]),

  unreadable('author: who has left reads no longer', [at('owner', 'PUBLISHER', { status: 'REVOKED' })], {
    authorId: 'reader',
  }),
  unreadable(
    'author: whose membership has expired',
    [at('owner', 'PUBLISHER', { validUntil: A_MOMENT_AGO })],
    {
      level: 'COMMUNITY',
      authorId: 'reader',
    },
  ),
  unreadable(
    'author: who has left and works elsewhere reads no INSTITUTION document',
    [at('owner', 'PUBLISHER', { status: 'REVOKED' }), at('peer', 'PUBLISHER')],
    { authorId: 'reader' },
  ),
  readable(
    'author: who has left and works elsewhere reads as a member there',
    [at('owner', 'PUBLISHER', { status: 'REVOKED' }), at('peer', 'READER')],
    { authorId: 'reader', level: 'COMMUNITY' },
  ),
  unreadable(
    'author: who has left, listed in a role too low elsewhere',
    [at('owner', 'PUBLISHER', { status: 'REVOKED' }), at('peer', 'READER')],
    { authorId: 'reader', level: 'COMMUNITY', minimumRole: 'CONTRIBUTOR' },
  ),
  readable('author: who was made a READER keeps reading', [at('owner', 'READER')], {
    authorId: 'reader',
    minimumRole: 'REVIEWER',
  }),

  unreadable(
    'suspended: its members lose its own documents',
    [at('owner', 'PUBLISHER')],
    {},
    { institutions: { owner: { status: 'SUSPENDED' } } },
  ),
  unreadable(
    'suspended: its members lose what others share with them',
    [at('peer', 'PUBLISHER')],
    { level: 'COMMUNITY' },
    { institutions: { peer: { status: 'SUSPENDED' } } },
  ),
  unreadable(
    'suspended: the author loses it as well',
    [at('owner', 'PUBLISHER')],
    { authorId: 'reader', level: 'COMMUNITY' },
    { institutions: { owner: { status: 'SUSPENDED' } } },
  ),
  unreadable(
    'suspended: its members lose what lists them by name',
    [at('peer', 'READER')],
    { level: 'NAMED', memberIds: ['reader@peer'] },
    { institutions: { peer: { status: 'SUSPENDED' } } },
  ),
  readable(
    'suspended: what it has published stays, for the community',
    [at('peer', 'READER')],
    { level: 'COMMUNITY' },
    { institutions: { owner: { status: 'SUSPENDED' } } },
  ),
  readable(
    'suspended: what it has published stays, for the listed institutions',
    [at('peer', 'READER')],
    { level: 'GROUPS', institutionIds: ['peer'] },
    { institutions: { owner: { status: 'SUSPENDED' } } },
  ),
  readable(
    'suspended: what it has published stays, for its groups',
    [at('peer', 'READER')],
    { level: 'GROUPS', groupIds: ['circle'] },
    { groups: { circle: { accepted: ['peer'] } }, institutions: { owner: { status: 'SUSPENDED' } } },
  ),
  readable(
    'suspended: what it has published stays, for those listed by name elsewhere',
    [at('peer', 'READER')],
    { level: 'NAMED', memberIds: ['reader@peer'] },
    { institutions: { owner: { status: 'SUSPENDED' } } },
  ),
  readable(
    'suspended: what it has made PUBLIC stays, for anyone',
    'anonymous',
    { level: 'PUBLIC' },
    { institutions: { owner: { status: 'SUSPENDED' } } },
  ),
  readable(
    'suspended: its members read what is PUBLIC like anyone',
    [at('peer', 'READER')],
    { level: 'PUBLIC' },
    { institutions: { peer: { status: 'SUSPENDED' } } },
  ),
  readable(
    'suspended: a member who belongs elsewhere as well reads as a member there',
    [at('peer', 'PUBLISHER'), at('ministry', 'READER')],
    { level: 'COMMUNITY' },
    { institutions: { peer: { status: 'SUSPENDED' } } },
  ),
  unreadable(
    'pending: members of an institution that is not active yet',
    [at('peer', 'PUBLISHER')],
    { level: 'COMMUNITY' },
    { institutions: { peer: { status: 'PENDING' } } },
  ),
  unreadable(
    'pending: listed, and still not active',
    [at('peer', 'PUBLISHER')],
    { level: 'GROUPS', institutionIds: ['peer'] },
    { institutions: { peer: { status: 'PENDING' } } },
  ),
];
