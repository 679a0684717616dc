import { DataSource, type EntityManager } from 'typeorm';
import { AuditTrail } from '#audit';
import { Clock, newId } from '#kernel';
import { Injectable } from '@nestjs/common';
import { FederationService } from './federation/federation.service.ts';
import { Identity } from './oidc/identity.entity.ts';
import type { IssuerClaims } from './oidc/issuer-claims.ts';
import { User } from './user.entity.ts';

/** How somebody has come in: what the trail says of it. */
export interface Arrival {
  how: 'browser' | 'bearer';
  /** Of a browser's session. */
  sessionId?: string;
}

/** Sign-ins with an issuer's word: whose account it is, and what it changes. */
@Injectable()
export class SignIns {
  private readonly source: DataSource;
  private readonly clock: Clock;
  private readonly trail: AuditTrail;
  private readonly federation: FederationService;

  constructor(source: DataSource, clock: Clock, trail: AuditTrail, federation: FederationService) {
    this.source = source;
    this.clock = clock;
    this.trail = trail;
    this.federation = federation;
  }

  /**
   * The account of somebody for whom an issuer vouches; null when there is none for them, or it is
   * deactivated. `more` is done in the same transaction. It is written down once, with what it changes.
   *
   * An account belongs to issuer and subject. On the first sign-in it is the one whose invitation was sent to
   * an address that the issuer has verified, provided that nobody has ever signed in to it; or a new one,
   * where the federation's claims make a READER. An address alone never opens an account that is somebody's.
   */
  async accept(
    claims: IssuerClaims,
    arrival: Arrival,
    more: (manager: EntityManager, userId: string) => Promise<void> = async () => undefined,
  ): Promise<string | null> {
    return this.source.transaction(async (manager) => {
      // Two first sign-ins of the same person come one after the other.
      const person = `${claims.issuer} ${claims.subject}`;
      await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 7004))', [person]);
      const userId = (await this.known(manager, claims)) ?? (await this.firstTime(manager, claims));
      if (userId === null) return null;
      const { deactivatedAt } = await manager.findOneByOrFail(User, { id: userId });
      if (deactivatedAt) return null;
      await this.federation.apply(manager, userId, claims);
      await more(manager, userId);
      await this.noteArrival(manager, userId, claims, arrival);
      return userId;
    });
  }

  private async known(manager: EntityManager, { issuer, subject }: IssuerClaims): Promise<string | null> {
    return (await manager.findOneBy(Identity, { issuer, subject }))?.userId ?? null;
  }

  private async firstTime(manager: EntityManager, claims: IssuerClaims): Promise<string | null> {
    const userId = (await this.invited(manager, claims)) ?? (await this.federated(manager, claims));
    if (userId === null) return null;
    const { issuer, subject } = claims;
    const createdAt = this.clock.now();
    await manager.insert(Identity, { issuer, subject, userId, createdAt, lastSeenAt: null });
    await this.note(manager, userId, 'user.identified', { issuer });
    return userId;
  }

  /** The account that waits for this address, if nobody has ever come to it; its invitations count from now on. */
  private async invited(manager: EntityManager, { email, name }: IssuerClaims): Promise<string | null> {
    if (email === null) return null;
    const user = await manager.findOne(User, { where: { email }, lock: { mode: 'pessimistic_write' } });
    if (!user || user.kind !== 'PERSON' || user.verifiedAt !== null || user.deactivatedAt !== null)
      return null;
    if (await manager.existsBy(Identity, { userId: user.id })) return null;
    const [accepted]: [{ id: string; institutionId: string }[], number] = await manager.query(
      `UPDATE memberships SET status = 'ACTIVE' WHERE user_id = $1 AND status = 'INVITED'
       RETURNING id, institution_id AS "institutionId"`,
      [user.id],
    );
    if (accepted.length === 0) return null;
    // The invitation may have come without a name; then the address stands for it.
    const called = user.name === user.email && name !== null ? name : user.name;
    await manager.update(User, { id: user.id }, { verifiedAt: this.clock.now(), name: called });
    for (const { id, institutionId } of accepted) {
      await this.trail.record(manager, {
        ...{ userId: user.id, institutionId, event: 'membership.accepted' },
        ...{ subjectType: 'membership', subjectId: id },
      });
    }
    return user.id;
  }

  /** A new account for somebody whom a federation's claims make a READER. */
  private async federated(manager: EntityManager, claims: IssuerClaims): Promise<string | null> {
    if ((await this.federation.institutionsFor(manager, claims)).length === 0) return null;
    const now = this.clock.now();
    const account = {
      name: claims.name ?? 'A member',
      verifiedAt: now,
      createdAt: now,
      kind: 'PERSON' as const,
    };
    const id = newId();
    // An address that another account has is that account's.
    const inserted = await manager
      .createQueryBuilder()
      .insert()
      .into(User)
      .values({ ...account, id, email: claims.email })
      .orIgnore()
      .returning('id')
      .execute();
    if ((inserted.raw as unknown[]).length === 0) await manager.insert(User, { ...account, id, email: null });
    await this.note(manager, id, 'user.created', { federated: true });
    return id;
  }

  /** One line for each institution of which the person is a member now, so that its auditors see it. */
  private async noteArrival(
    manager: EntityManager,
    userId: string,
    { issuer, subject }: IssuerClaims,
    { how, sessionId }: Arrival,
  ): Promise<void> {
    await manager.update(Identity, { issuer, subject }, { lastSeenAt: this.clock.now() });
    const rows: { institutionId: string }[] = await manager.query(
      `SELECT m.institution_id AS "institutionId" FROM memberships m JOIN institutions i ON i.id = m.institution_id
       WHERE m.user_id = $1 AND m.status = 'ACTIVE' AND i.status = 'ACTIVE'
         AND (m.valid_until IS NULL OR m.valid_until > $2) ORDER BY 1`,
      [userId, this.clock.now()],
    );
    const concerned = rows.length > 0 ? rows.map((row) => row.institutionId) : [null];
    for (const institutionId of concerned) {
      await this.trail.record(manager, {
        ...{ userId, institutionId, event: 'user.signed_in', details: { how, issuer } },
        ...(sessionId
          ? { subjectType: 'session' as const, subjectId: sessionId }
          : { subjectType: 'account' as const, subjectId: userId }),
      });
    }
  }

  private async note(
    manager: EntityManager,
    userId: string,
    event: string,
    details: Record<string, unknown>,
  ): Promise<void> {
    await this.trail.record(manager, {
      ...{ userId, institutionId: null, event, subjectType: 'user', subjectId: userId, details },
    });
  }
}
