import { Settings } from '#config';
import { Clock, isWellFormed, Unauthenticated } from '#kernel';
import { Injectable, Logger } from '@nestjs/common';
import { decodeJwt, errors, jwtVerify, type JWTPayload } from 'jose';
import { z } from 'zod';
import { Issuer } from './issuer.ts';

/** Signatures with the issuer's private key. HMAC and `none` are not among them, whatever a token says. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
/** RFC 9068, and what issuers that do not follow it write. */
const TYPES = new Set(['at+jwt', 'application/at+jwt', 'jwt', undefined]);
/** What stands in ID tokens and logout tokens only; `typ` in the payload is Keycloak's. */
const OF_OTHER_TOKENS = ['nonce', 'at_hash', 'c_hash', 'events'];
const OTHER_TYPES = new Set(['ID', 'Refresh', 'Offline', 'Logout']);

const JWT_SHAPE = /^[\w-]+\.[\w-]+\.[\w-]*$/;
const claims = z.looseObject({
  iss: z.string(),
  sub: z.string().min(1).max(255).refine(isWellFormed),
  exp: z.number(),
});

/** What a valid access token says, and who said it. */
export interface VerifiedToken {
  issuer: Issuer;
  subject: string;
  expiresAt: Date;
  claims: JWTPayload;
}

/** Whether the text can be a JSON Web Token at all. */
export function looksLikeJwt(text: string): boolean {
  return JWT_SHAPE.test(text);
}

/** Access tokens of the issuers in the settings. */
@Injectable()
export class AccessTokens {
  private readonly issuers: ReadonlyMap<string, Issuer>;
  private readonly audiences: readonly string[];
  private readonly clockTolerance: number;
  private readonly clock: Clock;
  private readonly logger = new Logger('AccessTokens');

  constructor({ signIn }: Settings, clock: Clock) {
    const { issuers, allowLoopback } = signIn;
    this.issuers = new Map(issuers.map((name) => [name, new Issuer(name, allowLoopback, clock)]));
    this.audiences = signIn.audiences;
    this.clockTolerance = signIn.clockSkewSeconds;
    this.clock = clock;
  }

  /**
   * Verifies signature, algorithm, issuer, audience and times. Throws Unauthenticated, whatever is wrong
   * with it; what it is goes to the log.
   */
  async verify(token: string): Promise<VerifiedToken> {
    try {
      return await this.verified(token);
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) this.logger.warn((error as Error).message);
      else this.logger.debug(`refused an access token: ${error.code} ${error.message}`);
      throw new Unauthenticated('The token is not valid.');
    }
  }

  private async verified(token: string): Promise<VerifiedToken> {
    const issuer = this.issuers.get(decodeJwt(token).iss ?? '');
    if (!issuer || this.audiences.length === 0) throw new errors.JWTInvalid('of no issuer of ours');
    const { payload, protectedHeader } = await jwtVerify(token, (header, jws) => issuer.keyFor(header, jws), {
      issuer: issuer.name,
      audience: [...this.audiences],
      algorithms: ALGORITHMS,
      clockTolerance: this.clockTolerance,
      currentDate: this.clock.now(),
      requiredClaims: ['exp', 'sub'],
    });
    if (!TYPES.has(protectedHeader.typ?.toLowerCase()) || isOfOtherUse(payload)) {
      throw new errors.JWTInvalid('not an access token');
    }
    const { sub, exp } = claims.parse(payload);
    return { issuer, subject: sub, expiresAt: new Date(exp * 1_000), claims: payload };
  }
}

/** ID tokens are for the client that asked for them and open no API. */
function isOfOtherUse(payload: JWTPayload): boolean {
  return OF_OTHER_TOKENS.some((name) => name in payload) || OTHER_TYPES.has(String(payload.typ));
}
