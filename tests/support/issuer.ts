import { exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from 'jose';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type Configuration } from 'oidc-provider';

/** Somebody whom the issuer knows; `sub` is the key. */
export type Claims = Record<string, unknown>;

const AUDIENCE = 'https://precedent.test/api';
export const CLIENT = { id: 'precedent-page', secret: 'a-secret-of-the-page' } as const;
const MINUTE_SECONDS = 60;

/** A real OpenID provider in this process, on a port of its own, whose people and keys tests decide about. */
export class TestIssuer {
  /** What the issuer says of its people, by subject. */
  readonly people = new Map<string, Claims>();
  /** How often each path was asked for. */
  readonly requests = new Map<string, number>();
  /** Who sits before the browser that is asked to sign in. */
  present = 'nobody';
  /** While true, it answers nobody. */
  isDown = false;
  /** What the userinfo endpoint says to API access tokens, which the provider itself refuses there. */
  userinfo: () => Claims | null = () => null;
  private readonly redirectUris: string[];
  private readonly server: Server;
  private provider!: Provider;
  private keys: JWK[] = [];

  private constructor(redirectUris: string[]) {
    this.redirectUris = redirectUris;
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  static async open(page = 'http://127.0.0.1:1'): Promise<TestIssuer> {
    const issuer = new TestIssuer([`${page}/auth/callback`, `${page}/`]);
    await new Promise<void>((done) => issuer.server.listen(0, '127.0.0.1', done));
    await issuer.rotate();
    return issuer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Settings that make an app trust it. */
  environment(more: Record<string, string> = {}): Record<string, string> {
    return { OIDC_ISSUER: this.url, OIDC_AUDIENCE: AUDIENCE, OIDC_ALLOW_LOOPBACK: 'true', ...more };
  }

  /** From now on it signs with a new key, and publishes that one only. */
  async rotate(): Promise<void> {
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    const kid = `key-${Math.random().toString(36).slice(2)}`;
    this.keys = [{ ...(await exportJWK(privateKey)), kid, alg: 'RS256', use: 'sig' }];
    this.provider = new Provider(this.url, this.configuration());
  }

  /** An access token for our API from the provider itself. */
  async accessToken(subject: string): Promise<string> {
    const client = await this.provider.Client.find(CLIENT.id);
    const grant = new this.provider.Grant({ accountId: subject, clientId: CLIENT.id });
    const token = new this.provider.AccessToken({
      ...{ accountId: subject, client: client!, grantId: await grant.save(), gty: 'authorization_code' },
    });
    token.resourceServer = new this.provider.ResourceServer(AUDIENCE, resourceServer());
    token.scope = 'api';
    return token.save();
  }

  /** A token of the test's own making, signed with the issuer's key; what is null is left out. */
  async sign(payload: Claims, header: Record<string, unknown> = {}): Promise<string> {
    const [key] = this.keys;
    const now = Math.floor(Date.now() / 1_000);
    const all = { iss: this.url, aud: AUDIENCE, iat: now, exp: now + 5 * MINUTE_SECONDS, ...payload };
    const kept = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
    return new SignJWT(kept)
      .setProtectedHeader({ alg: 'RS256', kid: key!.kid!, typ: 'at+jwt', ...header })
      .sign(await importJWK(key!, 'RS256'));
  }

  /** The published key as text, for tricks with it. */
  publicKey(): JWK {
    const { kty, n, e, kid } = this.keys[0]!;
    return { kty, n, e, kid };
  }

  /** How often its keys have been asked for. */
  get keyRequests(): number {
    return this.requests.get('/jwks') ?? 0;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((done) => this.server.close(() => done()));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?')[0]!;
    this.requests.set(path, (this.requests.get(path) ?? 0) + 1);
    if (this.isDown) {
      request.socket.destroy();
      return;
    }
    const isApiToken = /^Bearer .+\..+\./.test(request.headers.authorization ?? '');
    const claims = path === '/me' && isApiToken ? this.userinfo() : null;
    if (claims) {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(claims));
      return;
    }
    if (path.startsWith('/interaction/')) {
      await this.provider.interactionFinished(request, response, { login: { accountId: this.present } });
      return;
    }
    await this.provider.callback()(request, response);
  }

  private configuration(): Configuration {
    const people = this.people;
    return {
      jwks: { keys: this.keys },
      clients: [
        {
          ...{ client_id: CLIENT.id, client_secret: CLIENT.secret, grant_types: ['authorization_code'] },
          ...{ redirect_uris: [this.redirectUris[0]!], post_logout_redirect_uris: [this.redirectUris[1]!] },
        },
      ],
      cookies: { keys: ['of-this-test'] },
      claims: {
        ...{ openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
        federation: ['eduperson_scoped_affiliation', 'schac_home_organization'],
      },
      scopes: ['openid', 'federation'],
      findAccount: async (_context, sub) => ({
        accountId: sub,
        claims: async () => ({ sub, ...people.get(sub) }),
      }),
      extraTokenClaims: async (_context, token) =>
        people.get((token as { accountId?: string }).accountId ?? ''),
      interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
      loadExistingGrant: async (context) => {
        const { client, session, params } = context.oidc;
        const grant = new context.oidc.provider.Grant({
          ...{ clientId: client!.clientId, accountId: session!.accountId! },
        });
        grant.addOIDCScope(String(params!.scope));
        await grant.save();
        return grant;
      },
      pkce: { required: () => true },
      features: {
        devInteractions: { enabled: false },
        resourceIndicators: { enabled: true, getResourceServerInfo: () => resourceServer() },
      },
    };
  }
}

function resourceServer() {
  return {
    ...{ scope: 'api', audience: AUDIENCE, accessTokenTTL: 5 * MINUTE_SECONDS },
    ...{ accessTokenFormat: 'jwt' as const, jwt: { sign: { alg: 'RS256' as const } } },
  };
}
