import type { FastifyReply, FastifyRequest } from 'fastify';
import { errorBody, type SpokenError } from '../graphql/errors.ts';

/** Why a request is turned away before anything is done for it. */
export interface TurnedAway extends SpokenError {
  status: 400 | 414 | 429 | 503;
  /** Seconds after which trying again may help. */
  retryAfter?: number;
}

/** Answers a request with why it is turned away. */
export function refuse(request: FastifyRequest, reply: FastifyReply, why: TurnedAway): FastifyReply {
  const { status, code, message, retryAfter } = why;
  if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
  return reply
    .code(status)
    .type('application/json')
    .header('cache-control', 'no-store')
    .send(errorBody(request, status, { code, message }));
}

/** Whether the request asks how the process is: that is answered however much there is to do. */
export function asksForHealth({ url }: FastifyRequest): boolean {
  return /^\/health(\/|$|\?)/.test(url);
}
