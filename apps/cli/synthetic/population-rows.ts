import type {
  InstitutionRow,
  MembershipRow,
  SharingGroupMemberRow,
  SharingGroupRow,
  UserRow,
} from './rows.ts';
import type { SyntheticInstitution, World } from './world.ts';

/** Before the first document. */
const FOUNDED = new Date('2014-09-01T09:00:00Z');
/** One reader of every so many institutions reads for the next institution too. */
const SECOND_MEMBERSHIP_EVERY = 10;

/** Everything there is before the first document, by table; what is referred to stands first. */
export type PopulationRows = {
  institutions: InstitutionRow[];
  users: UserRow[];
  memberships: MembershipRow[];
  sharing_groups: SharingGroupRow[];
  sharing_group_members: SharingGroupMemberRow[];
};

export function populationRows(world: World): PopulationRows {
  return {
    institutions: world.institutions.map(institutionRow),
    users: world.institutions.flatMap(userRows),
    memberships: [...world.institutions.flatMap(membershipRows), ...secondMemberships(world)],
    sharing_groups: world.groups.map(({ id, name, institutions }) => ({
      ...{ id, name, owner_id: institutions[0]!.id, created_at: FOUNDED },
    })),
    sharing_group_members: world.groups.flatMap((group) =>
      group.institutions
        .slice(1)
        .map(({ id }) => ({ group_id: group.id, institution_id: id, status: 'ACCEPTED' })),
    ),
  };
}

function institutionRow(institution: SyntheticInstitution): InstitutionRow {
  const { id, slug, name, kind, country, mayIssueAdvisories } = institution;
  return {
    ...{ id, slug, name, kind, status: 'ACTIVE', country },
    may_issue_advisories: mayIssueAdvisories,
    created_at: FOUNDED,
  };
}

function userRows({ members }: SyntheticInstitution): UserRow[] {
  return members.map(({ userId, email, name }) => ({
    ...{ id: userId, email, name, verified_at: FOUNDED, created_at: FOUNDED },
  }));
}

function membershipRows(institution: SyntheticInstitution): MembershipRow[] {
  return institution.members.map(({ membershipId, userId, role, administrator, auditor, findable }) => ({
    ...{ id: membershipId, user_id: userId, institution_id: institution.id, role },
    ...{ administrator, auditor, findable, status: 'ACTIVE', created_at: FOUNDED },
  }));
}

/** Somebody with two memberships, for whom the rule must not mix them. */
function secondMemberships(world: World): MembershipRow[] {
  return world.institutions.flatMap((institution, index) => {
    const next = world.institutions[index + 1];
    if (index % SECOND_MEMBERSHIP_EVERY !== 0 || !next) return [];
    const { userId } = institution.members.findLast((member) => member.role === 'READER')!;
    const id = world.id(`second membership ${index + 1}`);
    return [
      {
        ...{ id, user_id: userId, institution_id: next.id, role: 'READER', status: 'ACTIVE' },
        ...{ administrator: false, auditor: false, findable: false, created_at: FOUNDED },
      },
    ];
  });
}
