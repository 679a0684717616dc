import type { Settings } from '#config';
import '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

type CookieName = 'session' | 'attempt';

/**
 * With TLS the name begins with `__Host-`: browsers then take the cookie from this very host only, with
 * Secure and for the whole of it (RFC 6265bis, 4.1.3.2).
 */
function nameOf(name: CookieName, { publicUrl }: Settings): string {
  return `${isSecure(publicUrl) ? '__Host-' : ''}precedent_${name}`;
}

/** The cookie's value in a request, null without one. */
export function cookieOf(request: FastifyRequest, name: CookieName, settings: Settings): string | null {
  return request.cookies[nameOf(name, settings)] ?? null;
}

/**
 * Sets a cookie that scripts cannot read, and that no request from another site carries but a plain link:
 * `Lax` is needed for coming back from the issuer.
 */
export function setCookie(
  reply: FastifyReply,
  name: CookieName,
  value: string,
  maxAgeSeconds: number,
  settings: Settings,
): void {
  void reply.setCookie(nameOf(name, settings), value, {
    ...{ path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(settings.publicUrl) },
    maxAge: maxAgeSeconds,
  });
}

/** Makes the browser forget the cookie. */
export function clearCookie(reply: FastifyReply, name: CookieName, settings: Settings): void {
  setCookie(reply, name, '', 0, settings);
}

function isSecure(publicUrl: string): boolean {
  return publicUrl.startsWith('https:');
}
