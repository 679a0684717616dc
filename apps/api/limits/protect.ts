import type { Settings, TrustedProxies } from '#config';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { ServerOptions } from 'node:http';
import { errorBody } from '../graphql/errors.ts';
import { Callers } from './callers.ts';
import { ClosingTime } from './closing-time.ts';
import { limitRates } from './rate-limits.ts';
import { refuse, type TurnedAway } from './refuse.ts';
import { boundWork } from './request-slots.ts';
import { secureHeaders } from './security-headers.ts';

/** A body of 500,000 characters outside the Latin alphabet, JSON around it, and room to spare. */
const BODY_LIMIT_BYTES = 4 * 1024 * 1024;
/** A query by GET fits; whatever is longer belongs into a body. */
const LONGEST_URL = 8_192;
/** Milliseconds for the headers of a request, and for all of it. */
const HEADERS_TIMEOUT = 10_000;
const REQUEST_TIMEOUT = 30_000;
/** How often the two are looked after. */
const CHECKING_INTERVAL = 5_000;
/** Milliseconds of silence beside what a request may take. */
const SILENCE = 60_000;

/** What the HTTP server is made with, so that slow or long requests do not hold it up. */
export function serverOptions({ limits, trustedProxies }: Settings): FastifyServerOptions {
  const http: ServerOptions = {
    headersTimeout: HEADERS_TIMEOUT,
    connectionsCheckingInterval: CHECKING_INTERVAL,
  };
  return {
    bodyLimit: BODY_LIMIT_BYTES,
    genReqId: () => randomUUID(),
    requestTimeout: REQUEST_TIMEOUT,
    connectionTimeout: limits.requestMilliseconds + SILENCE,
    trustProxy: trustOf(trustedProxies),
    ...{ http },
    frameworkErrors: (error, request, reply) => {
      const status = error.statusCode ?? 400;
      void (reply as FastifyReply).code(status).type('application/json').send(errorBody(request, status));
    },
  };
}

/** A number means: so many hops before us, counted from the nearest. */
function trustOf(proxies: TrustedProxies): FastifyServerOptions['trustProxy'] {
  return typeof proxies === 'number' ? (_address: string, hop: number) => hop < proxies : proxies;
}

/** Puts everything that protects the service in front of it, in the order in which it is asked. */
export async function protect(app: NestFastifyApplication, settings: Settings): Promise<void> {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  secureHeaders(fastify, settings.publicUrl);
  fastify.addHook('onRequest', (request, reply, done) => {
    const why = malformed(request);
    if (why) void refuse(request, reply, why);
    else done();
  });
  await limitRates(fastify, settings.limits, app.get(Callers));
  boundWork(fastify, settings.limits, app.get(ClosingTime));
}

/** What is wrong with the address that is asked for, before GraphQL's HTTP layer makes a URL of it. */
function malformed({ url, protocol, hostname }: FastifyRequest): TurnedAway | null {
  if (url.length > LONGEST_URL)
    return { status: 414, code: 'BAD_USER_INPUT', message: 'The address is too long.' };
  // HTTP/1.0 allows requests without a host; none is needed where no URL is made.
  if (!hostname && !/^\/graphql\b/.test(url)) return null;
  if (URL.canParse(url, `${protocol}://${hostname}/`)) return null;
  return { status: 400, code: 'BAD_USER_INPUT', message: 'The address, or the host, is not usable.' };
}
