import { unwrapResolverError } from '@apollo/server/errors';
import { BadInput, Forbidden, Refusal, Unauthenticated } from '#kernel';
import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';

const logger = new Logger('GraphQL');

/** What PostgreSQL says when a value cannot be what it is used as: the caller's fault, not ours. */
const UNUSABLE_VALUE = new Set(['22021', '22P02', '22P05', '22003', '22007', '22008', '54000']);

/** Codes under which Apollo refuses malformed requests; the contract has one word for them. */
const MALFORMED = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
  'BAD_USER_INPUT',
]);

/** A domain error as GraphQL sends it; undefined for an error that is not meant for callers. */
export function asGraphQLError(error: unknown): GraphQLError | undefined {
  const http = (status: number): { http: { status: number } } => ({ http: { status } });
  if (error instanceof BadInput) return withCode(error.message, 'BAD_USER_INPUT', http(400));
  if (error instanceof Unauthenticated) return withCode(error.message, 'UNAUTHENTICATED', http(401));
  if (error instanceof Forbidden) return withCode(error.message, 'FORBIDDEN', http(403));
  if (error instanceof Refusal) return withCode(error.userErrors[0]?.message ?? 'Refused.', 'BAD_USER_INPUT');
  if (UNUSABLE_VALUE.has((error as { code?: string } | null)?.code ?? '')) {
    return withCode('A value is not usable.', 'BAD_USER_INPUT');
  }
  return undefined;
}

/** Lets resolvers' errors through as they are, without Nest logging every expected one. */
@Catch()
export class PassThroughFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): unknown {
    if (host.getType<string>() !== 'graphql') throw error;
    return error;
  }
}

/** The last stop of every error: what is meant for callers goes out, everything else goes to the log. */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const { path, locations } = formatted;
  const place = { ...(path ? { path } : {}), ...(locations ? { locations } : {}) };
  const original = unwrapResolverError(error);
  const known = original instanceof GraphQLError ? undefined : asGraphQLError(original);
  const code = known ? known.extensions.code : formatted.extensions?.code;
  if (known) return { ...place, message: known.message, extensions: { code } };
  if (MALFORMED.has(String(code))) {
    return { ...place, message: formatted.message, extensions: { code: 'BAD_USER_INPUT' } };
  }
  if (code === 'UNAUTHENTICATED' || code === 'FORBIDDEN') {
    return { ...place, message: formatted.message, extensions: { code } };
  }
  logger.error(original instanceof Error ? (original.stack ?? original.message) : String(original));
  return {
    ...place,
    message: 'Something went wrong on our side.',
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  };
}

function withCode(message: string, code: string, more: Record<string, unknown> = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...more } });
}
