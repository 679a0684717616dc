import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { Settings } from '#config';
import type { ApolloDriverConfig } from '@nestjs/apollo';
import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import type { FastifyRequest } from 'fastify';
import type { GraphQLScalarType } from 'graphql';
import { DateTimeResolver, LocalDateResolver } from 'graphql-scalars';
import { ownPagesSession } from '../auth/own-page.ts';
import { Senders, SendersModule } from '../auth/senders.ts';
import { ApolloLog } from './apollo-log.ts';
import { CompiledDriver } from './execution/compiled-driver.ts';
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
      imports: [SendersModule],
      inject: [Senders, Settings],
      useFactory: (senders: Senders, settings: Settings) => ({
        typeDefs: schemaText(),
        resolvers: { DateTime: momentAsText, Date: behaviourOf(LocalDateResolver) },
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
        context: (request: FastifyRequest) => requestContext(senders, settings, request),
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
  senders: Senders,
  settings: Settings,
  request: FastifyRequest,
): Promise<RequestContext> {
  try {
    const sender = await senders.presume(request, ownPagesSession(request, settings));
    return { ...sender, loaders: new Loaders() };
  } catch (error) {
    throw asGraphQLError(error) ?? error;
  }
}

/** As text: left to JSON, every Date is asked for it by a call of its own, which takes longer than the text. */
const momentAsText = {
  ...behaviourOf(DateTimeResolver),
  __serialize: (moment: unknown): string => DateTimeResolver.serialize(moment).toISOString(),
};

/** What a scalar of graphql-scalars does, without its name and description: those are our schema's. */
function behaviourOf({ serialize, parseValue, parseLiteral }: GraphQLScalarType): Record<string, unknown> {
  return { __serialize: serialize, __parseValue: parseValue, __parseLiteral: parseLiteral };
}
