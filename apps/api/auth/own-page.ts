import type { Settings } from '#config';
import type { FastifyRequest } from 'fastify';
import { cookieOf } from './cookies.ts';

/** Pages of other origins cannot send it without asking first, and they are refused (CORS without credentials). */
const HEADER = 'x-precedent-session';

/**
 * The secret of a browser's session, if the request is our own page's; null for every other, which is then
 * as one without a cookie. The cookie alone says nothing: browsers send it with what other pages make them do.
 */
export function ownPagesSession(request: FastifyRequest, settings: Settings): string | null {
  if (request.headers[HEADER] !== '1' || !isFromHere(request, settings)) return null;
  return cookieOf(request, 'session', settings);
}

/**
 * Whether nothing in the request says that a page of another origin has made it. Where the browser says how
 * the two origins relate, that counts: without a referrer, a form's own Origin is `null`.
 */
export function isFromHere({ headers }: FastifyRequest, { publicUrl }: Settings): boolean {
  const { origin } = headers;
  const site = headers['sec-fetch-site'];
  const isOurs = origin === undefined || origin === new URL(publicUrl).origin;
  return site === undefined ? isOurs : site === 'same-origin' && (isOurs || origin === 'null');
}
