import type { UserPrincipal } from '#access';
import { Settings } from '#config';
import { ReadDatabase } from '#database';
import { Clock, Unauthenticated } from '#kernel';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { AccessTokens, type VerifiedToken } from '../oidc/access-tokens.ts';
import { joinedClaims, readClaims, type IssuerClaims } from '../oidc/issuer-claims.ts';
import { SignIns } from '../sign-ins.ts';
import { countingMemberships, factsColumn, type AccountFacts, type AccountRow } from './held-memberships.ts';
import { WayIn } from './way-in.ts';

interface IdentityRow extends AccountRow {
  lastSeenAt: Date | null;
  deactivatedAt: Date | null;
}

/** A token and what it says. */
interface Shown extends VerifiedToken {
  token: string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const IDENTITY = `
  SELECT n.issuer || ' ' || n.subject AS key, n.last_seen_at AS "lastSeenAt", u.deactivated_at AS "deactivatedAt", ${factsColumn('n.user_id')}
  FROM unnest($1::text[], $2::text[]) AS asked (issuer, subject)
  JOIN identities n ON n.issuer = asked.issuer AND n.subject = asked.subject
  JOIN users u ON u.id = n.user_id`;

const NO_ACCOUNT =
  'The token is valid, but there is no account for it: ask the administrator of your institution to invite you.';

/** Signing in with an access token of an issuer in the settings. It carries identity, never roles. */
@Injectable()
export class AccessTokenWay extends WayIn<Shown, AccountFacts, IdentityRow> {
  private readonly tokens: AccessTokens;
  private readonly signIns: SignIns;
  private readonly database: ReadDatabase;
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
    super(clock);
    this.tokens = tokens;
    this.signIns = signIns;
    this.database = database;
    this.renewal = (signIn.federatedMembershipHours * HOUR) / 2;
  }

  protected async credentialOf(token: string): Promise<Shown> {
    return { ...(await this.tokens.verify(token)), token };
  }

  protected override markOf({ expiresAt }: Shown): string {
    return expiresAt.toISOString();
  }

  protected keyOf({ issuer, subject }: Shown): string {
    return `${issuer.name} ${subject}`;
  }

  protected read(shown: readonly Shown[]): Promise<IdentityRow[]> {
    const [issuers, subjects] = [shown.map(({ issuer }) => issuer.name), shown.map(({ subject }) => subject)];
    return this.database.briefRows<IdentityRow>(IDENTITY, [issuers, subjects]);
  }

  /** The account of somebody who comes for the first time is made here, if anything speaks for them. */
  protected async use(shown: Shown, known: IdentityRow | null): Promise<IdentityRow> {
    const row = known && !this.isDue(known) ? known : await this.signIn(shown, known);
    if (!row) throw new Unauthenticated(NO_ACCOUNT);
    if (row.deactivatedAt) throw new Unauthenticated('The token is not valid.');
    return row;
  }

  protected principalOf(facts: AccountFacts, shown: Shown, actingSlug: string | null): UserPrincipal {
    const memberships = countingMemberships(facts.memberships, this.clock.now());
    // An API token that this one makes works no longer than itself.
    const { expiresAt } = shown;
    const { userId } = facts;
    return { type: 'user', userId, memberships, scopes: [], boundTo: null, expiresAt, actingSlug };
  }

  private async signIn(shown: Shown, known: IdentityRow | null): Promise<IdentityRow | null> {
    const claims = known ? claimsOf(shown) : await this.allClaims(shown);
    const userId = await this.signIns.accept(claims, { how: 'bearer' });
    return userId === null ? null : this.find(shown);
  }

  /** The first use on a day, or when half of what a federated membership lasts has passed. */
  private isDue({ lastSeenAt, deactivatedAt }: IdentityRow): boolean {
    if (deactivatedAt) return false;
    const now = this.clock.now();
    if (!lastSeenAt || now.getTime() - lastSeenAt.getTime() >= this.renewal) return true;
    return now.toISOString().slice(0, 10) !== lastSeenAt.toISOString().slice(0, 10);
  }

  /** Also what only the userinfo endpoint tells; access tokens often carry no address. */
  private async allClaims(shown: Shown): Promise<IssuerClaims> {
    const { issuer, subject, claims, token } = shown;
    const own = claimsOf(shown);
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
