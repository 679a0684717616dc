import { at, readable, unreadable, type DecisionCase } from './decision-case.ts';

/** Sharing groups are living sets of institutions. */
export const GROUP_CASES: readonly DecisionCase[] = [
  readable(
    'group: a READER of an institution that has accepted',
    [at('peer', 'READER')],
    { level: 'GROUPS', groupIds: ['circle'] },
    { groups: { circle: { accepted: ['peer'] } } },
  ),
  readable(
    'group: the institution that owns the group is in it',
    [at('ministry', 'READER')],
    { level: 'GROUPS', groupIds: ['circle'] },
    { groups: { circle: { ownerId: 'ministry', accepted: ['owner', 'peer'] } } },
  ),
  readable(
    'group: in one of several listed groups',
    [at('peer', 'READER')],
    { level: 'GROUPS', groupIds: ['circle', 'ring'] },
    { groups: { circle: { accepted: ['ministry'] }, ring: { accepted: ['peer'] } } },
  ),
  unreadable(
    'group: an institution that is invited and has not accepted',
    [at('peer', 'PUBLISHER')],
    { level: 'GROUPS', groupIds: ['circle'] },
    { groups: { circle: { accepted: ['ministry'], invited: ['peer'] } } },
  ),
  unreadable(
    'group: an institution outside the group',
    [at('peer', 'PUBLISHER')],
    { level: 'GROUPS', groupIds: ['circle'] },
    { groups: { circle: { accepted: ['ministry'] } } },
  ),
  unreadable(
    'group: a member of a group that is not listed',
    [at('peer', 'PUBLISHER')],
    { level: 'GROUPS', groupIds: ['circle'] },
    { groups: { circle: { accepted: ['ministry'] }, ring: { accepted: ['peer'] } } },
  ),
  unreadable(
    'group: one without members adds nobody',
    [at('peer', 'PUBLISHER')],
    { level: 'GROUPS', groupIds: ['circle'] },
    { groups: { circle: {} } },
  ),
  readable(
    'group: one without members takes nothing from the owner',
    [at('owner', 'READER')],
    { level: 'GROUPS', groupIds: ['circle'] },
    { groups: { circle: {} } },
  ),
  unreadable(
    'group: a deleted one adds nobody',
    [at('peer', 'PUBLISHER')],
    { level: 'GROUPS', groupIds: ['circle'] },
    { groups: { circle: { accepted: ['peer'], deleted: true } } },
  ),
  unreadable(
    'group: a deleted one does not even add the institution that owned it',
    [at('ministry', 'PUBLISHER')],
    { level: 'GROUPS', groupIds: ['circle'] },
    { groups: { circle: { ownerId: 'ministry', accepted: ['owner'], deleted: true } } },
  ),
  readable(
    'group: a deleted one takes nothing from another group',
    [at('peer', 'READER')],
    { level: 'GROUPS', groupIds: ['circle', 'ring'] },
    { groups: { circle: { accepted: ['peer'], deleted: true }, ring: { accepted: ['peer'] } } },
  ),
  unreadable(
    'group: exclusion wins over the group',
    [at('peer', 'PUBLISHER')],
    { level: 'GROUPS', groupIds: ['circle'], excludedInstitutionIds: ['peer'] },
    { groups: { circle: { accepted: ['peer', 'ministry'] } } },
  ),
  unreadable(
    'group: exclusion wins for the institution that owns the group',
    [at('ministry', 'PUBLISHER')],
    { level: 'GROUPS', groupIds: ['circle'], excludedInstitutionIds: ['ministry'] },
    { groups: { circle: { ownerId: 'ministry', accepted: ['owner'] } } },
  ),
  unreadable(
    'group: a group left over from GROUPS opens no INSTITUTION document',
    [at('peer', 'PUBLISHER')],
    { groupIds: ['circle'] },
    { groups: { circle: { accepted: ['peer'] } } },
  ),
  unreadable(
    'group: a suspended institution in the group',
    [at('peer', 'PUBLISHER')],
    { level: 'GROUPS', groupIds: ['circle'] },
    { groups: { circle: { accepted: ['peer'] } }, institutions: { peer: { status: 'SUSPENDED' } } },
  ),
];
