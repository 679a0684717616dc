import { at, IN_A_MOMENT, NEXT_YEAR, NOW, readable, unreadable, type DecisionCase } from './decision-case.ts';

const GRANTED = { grants: { peer: IN_A_MOMENT } };

/** Access that the owner's PUBLISHER has granted to an institution, with an expiry. */
export const GRANT_CASES: readonly DecisionCase[] = [
  readable('grant: INSTITUTION, a READER of the institution', [at('peer', 'READER')], {}, GRANTED),
  readable(
    'grant: GROUPS, an institution that is not listed',
    [at('peer', 'READER')],
    { level: 'GROUPS', institutionIds: ['ministry'] },
    GRANTED,
  ),
  readable(
    'grant: COMMUNITY, an institution of another kind',
    [at('peer', 'READER')],
    { level: 'COMMUNITY', kinds: ['FUNDER'] },
    GRANTED,
  ),
  unreadable('grant: another institution', [at('ministry', 'PUBLISHER')], {}, GRANTED),
  unreadable('grant: someone who is not signed in', 'anonymous', {}, GRANTED),
  unreadable('grant: at the moment it expires', [at('peer', 'PUBLISHER')], {}, { grants: { peer: NOW } }),
  unreadable(
    'grant: NAMED stays with those it names',
    [at('peer', 'PUBLISHER')],
    { level: 'NAMED' },
    GRANTED,
  ),
  unreadable(
    'grant: exclusion wins over it',
    [at('peer', 'PUBLISHER')],
    { level: 'COMMUNITY', excludedInstitutionIds: ['peer'] },
    GRANTED,
  ),
  unreadable(
    'grant: below the minimum role',
    [at('peer', 'CONTRIBUTOR')],
    { minimumRole: 'REVIEWER' },
    GRANTED,
  ),
  unreadable(
    'grant: outside the window, even as REVIEWER',
    [at('peer', 'REVIEWER')],
    { visibleFrom: NEXT_YEAR },
    GRANTED,
  ),
  unreadable(
    'grant: a suspended institution',
    [at('peer', 'PUBLISHER')],
    {},
    { ...GRANTED, institutions: { peer: { status: 'SUSPENDED' } } },
  ),
  unreadable('grant: a member who has left', [at('peer', 'PUBLISHER', { status: 'REVOKED' })], {}, GRANTED),
  unreadable(
    'grant: never combined with the role in another institution',
    [at('peer', 'READER'), at('ministry', 'PUBLISHER')],
    { minimumRole: 'REVIEWER' },
    GRANTED,
  ),
  unreadable('grant: a draft', [at('peer', 'PUBLISHER')], { state: 'DRAFT', workState: 'DRAFT' }, GRANTED),
  unreadable(
    'grant: the next version of what is published',
    [at('peer', 'PUBLISHER')],
    { workState: 'IN_REVIEW' },
    { ...GRANTED, asks: 'working' },
  ),
  unreadable(
    'grant: what is withdrawn',
    [at('peer', 'PUBLISHER')],
    { state: 'WITHDRAWN', tombstoned: true },
    GRANTED,
  ),
];
