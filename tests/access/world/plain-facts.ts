/** What the rule as plain code is given: principals and facts made from a world, without any database. */
import { anonymous, counts, rankOf, type DocumentFacts, type MembershipFacts, type Principal } from '#access';
import type { World, WorldDocument, WorldMembership } from './world.ts';

/** The principal that a user of the world is at this moment; nobody for null. */
export function principalIn(world: World, userId: string | null, now: Date): Principal {
  if (userId === null) return anonymous;
  const memberships = world.memberships
    .filter((membership) => membership.userId === userId)
    .map((membership) => membershipFacts(world, membership, now))
    .filter((facts) => counts(facts, now));
  return { type: 'user', userId, memberships, scopes: [], boundTo: null, expiresAt: null, actingSlug: null };
}

function membershipFacts(world: World, membership: WorldMembership, now: Date): MembershipFacts {
  const institution = world.institutions.find(({ id }) => id === membership.institutionId)!;
  const groups = world.groups.filter(
    ({ ownerId, accepted, deleted }) => !deleted && [ownerId, ...accepted].includes(institution.id),
  );
  const grants = world.grants.filter(
    ({ institutionId, expiresAt }) => institutionId === institution.id && expiresAt > now,
  );
  const { id, role, administrator, auditor, status, validUntil } = membership;
  return {
    ...{ id, role, administrator, auditor, status, validUntil },
    institutionId: institution.id,
    institutionSlug: `slug-${institution.id}`,
    institutionKind: institution.kind,
    institutionStatus: institution.status,
    mayIssueAdvisories: false,
    groupIds: groups.map((group) => group.id),
    grantedDocumentIds: grants.map((grant) => grant.documentId),
  };
}

/** The facts of a document of the world. */
export function factsIn(given: WorldDocument): DocumentFacts {
  const {
    title: _title,
    history: _history,
    passedOver: _passedOver,
    topic,
    minimumRole,
    ...document
  } = given;
  const published = document.state === 'PUBLISHED' || document.state === 'WITHDRAWN';
  return {
    ...document,
    minimumRole: rankOf(minimumRole),
    topics: [topic],
    discoverable: document.discoverable ?? false,
    ...{ countries: [], partnerIds: [], riskAreas: [], technologyAreas: [] },
    ...{ decision: null, severity: null, collaborationType: null, reviewBy: null },
    publishedAt: published ? new Date('2020-01-01T00:00:00Z') : null,
  };
}
