import { z } from 'zod';

const list = z.string().transform((text) => text.split(/[\s,]+/).filter(Boolean));
const wholeNumber = z.coerce.number().int();

/** Settings of signing in with an institution's account; see docs/sign-in.md. */
export const signInVariables = {
  OIDC_ISSUER: list.default([]),
  OIDC_AUDIENCE: list.default([]),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  OIDC_SCOPES: z.string().min(1).default('openid email profile'),
  OIDC_CLOCK_SKEW_SECONDS: wholeNumber.min(0).max(300).default(60),
  OIDC_ALLOW_LOOPBACK: z
    .enum(['true', 'false'])
    .default('false')
    .transform((value) => value === 'true'),
  SESSION_HOURS: wholeNumber.min(1).max(168).default(12),
  SESSION_IDLE_MINUTES: wholeNumber.min(5).max(10_080).default(120),
  FEDERATED_MEMBERSHIP_HOURS: wholeNumber.min(1).max(720).default(24),
};

type Values = z.infer<z.ZodObject<typeof signInVariables>>;

export interface SignInSettings {
  /** Issuers whose tokens are accepted, exactly as they name themselves; empty: none. */
  readonly issuers: readonly string[];
  /** Audiences of which an access token must name one; empty: no access tokens are accepted. */
  readonly audiences: readonly string[];
  /** Our client at the first issuer, for signing in with a browser; null offers no such thing. */
  readonly client: { readonly id: string; readonly secret: string | null; readonly scopes: string } | null;
  /** How far an issuer's clock may be from ours, in seconds. */
  readonly clockSkewSeconds: number;
  /** Whether issuers may be on this machine itself, and then without TLS. For trying them out only. */
  readonly allowLoopback: boolean;
  /** How long a browser's session lasts at the most, in hours. */
  readonly sessionHours: number;
  /** How long a browser's session lasts without being used, in minutes. */
  readonly sessionIdleMinutes: number;
  /** How long a membership by federation counts after the sign-in that showed it, in hours. */
  readonly federatedMembershipHours: number;
}

/** What cannot be said of one variable alone. */
export function checkSignIn(given: Values, context: z.RefinementCtx): void {
  const wrong = (path: keyof Values, message: string): void => {
    context.addIssue({ code: 'custom', path: [path], message });
  };
  for (const issuer of given.OIDC_ISSUER) {
    if (!isIssuer(issuer, given.OIDC_ALLOW_LOOPBACK)) {
      wrong('OIDC_ISSUER', `${issuer} is not an https:// address without query and fragment`);
    }
  }
  const used = given.OIDC_AUDIENCE.length > 0 || given.OIDC_CLIENT_ID !== undefined;
  if (given.OIDC_ISSUER.length > 0 && !used) {
    wrong('OIDC_AUDIENCE', 'or OIDC_CLIENT_ID must be set where OIDC_ISSUER is');
  }
  if (given.OIDC_ISSUER.length === 0 && used) {
    wrong('OIDC_ISSUER', 'must be set where OIDC_AUDIENCE or OIDC_CLIENT_ID is');
  }
  if (given.OIDC_CLIENT_SECRET !== undefined && given.OIDC_CLIENT_ID === undefined) {
    wrong('OIDC_CLIENT_ID', 'must be set where OIDC_CLIENT_SECRET is');
  }
  // Otherwise ID tokens, which are for our page, would be taken for access tokens, which are for our API.
  if (given.OIDC_CLIENT_ID !== undefined && given.OIDC_AUDIENCE.includes(given.OIDC_CLIENT_ID)) {
    wrong('OIDC_AUDIENCE', 'must name the API, and so be other than OIDC_CLIENT_ID');
  }
  if (!given.OIDC_SCOPES.split(' ').includes('openid')) wrong('OIDC_SCOPES', 'must contain openid');
}

/** The settings from their variables. */
export function signInSettings(given: Values): SignInSettings {
  const { OIDC_CLIENT_ID: id, OIDC_CLIENT_SECRET: secret, OIDC_SCOPES: scopes } = given;
  return {
    issuers: given.OIDC_ISSUER,
    audiences: given.OIDC_AUDIENCE,
    client: id === undefined ? null : { id, secret: secret ?? null, scopes },
    clockSkewSeconds: given.OIDC_CLOCK_SKEW_SECONDS,
    allowLoopback: given.OIDC_ALLOW_LOOPBACK,
    sessionHours: given.SESSION_HOURS,
    sessionIdleMinutes: given.SESSION_IDLE_MINUTES,
    federatedMembershipHours: given.FEDERATED_MEMBERSHIP_HOURS,
  };
}

function isIssuer(text: string, allowLoopback: boolean): boolean {
  const url = URL.parse(text);
  return url !== null && !url.search && !url.hash && !url.username && mayAsk(url, allowLoopback);
}

/** Whether an issuer may be asked at this address: with TLS, or on this machine where that is allowed. */
export function mayAsk({ protocol, hostname }: URL, allowLoopback: boolean): boolean {
  if (protocol === 'https:') return true;
  const here = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
  return protocol === 'http:' && here && allowLoopback;
}
