import { DataSource } from 'typeorm';
import { mayAsk, Settings } from '#config';
import { Clock, newId, Unauthenticated } from '#kernel';
import { Injectable, Logger } from '@nestjs/common';
import * as openid from 'openid-client';
import { joinedClaims, readClaims, type IssuerClaims } from '../oidc/issuer-claims.ts';
import { SignIns } from '../sign-ins.ts';
import { hashToken, newToken } from '../token-text.ts';
import { returnPath } from './return-path.ts';
import { SessionsService } from './sessions.service.ts';
import { SignInAttempt } from './sign-in-attempt.entity.ts';

const MINUTE = 60_000;
/** How long somebody may take at the issuer. */
export const ATTEMPT_MINUTES = 10;
const PATIENCE_SECONDS = 5;
const PREFIX = 'precedent_attempt_';

/** No browser can sign in here: the settings name no client of ours. */
export class NoBrowserSignIn extends Error {
  override readonly name = 'NoBrowserSignIn';
}

/** The issuer does not answer at present. */
export class SignInUnavailable extends Error {
  override readonly name = 'SignInUnavailable';
}

/**
 * Signing in with a browser: the authorization code flow with PKCE, state and nonce (OpenID Connect Core 1.0,
 * 3.1; RFC 7636; RFC 9700). What the browser must bring back is kept here, and is used once.
 */
@Injectable()
export class BrowserSignIn {
  private readonly source: DataSource;
  private readonly clock: Clock;
  private readonly signIns: SignIns;
  private readonly sessions: SessionsService;
  private readonly settings: Settings['signIn'];
  private readonly publicUrl: string;
  private readonly logger = new Logger('BrowserSignIn');
  private configuration: Promise<openid.Configuration> | null = null;

  constructor(
    source: DataSource,
    clock: Clock,
    signIns: SignIns,
    sessions: SessionsService,
    settings: Settings,
  ) {
    this.source = source;
    this.clock = clock;
    this.signIns = signIns;
    this.sessions = sessions;
    this.settings = settings.signIn;
    this.publicUrl = settings.publicUrl.replace(/\/$/, '');
  }

  /**
   * Begins: where to send the browser, and the secret that it keeps until it comes back. Throws
   * NoBrowserSignIn or SignInUnavailable.
   */
  async begin(wanted: unknown): Promise<{ url: URL; secret: string }> {
    const configuration = await this.configured();
    const [secret, now] = [newToken(PREFIX), this.clock.now()];
    const [state, nonce] = [openid.randomState(), openid.randomNonce()];
    const codeVerifier = openid.randomPKCECodeVerifier();
    const returnTo = returnPath(wanted);
    const expiresAt = new Date(now.getTime() + ATTEMPT_MINUTES * MINUTE);
    await this.source.query('DELETE FROM sign_in_attempts WHERE expires_at <= $1', [now]);
    await this.source.manager.insert(SignInAttempt, {
      ...{ hash: hashToken(secret), state, nonce, codeVerifier, returnTo, expiresAt },
    });
    const url = openid.buildAuthorizationUrl(configuration, {
      ...{ redirect_uri: this.redirectUri(), scope: this.settings.client!.scopes, response_type: 'code' },
      ...{ state, nonce, code_challenge_method: 'S256' },
      code_challenge: await openid.calculatePKCECodeChallenge(codeVerifier),
    });
    return { url, secret };
  }

  /**
   * Ends what `begin` began, once: the new session, and where to go on. `search` is what the issuer has sent
   * the browser back with, `before` the secret of a session that the browser has had until now; it ends.
   * Throws Unauthenticated for anything that does not fit together, and for someone without an account.
   */
  async finish(
    attemptSecret: string | null,
    search: string,
    before: string | null,
  ): Promise<{ secret: string; expiresAt: Date; returnTo: string }> {
    const configuration = await this.configured();
    const attempt = await this.takeAttempt(attemptSecret);
    const claims = await this.claimsFrom(configuration, attempt, search);
    const id = newId();
    const begun: { secret: string; expiresAt: Date }[] = [];
    await this.signIns.accept(claims, { how: 'browser', sessionId: id }, async (manager, userId) => {
      begun.push(await this.sessions.begin(manager, { id, userId, issuer: claims.issuer }));
    });
    const [session] = begun;
    if (!session) {
      throw new Unauthenticated(
        'There is no account for you here: ask the administrator of your institution to invite you.',
      );
    }
    if (before) await this.sessions.end(before);
    return { ...session, returnTo: attempt.returnTo };
  }

  /** Where the issuer ends its own session as well (RP-initiated logout); null where it offers no such thing. */
  async logoutUrl(issuer: string): Promise<URL | null> {
    if (!this.settings.client || issuer !== this.settings.issuers[0]) return null;
    const configuration = await this.configured().catch(() => null);
    if (!configuration?.serverMetadata().end_session_endpoint) return null;
    return openid.buildEndSessionUrl(configuration, { post_logout_redirect_uri: `${this.publicUrl}/` });
  }

  private redirectUri(): string {
    return `${this.publicUrl}/auth/callback`;
  }

  /** What the issuer says, from the ID token and its userinfo endpoint. */
  private async claimsFrom(
    configuration: openid.Configuration,
    attempt: SignInAttempt,
    search: string,
  ): Promise<IssuerClaims> {
    try {
      const tokens = await openid.authorizationCodeGrant(configuration, new URL(search, this.redirectUri()), {
        ...{ pkceCodeVerifier: attempt.codeVerifier, expectedState: attempt.state },
        ...{ expectedNonce: attempt.nonce, idTokenExpected: true },
      });
      const claims = tokens.claims()!;
      const { userinfo_endpoint: userinfo, issuer } = configuration.serverMetadata();
      const more = userinfo ? await openid.fetchUserInfo(configuration, tokens.access_token, claims.sub) : {};
      // Whoever is asked in full and says nothing of affiliations says that there are none.
      const all = joinedClaims({ ...claims }, more);
      return readClaims(issuer, claims.sub, { eduperson_scoped_affiliation: [], ...all });
    } catch (error) {
      this.logger.warn(`A sign-in failed: ${(error as Error).message}`);
      throw new Unauthenticated('The sign-in did not work, or was cancelled: try again.');
    }
  }

  private async takeAttempt(secret: string | null): Promise<SignInAttempt> {
    const attempt = secret
      ? await this.source.transaction(async (manager) => {
          const found = await manager.findOne(SignInAttempt, {
            where: { hash: hashToken(secret) },
            lock: { mode: 'pessimistic_write' },
          });
          if (found) await manager.delete(SignInAttempt, { hash: found.hash });
          return found;
        })
      : null;
    if (!attempt || attempt.expiresAt <= this.clock.now()) {
      throw new Unauthenticated('This sign-in was not begun here, or has been used: begin again.');
    }
    return attempt;
  }

  /** What the issuer publishes about itself; asked for again after a failure. */
  private async configured(): Promise<openid.Configuration> {
    const { client, issuers } = this.settings;
    if (!client || !issuers[0]) throw new NoBrowserSignIn('No browser can sign in here.');
    this.configuration ??= this.discover(issuers[0], client);
    try {
      return await this.configuration;
    } catch (error) {
      this.configuration = null;
      this.logger.warn(`${issuers[0]} cannot be asked: ${(error as Error).message}`);
      throw new SignInUnavailable('The issuer does not answer.');
    }
  }

  private discover(
    issuer: string,
    { id, secret }: { id: string; secret: string | null },
  ): Promise<openid.Configuration> {
    const { allowLoopback, clockSkewSeconds } = this.settings;
    return openid.discovery(
      new URL(issuer),
      id,
      { [openid.clockTolerance]: clockSkewSeconds },
      secret === null ? openid.None() : openid.ClientSecretBasic(secret),
      {
        timeout: PATIENCE_SECONDS,
        // Every address is checked below; this only lets openid-client ask one on this machine without TLS.
        execute: [
          openid.enableNonRepudiationChecks,
          // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so only to stand out
          ...(allowLoopback ? [openid.allowInsecureRequests] : []),
        ],
        [openid.customFetch]: (address, options) => {
          if (!mayAsk(new URL(address), allowLoopback))
            throw new Error(`${address} is not an https:// address`);
          return fetch(address, options);
        },
      },
    );
  }
}
