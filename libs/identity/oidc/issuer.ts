import type { Clock } from '#kernel';
import { Logger } from '@nestjs/common';
import {
  createLocalJWKSet,
  errors,
  type CryptoKey,
  type FlattenedJWSInput,
  type JWSHeaderParameters,
} from 'jose';
import { discover, fetchKeys, fetchUserinfo } from './issuer-requests.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** Between two requests for the keys, whatever the reason: tokens with made-up key ids cost the issuer nothing. */
const COOLDOWN = 30 * SECOND;
/** After which the keys are asked for again, so that one which the issuer has withdrawn ceases to work. */
const FRESH = 10 * MINUTE;
/** How long known keys are used while the issuer does not answer. */
const KEPT = 6 * 60 * MINUTE;

interface Known {
  keyOf: ReturnType<typeof createLocalJWKSet>;
  userinfoEndpoint: string | null;
  at: number;
}

/** The issuer cannot be asked, and what is known of it is too old or nothing. */
class IssuerUnavailable extends Error {
  override readonly name = 'IssuerUnavailable';
}

/** One issuer of tokens: its public keys, kept for as long as they may be. */
export class Issuer {
  readonly name: string;
  private readonly allowLoopback: boolean;
  private readonly clock: Clock;
  private readonly logger = new Logger('Issuer');
  private known: Known | null = null;
  private triedAt = -Infinity;
  private asking: Promise<void> | null = null;

  constructor(name: string, allowLoopback: boolean, clock: Clock) {
    this.name = name;
    this.allowLoopback = allowLoopback;
    this.clock = clock;
  }

  /**
   * The key for a token's header. Throws IssuerUnavailable, or an error of jose when the issuer has no such
   * key, also not after being asked again.
   */
  async keyFor(header: JWSHeaderParameters, token: FlattenedJWSInput): Promise<CryptoKey> {
    const known = await this.upToDate();
    try {
      return await known.keyOf(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || !this.mayAskAgain()) throw error;
      await this.ask();
      return (await this.upToDate()).keyOf(header, token);
    }
  }

  /** What the issuer's userinfo endpoint says; null where it has none, or does not answer. */
  async userinfo(accessToken: string, subject: string): Promise<Record<string, unknown> | null> {
    const { userinfoEndpoint } = await this.upToDate();
    if (!userinfoEndpoint) return null;
    try {
      const claims = await fetchUserinfo(userinfoEndpoint, accessToken, this.allowLoopback);
      // OpenID Connect Core 1.0, 5.3.2: what is said about another subject must not be used.
      return claims.sub === subject ? claims : null;
    } catch (error) {
      this.logger.warn(`${this.name} gave no userinfo: ${(error as Error).message}`);
      return null;
    }
  }

  /** What is known and not too old. Keys that are merely not fresh are used while new ones are fetched. */
  private async upToDate(): Promise<Known> {
    const age = this.age();
    if (age > KEPT && this.mayAskAgain()) await this.ask();
    else if (age > KEPT && this.asking) await this.asking;
    else if (age > FRESH && this.mayAskAgain()) void this.ask();
    if (!this.known || this.age() > KEPT) throw new IssuerUnavailable(`${this.name} cannot be asked`);
    return this.known;
  }

  private age(): number {
    return this.known ? this.now() - this.known.at : Infinity;
  }

  private mayAskAgain(): boolean {
    return this.asking !== null || this.now() - this.triedAt >= COOLDOWN;
  }

  /** Asks once, however many want to know. A failure leaves what is known as it is. */
  private ask(): Promise<void> {
    this.asking ??= this.fetch()
      .catch((error: unknown) => this.logger.warn(`${this.name} cannot be asked: ${String(error)}`))
      .finally(() => (this.asking = null));
    return this.asking;
  }

  private async fetch(): Promise<void> {
    this.triedAt = this.now();
    const found = await discover(this.name, this.allowLoopback);
    const keys = await fetchKeys(found.jwks_uri, this.allowLoopback);
    this.known = {
      keyOf: createLocalJWKSet(keys),
      userinfoEndpoint: found.userinfo_endpoint ?? null,
      at: this.now(),
    };
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}
