import { DataSource, type EntityManager } from 'typeorm';
import type { Scope, UserPrincipal } from '#access';
import { AuditTrail } from '#audit';
import { ReadDatabase } from '#database';
import { TokensService, User, userJson, type ApiTokenRow } from '#identity';
import { moment, parseInput, SHORT_TEXT, text } from '#input';
import { Clock, isId, newId, Refusal, type Role } from '#kernel';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { administeredBy, holdAdministrator, requireAdministratorOf } from '../administering.ts';
import { Membership } from '../membership.entity.ts';
import { ServiceAccount } from './service-account.entity.ts';
import { SERVICE_ROLES } from './service-limits.ts';

const MOST_ACCOUNTS = 50;
const MOST_TOKENS = 20;
const MINUTE = 60_000;
const LONGEST_OVERLAP_MINUTES = 7 * 24 * 60;

const scopes = z
  .array(z.enum(['read', 'write']))
  .min(1, 'must name at least one')
  .max(2);
const newAccount = z.object({ name: text(SHORT_TEXT, 1), role: z.enum(SERVICE_ROLES), scopes });
const newToken = z.object({ scopes: scopes.optional(), expiresAt: moment.nullish() });
const overlap = z.number().int().min(0).max(LONGEST_OVERLAP_MINUTES);

/** What is shown of a service account. */
export interface ServiceAccountRow {
  id: string;
  name: string;
  role: Role;
  scopes: Scope[];
  suspended: boolean;
  membershipId: string;
  createdAt: string;
  createdBy: object;
}

const COLUMNS = `json_build_object('id', s.user_id, 'name', u.name, 'role', m.role, 'scopes', s.scopes,
  'suspended', u.deactivated_at IS NOT NULL, 'membershipId', m.id, 'createdAt', s.created_at,
  'createdBy', ${userJson('c', 'true')}) AS json`;
const LIST = `SELECT ${COLUMNS} FROM service_accounts s JOIN users u ON u.id = s.user_id
  JOIN memberships m ON m.id = s.membership_id JOIN users c ON c.id = s.created_by_id
  WHERE s.institution_id = ANY($1) AND m.status <> 'REVOKED' AND ($2::uuid IS NULL OR s.user_id = $2)
  ORDER BY u.name, s.user_id`;

/** Service accounts of an institution and their tokens: its ADMINISTRATORs' work, and nobody else's. */
@Injectable()
export class ServiceAccountsService {
  private readonly source: DataSource;
  private readonly database: ReadDatabase;
  private readonly clock: Clock;
  private readonly trail: AuditTrail;
  private readonly tokens: TokensService;

  constructor(
    source: DataSource,
    database: ReadDatabase,
    clock: Clock,
    trail: AuditTrail,
    tokens: TokensService,
  ) {
    this.source = source;
    this.database = database;
    this.clock = clock;
    this.trail = trail;
    this.tokens = tokens;
  }

  /** Those of the institutions that the caller administers, by name; or one of them. */
  async list(principal: UserPrincipal, id: string | null = null): Promise<ServiceAccountRow[]> {
    const rows = await this.database.rows<{ json: ServiceAccountRow }>(LIST, [administeredBy(principal), id]);
    return rows.map(({ json }) => json);
  }

  /** The tokens that work of one that `list` shows, newest first. */
  async tokensOf(userId: string): Promise<ApiTokenRow[]> {
    const now = this.clock.now();
    const rows = await this.tokens.list(userId);
    return rows.filter(({ expiresAt }) => expiresAt === null || expiresAt > now);
  }

  /**
   * Makes a service account of the acting institution; returns its id. Throws FORBIDDEN, INVALID, or STATE
   * when there are too many.
   */
  async create(principal: UserPrincipal, input: object): Promise<string> {
    const { name, role, scopes: wanted } = parseInput(newAccount, input);
    const [userId, membershipId, createdAt] = [newId(), newId(), this.clock.now()];
    await this.source.transaction(async (manager) => {
      const { institutionId } = await holdAdministrator(manager, principal, createdAt);
      // One at a time for each institution, so that the limit holds.
      await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 7005))', [institutionId]);
      const rows: unknown[] = await manager.query(
        `SELECT 1 FROM service_accounts s JOIN memberships m ON m.id = s.membership_id
         WHERE s.institution_id = $1 AND m.status <> 'REVOKED'`,
        [institutionId],
      );
      if (rows.length >= MOST_ACCOUNTS) {
        throw Refusal.of('STATE', `An institution can have ${MOST_ACCOUNTS} service accounts.`);
      }
      await manager.insert(User, {
        id: userId,
        kind: 'SERVICE',
        name,
        email: null,
        verifiedAt: createdAt,
        createdAt,
      });
      await manager.insert(Membership, {
        ...{ id: membershipId, userId, institutionId, role, status: 'ACTIVE', createdAt },
      });
      const createdById = principal.userId;
      const rest = { institutionId, membershipId, scopes: wanted, createdById, createdAt };
      await manager.insert(ServiceAccount, { userId, ...rest });
      await this.note(manager, principal, { userId, institutionId }, 'created', { role, scopes: wanted });
    });
    return userId;
  }

  /** Its tokens cease to work with the next request, until it is resumed. Throws NOT_FOUND. */
  async suspend(principal: UserPrincipal, id: string): Promise<void> {
    await this.setSuspended(principal, id, this.clock.now());
  }

  /** Its tokens work again, those that have been revoked or have expired aside. Throws NOT_FOUND. */
  async resume(principal: UserPrincipal, id: string): Promise<void> {
    await this.setSuspended(principal, id, null);
  }

  /**
   * Makes a token and returns it, for the only time. Throws NOT_FOUND, INVALID for scopes that the account
   * does not have, or STATE when it has too many.
   */
  async createToken(
    principal: UserPrincipal,
    id: string,
    input: object,
  ): Promise<{ id: string; token: string }> {
    const { scopes: wanted, expiresAt } = parseInput(newToken, input);
    return this.source.transaction(async (manager) => {
      const account = await this.hold(manager, principal, id);
      const narrowed = wanted ?? account.scopes;
      if (!narrowed.every((scope) => account.scopes.includes(scope))) {
        throw Refusal.of('INVALID', 'scopes: must be among those of the service account.', ['scopes']);
      }
      if ((await this.tokensOf(id)).length >= MOST_TOKENS) {
        throw Refusal.of('STATE', `A service account can have ${MOST_TOKENS} tokens: revoke one first.`);
      }
      const { institutionId } = account;
      const options = { institutionId, scopes: narrowed, expiresAt: expiresAt ?? null };
      return this.tokens.createIn(manager, id, options, principal.userId);
    });
  }

  /**
   * A new token in the place of one, with its scopes; the old one works for so many minutes more (0 to a week),
   * never longer than it would have. Throws NOT_FOUND or INVALID.
   */
  async rotateToken(
    principal: UserPrincipal,
    tokenId: string,
    overlapMinutes: number,
    expiresAt: Date | null | undefined,
  ): Promise<{ id: string; token: string; accountId: string }> {
    const minutes = parseInput(overlap, overlapMinutes, ['overlapMinutes']);
    return this.source.transaction(async (manager) => {
      const { userId, token } = await this.holdToken(manager, principal, tokenId);
      const until = new Date(this.clock.now().getTime() + minutes * MINUTE);
      const options = { ...token, expiresAt: expiresAt === undefined ? token.expiresAt : expiresAt };
      const made = await this.tokens.createIn(manager, userId, options, principal.userId);
      await this.tokens.endIn(manager, tokenId, until, principal.userId);
      return { ...made, accountId: userId };
    });
  }

  /** Revokes a token, with effect on the next request. Throws NOT_FOUND. */
  async revokeToken(principal: UserPrincipal, tokenId: string): Promise<void> {
    await this.source.transaction(async (manager) => {
      await this.holdToken(manager, principal, tokenId);
      await this.tokens.endIn(manager, tokenId, null, principal.userId);
    });
  }

  private async setSuspended(principal: UserPrincipal, id: string, at: Date | null): Promise<void> {
    await this.source.transaction(async (manager) => {
      const account = await this.hold(manager, principal, id);
      // Its writes hold the membership: they come before this, or find the account suspended.
      await manager.query('SELECT 1 FROM memberships WHERE id = $1 FOR UPDATE', [account.membershipId]);
      await manager.update(User, { id }, { deactivatedAt: at });
      await this.note(manager, principal, account, at ? 'suspended' : 'resumed', {});
    });
  }

  private async hold(manager: EntityManager, principal: UserPrincipal, id: string): Promise<ServiceAccount> {
    const found = isId(id) ? await manager.findOneBy(ServiceAccount, { userId: id }) : null;
    await requireAdministratorOf(manager, principal, found?.institutionId, this.clock.now());
    return found!;
  }

  private async holdToken(
    manager: EntityManager,
    principal: UserPrincipal,
    tokenId: string,
  ): Promise<{ userId: string; token: ApiTokenRow }> {
    const found = isId(tokenId) ? await this.tokens.holdIn(manager, tokenId) : null;
    const account = found ? await manager.findOneBy(ServiceAccount, { userId: found.userId }) : null;
    await requireAdministratorOf(manager, principal, account?.institutionId, this.clock.now());
    return { userId: found!.userId, token: found! };
  }

  private async note(
    manager: EntityManager,
    { userId: by }: UserPrincipal,
    { userId, institutionId }: { userId: string; institutionId: string },
    what: string,
    details: Record<string, unknown>,
  ): Promise<void> {
    await this.trail.record(manager, {
      ...{ userId: by, institutionId, event: `service_account.${what}`, details },
      ...{ subjectType: 'service_account', subjectId: userId },
    });
  }
}
