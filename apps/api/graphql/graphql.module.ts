import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { namedMembership } from '#access';
import { Settings } from '#config';
import { Authentication, IdentityModule } from '#identity';
import type { ApolloDriverConfig } from '@nestjs/apollo';
import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import type { FastifyRequest } from 'fastify';
import type { GraphQLScalarType } from 'graphql';
import { DateTimeResolver, LocalDateResolver } from 'graphql-scalars';
import { ownPagesSession } from '../auth/own-page.ts';
import { ApolloLog } from './apollo-log.ts';
import { CompiledDriver } from './execution/compiled-driver.ts';
import { Callers, CallersModule } from '../limits/callers.ts';
import { OperationLimits } from '../limits/operation-limits.plugin.ts';
import { asGraphQLError, formatError, ErrorsFilter } from './errors.ts';
import { Loaders, type RequestContext } from './request-context.ts';
import { PermissionGuard } from './require-permission.ts';
import { schemaText } from './schema-text.ts';

/** Longer queries are refused before they are understood; introspection takes a tenth of it. */
const MOST_TOKENS = 10_000;

/** The GraphQL endpoint: schema, scalars, who is asking, what becomes of errors. */
@Module({
  imports: [
    GraphQLModule.forRootAsync<ApolloDriverConfig>({
      driver: CompiledDriver,
      imports: [IdentityModule, CallersModule],
      inject: [Authentication, Settings, Callers],
      useFactory: (authentication: Authentication, settings: Settings, callers: Callers) => ({
        typeDefs: schemaText(),
        resolvers: { DateTime: behaviourOf(DateTimeResolver), Date: behaviourOf(LocalDateResolver) },
        inheritResolversFromInterfaces: true,
        graphiql: false,
        introspection: true,
        includeStacktraceInErrorResponses: false,
        plugins: [ApolloServerPluginCacheControlDisabled(), new OperationLimits(settings.limits)],
        parseOptions: { maxTokens: MOST_TOKENS },
        allowBatchedHttpRequests: false,
        csrfPrevention: true,
        logger: new ApolloLog(),
        formatError,
        context: (request: FastifyRequest) => requestContext(authentication, settings, callers, request),
      }),
    }),
  ],
  providers: [
    { provide: APP_GUARD, useClass: PermissionGuard },
    { provide: APP_FILTER, useClass: ErrorsFilter },
  ],
})
export class GraphqlModule {}

async function requestContext(
  authentication: Authentication,
  settings: Settings,
  callers: Callers,
  request: FastifyRequest,
): Promise<RequestContext> {
  try {
    const header = request.headers['x-institution'];
    const actingSlug = typeof header === 'string' && header !== '' ? header : null;
    const { authorization } = request.headers;
    const session = ownPagesSession(request, settings);
    const principal = await authentication.authenticate({ authorization, session, actingSlug });
    callers.remember(request, principal);
    if (actingSlug !== null) namedMembership(principal, actingSlug);
    return { principal, loaders: new Loaders() };
  } catch (error) {
    throw asGraphQLError(error) ?? error;
  }
}

/** What a scalar of graphql-scalars does, without its name and description: those are our schema's. */
function behaviourOf({ serialize, parseValue, parseLiteral }: GraphQLScalarType): Record<string, unknown> {
  return { __serialize: serialize, __parseValue: parseValue, __parseLiteral: parseLiteral };
}
