import type { AuditTrail } from '#audit';
import type { AccountPart, Erasing } from '#identity';
import { Refusal } from '#kernel';
import type { EntityManager } from 'typeorm';
import { Membership } from './membership.entity.ts';
import { ScimUser } from './provisioning/scim-user.entity.ts';

interface Leaving {
  id: string;
  institutionId: string;
  slug: string;
  isLastAdministrator: boolean;
}

/** Memberships stay, revoked and without a name, for the documents that list them. */
export function membershipsPart(trail: AuditTrail): AccountPart {
  return {
    name: 'memberships',
    columns: { 'memberships.user_id': 'kept: revoked; lists of readers and the trail name the membership' },
    rows: ({ principal, bind }) =>
      `SELECT m.id, i.slug AS institution, i.name AS "institutionName", m.role, m.administrator, m.auditor,
         m.status, m.findable, m.valid_until AS "validUntil", m.created_at AS "createdAt"
       FROM memberships m JOIN institutions i ON i.id = m.institution_id
       WHERE m.user_id = ${bind(principal.userId)} ORDER BY m.created_at, m.id`,
    hold: holdInstitutions,
    erase: (manager, erasing) => leave(manager, erasing, trail),
  };
}

/** What an institution's directory says of somebody goes with the account; who made what stays. */
export const directoryParts: readonly AccountPart[] = [
  {
    name: 'directoryEntries',
    columns: { 'scim_users.user_id': 'deleted' },
    rows: ({ principal, bind }) =>
      `SELECT institution_id AS "institutionId", user_name AS "userName", external_id AS "externalId",
         display_name AS "displayName", email, created_at AS "createdAt", updated_at AS "updatedAt"
       FROM scim_users WHERE user_id = ${bind(principal.userId)} ORDER BY created_at, institution_id`,
    async erase(manager: EntityManager, { userId }: Erasing): Promise<void> {
      await manager.delete(ScimUser, { userId });
    },
  },
  {
    name: 'serviceAccounts',
    columns: {
      'service_accounts.user_id': 'kept: a service account is no person',
      'service_accounts.created_by_id': "kept: it is the institution's; by a former member",
      'scim_tokens.created_by_id': "kept: it is the institution's; by a former member",
    },
    rows: ({ principal, bind }) =>
      `SELECT user_id AS id, institution_id AS "institutionId", created_at AS "createdAt"
       FROM service_accounts WHERE created_by_id = ${bind(principal.userId)} ORDER BY created_at, user_id`,
  },
];

/** Institutions first, then accounts and memberships: the order in which administering takes them as well. */
async function holdInstitutions(manager: EntityManager, userId: string): Promise<void> {
  await manager.query(
    `SELECT 1 FROM institutions WHERE id IN (
       SELECT institution_id FROM memberships WHERE user_id = $1 AND status <> 'REVOKED')
     ORDER BY id FOR UPDATE`,
    [userId],
  );
}

/** Revokes them all. Throws STATE for the last administrator of an institution, who hands over first. */
async function leave(manager: EntityManager, { userId, by, now }: Erasing, trail: AuditTrail): Promise<void> {
  const memberships: Leaving[] = await manager.query(
    `SELECT m.id, m.institution_id AS "institutionId", i.slug,
       m.administrator AND m.status = 'ACTIVE' AND (m.valid_until IS NULL OR m.valid_until > $2) AND NOT EXISTS (
         SELECT 1 FROM memberships o WHERE o.institution_id = m.institution_id AND o.user_id <> $1
           AND o.administrator AND o.status = 'ACTIVE' AND o.valid_until IS NULL) AS "isLastAdministrator"
     FROM memberships m JOIN institutions i ON i.id = m.institution_id
     WHERE m.user_id = $1 AND m.status <> 'REVOKED' ORDER BY m.institution_id`,
    [userId, now],
  );
  const unsettled = memberships.filter((one) => one.isLastAdministrator).map(({ slug }) => slug);
  if (unsettled.length > 0) {
    throw Refusal.of(
      'STATE',
      `This is the last administrator of ${unsettled.join(', ')}: make somebody else one first.`,
    );
  }
  for (const { id, institutionId } of memberships) {
    await manager.update(Membership, { id }, { status: 'REVOKED', findable: false });
    await trail.record(manager, {
      ...{ userId: by, institutionId, event: 'membership.revoked' },
      ...{ subjectType: 'membership', subjectId: id, details: { reason: 'account erased' } },
    });
  }
}
