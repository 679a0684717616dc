import { mayAsk } from '#config';
import { z } from 'zod';

/** An issuer that does not answer, or not as it should, must not hold requests up for longer. */
const PATIENCE_MILLISECONDS = 5_000;

/** The part of OpenID Connect Discovery 1.0 that is used. */
const discovery = z.object({
  issuer: z.string(),
  jwks_uri: z.url(),
  userinfo_endpoint: z.url().optional(),
});
const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });
const userinfo = z.looseObject({ sub: z.string() });

export type Discovery = z.infer<typeof discovery>;
export type KeySet = z.infer<typeof keySet>;

/** What an issuer publishes about itself. Throws when it does not answer, or says it is another. */
export async function discover(issuer: string, allowLoopback: boolean): Promise<Discovery> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const found = discovery.parse(await ask(address, allowLoopback));
  if (found.issuer !== issuer) throw new Error(`${issuer} says that it is ${found.issuer}`);
  return found;
}

/** The issuer's public keys. Throws when it does not answer. */
export async function fetchKeys(address: string, allowLoopback: boolean): Promise<KeySet> {
  return keySet.parse(await ask(address, allowLoopback));
}

/** What the issuer says of the person whose access token this is. Throws when it says nothing. */
export async function fetchUserinfo(
  address: string,
  accessToken: string,
  allowLoopback: boolean,
): Promise<Record<string, unknown> & { sub: string }> {
  return userinfo.parse(await ask(address, allowLoopback, { authorization: `Bearer ${accessToken}` }));
}

/** Redirects are errors: they would lead past the check of the address. */
async function ask(
  address: string,
  allowLoopback: boolean,
  headers: Record<string, string> = {},
): Promise<unknown> {
  if (!mayAsk(new URL(address), allowLoopback)) throw new Error(`${address} is not an https:// address`);
  const signal = AbortSignal.timeout(PATIENCE_MILLISECONDS);
  const answer = await fetch(address, {
    headers: { accept: 'application/json', ...headers },
    redirect: 'error',
    signal,
  });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  return answer.json();
}
