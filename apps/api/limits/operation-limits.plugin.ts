import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server';
import type { Limits } from '#config';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { RequestContext } from '../graphql/request-context.ts';
import { measureOperation, type Measure } from './measured-operation.ts';

/** Seconds after which to try again what was given up. */
const TRY_AGAIN = '1';

/**
 * Refuses operations that ask for too much before they are executed, and says in every answer what the
 * operation costs: that follows from the query and its variables alone, never from what was found.
 */
export class OperationLimits implements ApolloServerPlugin<RequestContext> {
  private readonly limits: Limits;

  constructor(limits: Limits) {
    this.limits = limits;
  }

  async requestDidStart(): Promise<GraphQLRequestListener<RequestContext>> {
    const { limits } = this;
    let cost: { requested: number; limit: number } | null = null;
    return {
      didResolveOperation: async ({ schema, document, operation, request }) => {
        if (!operation) return;
        const measure = measureOperation(schema, document, operation, request.variables ?? {});
        cost = { requested: measure.cost, limit: limits.queryCost };
        const message = excess(measure, limits);
        if (message === null) return;
        const extensions = { code: 'QUERY_TOO_COMPLEX', http: { status: 400 } };
        throw new GraphQLError(message, { extensions });
      },
      willSendResponse: async ({ response }) => {
        if (response.body.kind !== 'single') return;
        const { singleResult } = response.body;
        // Who is not let in is told the same whether or not the token was valid a moment ago.
        if (cost && response.http.status !== 401)
          singleResult.extensions = { ...singleResult.extensions, cost };
        // With data, something was done, and HTTP has nothing to add to what is said of each field.
        if (hasData(singleResult) || !singleResult.errors?.some(mayPass)) return;
        delete singleResult.data;
        response.http.status = 503;
        response.http.headers.set('retry-after', TRY_AGAIN);
      },
    };
  }
}

function hasData({ data }: { data?: Record<string, unknown> | null }): boolean {
  return Object.values(data ?? {}).some((value) => value !== null);
}

/** Whether the same request may succeed in a moment. */
function mayPass({ extensions }: GraphQLFormattedError): boolean {
  return extensions?.code === 'TIMEOUT' || extensions?.code === 'UNAVAILABLE';
}

/** What the operation has too much of, in a sentence for its author; null when it has not. */
function excess({ cost, depth, aliases }: Measure, limits: Limits): string | null {
  if (depth > limits.queryDepth)
    return `The query is nested too deeply: at most ${limits.queryDepth} fields.`;
  if (aliases > limits.queryAliases) return `The query has too many aliases: at most ${limits.queryAliases}.`;
  if (cost <= limits.queryCost) return null;
  return `The query costs ${cost} points, and at most ${limits.queryCost} are allowed. Ask for less at a time.`;
}
