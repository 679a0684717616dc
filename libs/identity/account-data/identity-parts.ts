import type { EntityManager } from 'typeorm';
import { ApiToken } from '../api-token.entity.ts';
import { DemonstrationToken } from '../demonstration-token.entity.ts';
import { Identity } from '../oidc/identity.entity.ts';
import { Session } from '../sessions/session.entity.ts';
import type { AccountPart, Erasing, Exporting } from './account-data.ts';

/** The account itself, the person's tokens, and what the trail says. */
export const identityParts: readonly AccountPart[] = [
  {
    name: 'account',
    columns: {},
    rows: ({ principal, bind }) =>
      `SELECT id, email, name, verified_at AS "verifiedAt", operator, created_at AS "createdAt"
       FROM users WHERE id = ${bind(principal.userId)}`,
  },
  {
    name: 'apiTokens',
    columns: { 'api_tokens.user_id': 'deleted', 'demonstration_tokens.user_id': 'deleted' },
    rows: ({ principal, bind }) =>
      `SELECT id, institution_id AS "institutionId", scopes, created_at AS "createdAt",
         expires_at AS "expiresAt", revoked_at AS "revokedAt", last_used_at AS "lastUsedAt"
       FROM api_tokens WHERE user_id = ${bind(principal.userId)} ORDER BY created_at, id`,
    async erase(manager: EntityManager, { userId }: Erasing): Promise<void> {
      await manager.delete(ApiToken, { userId });
      await manager.delete(DemonstrationToken, { userId });
    },
  },
  {
    name: 'identities',
    columns: { 'identities.user_id': 'deleted' },
    rows: ({ principal, bind }) =>
      `SELECT issuer, subject, created_at AS "createdAt", last_seen_at AS "lastSeenAt"
       FROM identities WHERE user_id = ${bind(principal.userId)} ORDER BY created_at, issuer, subject`,
    async erase(manager: EntityManager, { userId }: Erasing): Promise<void> {
      await manager.delete(Identity, { userId });
    },
  },
  {
    name: 'sessions',
    columns: { 'sessions.user_id': 'deleted' },
    rows: ({ principal, bind }) =>
      `SELECT id, created_at AS "createdAt", expires_at AS "expiresAt"
       FROM sessions WHERE user_id = ${bind(principal.userId)} ORDER BY created_at, id`,
    async erase(manager: EntityManager, { userId }: Erasing): Promise<void> {
      await manager.delete(Session, { userId });
    },
  },
  {
    name: 'trail',
    columns: { 'audit_events.user_id': 'kept: the trail is never changed; the id is a pseudonym' },
    // What others did about the person is told, but not who they were.
    rows: ({ principal, bind }: Exporting): string => {
      const user = bind(principal.userId);
      return `SELECT e.at, e.event, e.user_id IS NOT DISTINCT FROM ${user}::uuid AS own,
         e.institution_id AS "institutionId", e.subject_type AS "subjectType", e.subject_id AS "subjectId", e.details
       FROM audit_events e WHERE e.user_id = ${user} OR e.subject_id = ${user} OR e.subject_id IN (
         SELECT id FROM memberships WHERE user_id = ${user}
         UNION ALL SELECT id FROM api_tokens WHERE user_id = ${user}) ORDER BY e.id`;
    },
  },
];
