import { unwrapResolverError } from '@apollo/server/errors';
import { isDatabaseAway } from '#database';
import { BadInput, Forbidden, isTimeout, Refusal, Unauthenticated } from '#kernel';
import { EngineUnavailable } from '#search';
import {
  Catch,
  HttpException,
  Logger,
  ServiceUnavailableException,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { STATUS_CODES } from 'node:http';
import { scimBody } from '../scim/scim-error.ts';

const logger = new Logger('GraphQL');

/** PostgreSQL's class "data exception": a value cannot be what it is used as, which is the caller's doing. */
const DATA_EXCEPTION = /^22[0-9A-Z]{3}$/;

/** Codes under which Apollo refuses malformed requests; the contract has one word for them. */
const MALFORMED = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
  'BAD_USER_INPUT',
]);

/** What the limits say, and who may not do what: written for callers. */
const SPEAKING = new Set(['UNAUTHENTICATED', 'FORBIDDEN', 'QUERY_TOO_COMPLEX', 'TIMEOUT', 'UNAVAILABLE']);

const OUR_FAULT = 'Something went wrong on our side.';
const TOO_LONG = 'This took too long and was given up.';
const AWAY =
  'The service is not available at the moment: try again in a second. Look whether a change was made before you repeat it.';

/** A domain error as GraphQL sends it; undefined for an error that is not meant for callers. */
export function asGraphQLError(error: unknown): GraphQLError | undefined {
  const http = (status: number): { http: { status: number } } => ({ http: { status } });
  if (error instanceof BadInput) return withCode(error.message, 'BAD_USER_INPUT', http(400));
  if (error instanceof Unauthenticated) return withCode(error.message, 'UNAUTHENTICATED', http(401));
  if (error instanceof Forbidden) return withCode(error.message, 'FORBIDDEN', http(403));
  if (isTimeout(error)) return withCode(TOO_LONG, 'TIMEOUT', http(503));
  if (isAway(error)) return withCode(AWAY, 'UNAVAILABLE', http(503));
  if (error instanceof Refusal) return withCode(error.userErrors[0]?.message ?? 'Refused.', 'BAD_USER_INPUT');
  if (DATA_EXCEPTION.test((error as { code?: string } | null)?.code ?? '')) {
    return withCode('A value is not usable.', 'BAD_USER_INPUT');
  }
  return undefined;
}

/** What a request gets that is malformed before anything of it was understood; nothing of ours is in it. */
const NOT_UNDERSTOOD = 'This is not a GraphQL request: send JSON, with the content type application/json.';

/**
 * Errors on their way out. Those of resolvers pass as they are, without Nest logging every expected one;
 * those of plain HTTP become a status and a message, on the GraphQL endpoint in GraphQL's own shape.
 */
@Catch()
export class ErrorsFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): unknown {
    if (host.getType<string>() === 'graphql') return error;
    const http = host.switchToHttp();
    const status = statusOf(error);
    const spoken = spokenOf(error);
    if (status >= 500 && spoken !== TIMEOUT) log(error);
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    if (spoken) void reply.header('retry-after', '1');
    if (request.url.startsWith('/scim/')) {
      void reply
        .status(status)
        .type('application/scim+json')
        .send(JSON.stringify(scimBody(status)));
      return undefined;
    }
    // What is told of the process's health is written for whoever asks for it.
    const told = error instanceof ServiceUnavailableException && request.url.startsWith('/health/');
    void reply
      .status(status)
      .type('application/json')
      .send(told ? error.getResponse() : errorBody(request, status, spoken));
    return undefined;
  }
}

/** Of a server that is away, where an error was met in the code says nothing. */
function log(error: unknown): void {
  if (isAway(error)) logger.warn(`What is needed does not answer: ${(error as Error).message}`);
  else logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
}

/** A word and a sentence of an error that callers are told of. */
export interface SpokenError {
  code: string;
  message: string;
}

const TIMEOUT: SpokenError = { code: 'TIMEOUT', message: TOO_LONG };
const UNAVAILABLE: SpokenError = { code: 'UNAVAILABLE', message: AWAY };

/** What callers are told of an error that may have passed in a moment. */
function spokenOf(error: unknown): SpokenError | undefined {
  if (isTimeout(error)) return TIMEOUT;
  return isAway(error) ? UNAVAILABLE : undefined;
}

/** Whether what is needed for an answer, the database or every search engine, cannot be reached at present. */
function isAway(error: unknown): boolean {
  return error instanceof EngineUnavailable || isDatabaseAway(error);
}

/** The body of an answer with this status: in GraphQL's shape where GraphQL is spoken, and without anything of ours. */
export function errorBody({ url }: { url: string }, status: number, spoken?: SpokenError): object {
  if (/^\/graphql\b/.test(url)) {
    if (!spoken) return graphqlBody(status);
    const { message, code } = spoken;
    return { errors: [{ message, extensions: { code } }] };
  }
  return { statusCode: status, ...(spoken ?? { message: STATUS_CODES[status] }) };
}

function statusOf(error: unknown): number {
  if (spokenOf(error)) return 503;
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}

function graphqlBody(status: number): object {
  if (status >= 500)
    return { errors: [{ message: OUR_FAULT, extensions: { code: 'INTERNAL_SERVER_ERROR' } }] };
  const message = status === 413 ? 'The request is too large.' : NOT_UNDERSTOOD;
  return { errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] };
}

/** The last stop of every error: what is meant for callers goes out, everything else goes to the log. */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const { path, locations } = formatted;
  const place = { ...(path ? { path } : {}), ...(locations ? { locations } : {}) };
  const original = unwrapResolverError(error);
  const known = original instanceof GraphQLError ? undefined : asGraphQLError(original);
  const code = known ? known.extensions.code : formatted.extensions?.code;
  if (code === 'UNAVAILABLE') log(original);
  if (known) return { ...place, message: known.message, extensions: { code } };
  if (MALFORMED.has(String(code))) {
    return { ...place, message: malformedMessage(formatted), extensions: { code: 'BAD_USER_INPUT' } };
  }
  if (SPEAKING.has(String(code))) {
    return { ...place, message: formatted.message, extensions: { code } };
  }
  log(original);
  return {
    ...place,
    message: OUR_FAULT,
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  };
}

/** GraphQL's own words about the query; other words are about what runs it, which is nobody's business. */
function malformedMessage({ message, extensions }: GraphQLFormattedError): string {
  if (/call stack|more tha[nt] .* tokens/i.test(message))
    return 'The query is too long, or nested too deeply.';
  return extensions?.code === 'BAD_REQUEST' ? NOT_UNDERSTOOD : message;
}

function withCode(message: string, code: string, more: Record<string, unknown> = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...more } });
}
