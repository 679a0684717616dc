import type { ApolloServerPlugin, GraphQLRequestContext, GraphQLRequestListener } from '@apollo/server';
import { Plugin } from '@nestjs/apollo';
import { Kind, OperationTypeNode, type OperationDefinitionNode } from 'graphql';
import { Metrics } from './metrics.ts';

/** What a caller was denied: not signed in, not allowed, or not there for them. */
const DENIALS = new Set(['UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND', 'RATE_LIMITED', 'QUERY_TOO_COMPLEX']);

type Request = GraphQLRequestContext<object>;

/** Counts and times GraphQL operations. */
@Plugin()
export class OperationMetrics implements ApolloServerPlugin {
  private readonly metrics: Metrics;

  constructor(metrics: Metrics) {
    this.metrics = metrics;
  }

  async requestDidStart(): Promise<GraphQLRequestListener<object>> {
    const stop = this.metrics.operationSeconds.startTimer();
    return {
      willSendResponse: async (request) => {
        const operation = nameOf(request.operation);
        const codes = codesIn(request);
        stop({ operation });
        this.metrics.operations.inc({ operation, outcome: codes.length > 0 ? 'refused' : 'done' });
        for (const code of codes) if (DENIALS.has(code)) this.metrics.denials.inc({ code });
      },
    };
  }
}

/** The root field, if there is one only; operation names are made up by callers, and would be without end. */
function nameOf(operation: OperationDefinitionNode | undefined): string {
  const [first, second] = operation?.selectionSet.selections ?? [];
  if (!first) return 'malformed';
  return second || first.kind !== Kind.FIELD ? 'several' : first.name.value;
}

/** Codes of errors, and of the expected failures of mutations. */
function codesIn({ operation, response: { body } }: Request): string[] {
  if (body?.kind !== 'single') return [];
  const { errors, data } = body.singleResult;
  const codes = (errors ?? []).map(({ extensions }) => String(extensions?.code));
  if (operation?.operation !== OperationTypeNode.MUTATION) return codes;
  const payloads = Object.values(data ?? {}) as ({ userErrors?: { code: string }[] } | null)[];
  return [...codes, ...payloads.flatMap((payload) => payload?.userErrors ?? []).map(({ code }) => code)];
}
