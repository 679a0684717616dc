import type { UserPrincipal } from '#access';
import { Settings } from '#config';
import { ReadDatabase } from '#database';
import { Clock, Unauthenticated } from '#kernel';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { AccessTokens, type VerifiedToken } from '../oidc/access-tokens.ts';
import { joinedClaims, readClaims, type IssuerClaims } from '../oidc/issuer-claims.ts';
import { SignIns } from '../sign-ins.ts';
import { accountColumns, countingMemberships, type AccountRow } from './held-memberships.ts';

interface IdentityRow extends AccountRow {
  lastSeenAt: Date | null;
  deactivatedAt: Date | null;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const IDENTITY = `
  SELECT n.last_seen_at AS "lastSeenAt", u.deactivated_at AS "deactivatedAt", ${accountColumns('n.user_id')}
  FROM identities n JOIN users u ON u.id = n.user_id WHERE n.issuer = $1 AND n.subject = $2`;

const NO_ACCOUNT =
  'The token is valid, but there is no account for it: ask the administrator of your institution to invite you.';

/** Signing in with an access token of an issuer in the settings. It carries identity, never roles. */
@Injectable()
export class AccessTokenWay {
  private readonly tokens: AccessTokens;
  private readonly signIns: SignIns;
  private readonly database: ReadDatabase;
  private readonly clock: Clock;
  /** After which a sign-in is written down again, and what a federation says is looked at again. */
  private readonly renewal: number;
  /** Userinfo of people without an account, for a moment, so that their attempts do not burden the issuer. */
  private readonly userinfo = new LRUCache<string, Record<string, unknown>>({ max: 1_000, ttl: MINUTE });

  constructor(
    tokens: AccessTokens,
    signIns: SignIns,
    database: ReadDatabase,
    clock: Clock,
    { signIn }: Settings,
  ) {
    this.tokens = tokens;
    this.signIns = signIns;
    this.database = database;
    this.clock = clock;
    this.renewal = (signIn.federatedMembershipHours * HOUR) / 2;
  }

  /** Whose token it is. Throws Unauthenticated for one that is not valid, or is nobody's here. */
  async principal(token: string, actingSlug: string | null): Promise<UserPrincipal> {
    const verified = await this.tokens.verify(token);
    const row = await this.account(token, verified);
    if (!row) throw new Unauthenticated(NO_ACCOUNT);
    if (row.deactivatedAt) throw new Unauthenticated('The token is not valid.');
    const memberships = countingMemberships(row.memberships, this.clock.now());
    // An API token that this one makes works no longer than itself.
    const { expiresAt } = verified;
    return {
      type: 'user',
      userId: row.userId,
      memberships,
      scopes: [],
      boundTo: null,
      expiresAt,
      actingSlug,
    };
  }

  private async account(token: string, verified: VerifiedToken): Promise<IdentityRow | undefined> {
    const known = await this.find(verified);
    if (known && (known.deactivatedAt || !this.isDue(known.lastSeenAt))) return known;
    const claims = known ? claimsOf(verified) : await this.allClaims(token, verified);
    const userId = await this.signIns.accept(claims, { how: 'bearer' });
    return userId === null ? undefined : this.find(verified);
  }

  private async find({ issuer, subject }: VerifiedToken): Promise<IdentityRow | undefined> {
    return (await this.database.rows<IdentityRow>(IDENTITY, [issuer.name, subject]))[0];
  }

  /** The first use on a day, or when half of what a federated membership lasts has passed. */
  private isDue(lastSeenAt: Date | null): boolean {
    const now = this.clock.now();
    if (!lastSeenAt || now.getTime() - lastSeenAt.getTime() >= this.renewal) return true;
    return now.toISOString().slice(0, 10) !== lastSeenAt.toISOString().slice(0, 10);
  }

  /** Also what only the userinfo endpoint tells; access tokens often carry no address. */
  private async allClaims(token: string, verified: VerifiedToken): Promise<IssuerClaims> {
    const { issuer, subject, claims } = verified;
    const own = claimsOf(verified);
    if (own.email !== null && own.affiliations !== null) return own;
    const key = `${issuer.name} ${subject}`;
    const more = this.userinfo.get(key) ?? (await issuer.userinfo(token, subject)) ?? {};
    this.userinfo.set(key, more);
    const all = own.email === null ? joinedClaims(claims, more) : joinedClaims(more, claims);
    return readClaims(issuer.name, subject, all);
  }
}

function claimsOf({ issuer, subject, claims }: VerifiedToken): IssuerClaims {
  return readClaims(issuer.name, subject, claims);
}
