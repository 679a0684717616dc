import rateLimit from '@fastify/rate-limit';
import type { Limits } from '#config';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { addressOf, hasCredential, type Callers } from './callers.ts';
import { MinuteCounts } from './minute-counts.ts';
import { asksForHealth, refuse } from './refuse.ts';

const MINUTE = 60_000;
/** Callers whose requests of the present minute are kept in memory. */
const MOST_CALLERS = 20_000;

/** What one counter says of a request; null where the library says nothing. */
interface Count {
  max: number;
  remaining: number;
  /** Seconds until the counter begins anew. */
  reset: number;
  exceeded: boolean;
}

/**
 * Counts requests by the minute, in this process: those of a signed-in caller together, whichever tokens
 * bring them; all others by the address that they come from, those with a credential that is not known yet
 * apart from those without one. Who has sent too many invalid credentials from an address can send no
 * further unknown one from there; callers who are known already are not held up by that.
 *
 * With several processes each counts for itself. A store that they share (the library has one for Redis)
 * belongs into the registration below.
 */
export async function limitRates(app: FastifyInstance, limits: Limits, callers: Callers): Promise<void> {
  if (limits.requestsPerMinute === 0) return;
  await app.register(rateLimit, { global: false, cache: MOST_CALLERS, store: MinuteCounts });
  const passing = app.createRateLimit({
    timeWindow: MINUTE,
    keyGenerator: (request) => keyOf(request, callers),
    max: (request) => (hasCredential(request) ? limits.requestsPerMinute : limits.anonymousPerMinute),
  });
  const failing = app.createRateLimit({
    timeWindow: MINUTE,
    keyGenerator: (request) => `failed ${addressOf(request)}`,
    max: limits.failedSignInsPerMinute,
  });
  app.addHook('onRequest', async (request, reply) => {
    if (asksForHealth(request)) return undefined;
    if (hasCredential(request) && callers.userOf(request) === undefined) {
      const failed = countOf(await failing(request, { increment: false }));
      if (failed && failed.remaining === 0) return tooMany(request, reply, failed);
    }
    const count = countOf(await passing(request));
    if (!count) return undefined;
    say(reply, count);
    return count.exceeded ? tooMany(request, reply, count) : undefined;
  });
  app.addHook('onSend', (request, reply, _payload, done) => {
    if (reply.statusCode !== 401 || !hasCredential(request)) {
      done();
      return;
    }
    callers.forget(request);
    failing(request).then(() => done(), done);
  });
}

function keyOf(request: FastifyRequest, callers: Callers): string {
  const userId = callers.userOf(request);
  if (userId !== undefined) return `user ${userId}`;
  return `${hasCredential(request) ? 'unknown' : 'anonymous'} ${addressOf(request)}`;
}

type Answer = Awaited<ReturnType<ReturnType<FastifyInstance['createRateLimit']>>>;

function countOf(answer: Answer): Count | null {
  if (answer.isAllowed) return null;
  const { max, remaining, ttlInSeconds: reset, isExceeded: exceeded } = answer;
  return { max, remaining, reset, exceeded };
}

/** The headers of the IETF's draft "RateLimit header fields for HTTP": as up to its sixth version, and since its eighth. */
function say(reply: FastifyReply, { max, remaining, reset }: Count): void {
  void reply
    .header('ratelimit-limit', String(max))
    .header('ratelimit-remaining', String(remaining))
    .header('ratelimit-reset', String(reset))
    .header('ratelimit-policy', `"minute";q=${max};w=${MINUTE / 1000}`)
    .header('ratelimit', `"minute";r=${remaining};t=${reset}`);
}

function tooMany(request: FastifyRequest, reply: FastifyReply, { reset }: Count): FastifyReply {
  const message = `Too many requests: try again in ${reset} ${reset === 1 ? 'second' : 'seconds'}.`;
  return refuse(request, reply, {
    ...{ status: 429, code: 'RATE_LIMITED', message },
    retryAfter: Math.max(1, reset),
  });
}
