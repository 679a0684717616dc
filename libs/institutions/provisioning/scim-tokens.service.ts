import { DataSource, IsNull } from 'typeorm';
import type { UserPrincipal } from '#access';
import { AuditTrail } from '#audit';
import { ReadDatabase } from '#database';
import { hashToken, newToken } from '#identity';
import { parseInput } from '#input';
import { Clock, isId, newId, Refusal, ROLES, Unauthenticated, type Role } from '#kernel';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { administeredBy, holdAdministrator, requireAdministratorOf } from '../administering.ts';
import { ScimToken } from './scim-token.entity.ts';

const PREFIX = 'precedent_scim_';
const SHAPE = /^Bearer +(precedent_scim_[A-Za-z0-9_-]{43})$/i;
const MOST_TOKENS = 5;
const MINUTE = 60_000;

/** Who provisions: a directory, for one institution. */
export interface ScimPrincipal {
  tokenId: string;
  institutionId: string;
  role: Role;
}

/** What is shown of a token; the token itself is never shown again. */
export interface ScimTokenRow {
  id: string;
  institutionId: string;
  role: Role;
  createdAt: Date;
  lastUsedAt: Date | null;
}

/** The keys of institutions' directories: their ADMINISTRATORs' work. */
@Injectable()
export class ScimTokensService {
  private readonly source: DataSource;
  private readonly database: ReadDatabase;
  private readonly clock: Clock;
  private readonly trail: AuditTrail;

  constructor(source: DataSource, database: ReadDatabase, clock: Clock, trail: AuditTrail) {
    this.source = source;
    this.database = database;
    this.clock = clock;
    this.trail = trail;
  }

  /**
   * Makes a token of the acting institution and returns it, for the only time. People whom it provisions get
   * the role. Throws FORBIDDEN, INVALID, or STATE when there are too many.
   */
  async create(principal: UserPrincipal, given: Role): Promise<{ id: string; token: string }> {
    const role = parseInput(z.enum(ROLES), given, ['role']);
    const [token, id, createdAt] = [newToken(PREFIX), newId(), this.clock.now()];
    await this.source.transaction(async (manager) => {
      const { institutionId } = await holdAdministrator(manager, principal, createdAt);
      // One at a time for each institution, so that the limit holds.
      await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 7006))', [institutionId]);
      if ((await manager.countBy(ScimToken, { institutionId, revokedAt: IsNull() })) >= MOST_TOKENS) {
        throw Refusal.of('STATE', `An institution can have ${MOST_TOKENS} SCIM tokens: revoke one first.`);
      }
      const createdById = principal.userId;
      await manager.insert(ScimToken, {
        id,
        institutionId,
        hash: hashToken(token),
        role,
        createdById,
        createdAt,
      });
      await this.trail.record(manager, {
        ...{ userId: createdById, institutionId, event: 'scim_token.created' },
        ...{ subjectType: 'scim_token', subjectId: id, details: { role } },
      });
    });
    return { id, token };
  }

  /** The living tokens of the institutions that the caller administers, newest first. */
  async list(principal: UserPrincipal): Promise<ScimTokenRow[]> {
    return this.source.manager
      .createQueryBuilder(ScimToken, 't')
      .where('t.revoked_at IS NULL AND t.institution_id = ANY(:ids)', { ids: administeredBy(principal) })
      .orderBy('t.created_at', 'DESC')
      .getMany();
  }

  /** Revokes a token, with effect on the next request. Throws NOT_FOUND. */
  async revoke(principal: UserPrincipal, id: string): Promise<void> {
    await this.source.transaction(async (manager) => {
      const found = isId(id) ? await manager.findOneBy(ScimToken, { id, revokedAt: IsNull() }) : null;
      await requireAdministratorOf(manager, principal, found?.institutionId, this.clock.now());
      await manager.update(ScimToken, { id }, { revokedAt: this.clock.now() });
      await this.trail.record(manager, {
        ...{ userId: principal.userId, institutionId: found!.institutionId, event: 'scim_token.revoked' },
        ...{ subjectType: 'scim_token', subjectId: id },
      });
    });
  }

  /** Whose directory asks. Throws Unauthenticated for anything that is no living token of an ACTIVE institution. */
  async authenticate(authorization: string | undefined): Promise<ScimPrincipal> {
    const token = SHAPE.exec(authorization ?? '')?.[1];
    const [row] = token
      ? await this.database.rows<ScimPrincipal & { lastUsedAt: Date | null }>(
          `SELECT t.id AS "tokenId", t.institution_id AS "institutionId", t.role, t.last_used_at AS "lastUsedAt"
           FROM scim_tokens t JOIN institutions i ON i.id = t.institution_id AND i.status = 'ACTIVE'
           WHERE t.hash = $1 AND t.revoked_at IS NULL`,
          [hashToken(token)],
        )
      : [];
    if (!row) throw new Unauthenticated('The token is not valid.');
    const { lastUsedAt, ...principal } = row;
    const now = this.clock.now();
    if (!lastUsedAt || now.getTime() - lastUsedAt.getTime() >= MINUTE) {
      await this.database.rows('UPDATE scim_tokens SET last_used_at = $2 WHERE id = $1', [row.tokenId, now]);
    }
    return principal;
  }
}
