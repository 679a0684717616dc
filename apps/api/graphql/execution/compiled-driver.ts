import { HeaderMap, type ApolloServerPlugin, type GraphQLRequestListener } from '@apollo/server';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Injectable } from '@nestjs/common';
import type { ExecutionResult, GraphQLSchema } from 'graphql';
import type { RequestContext } from '../request-context.ts';
import { compilingExecutor, type Execution, type Executor } from './executor.ts';

/**
 * Apollo with an executor that compiles: an operation that comes again becomes a function, which takes a
 * third of the time that graphql-js needs to walk it. See docs/decisions/0013-compiled-executor.md.
 */
@Injectable()
export class CompiledDriver extends ApolloDriver {
  override async start({ schema, plugins, ...options }: ApolloDriverConfig): Promise<void> {
    const answers = new Answers(compilingExecutor(schema!));
    await super.start({
      ...options,
      plugins: [...(plugins ?? []), answers],
      gateway: gatewayOf(schema!, answers),
    } as ApolloDriverConfig);
  }
}

/**
 * Executes before Apollo would, and answers at once when nothing went wrong. Otherwise Apollo hears of it as
 * from a "gateway", the only executor that it takes besides its own, and words the errors. Not always so:
 * what it makes for a gateway (accessors to the answer) outlives the request until the next full collection
 * of garbage, and all that the request held with it.
 */
class Answers implements ApolloServerPlugin<RequestContext> {
  private readonly execute: Executor;
  private readonly others = new WeakMap<RequestContext, Promise<ExecutionResult>>();

  constructor(execute: Executor) {
    this.execute = execute;
  }

  async requestDidStart(): Promise<GraphQLRequestListener<RequestContext>> {
    return {
      responseForOperation: async ({ document, contextValue, request }) => {
        const executing = this.execute({ document, context: contextValue, request });
        const result = await executing.catch(() => null);
        if (result && !result.errors)
          return { http: NOTHING, body: { kind: 'single', singleResult: result } };
        this.others.set(contextValue, executing);
        return null;
      },
    };
  }

  /** What became of the operation that was not answered. */
  otherwise(context: RequestContext): Promise<ExecutionResult> {
    return this.others.get(context)!;
  }
}

/** HTTP has nothing to add to an answer without errors. */
const NOTHING = { headers: new HeaderMap() };

function gatewayOf(schema: GraphQLSchema, answers: Answers): object {
  return {
    onSchemaLoadOrUpdate(loaded: (context: { apiSchema: GraphQLSchema; coreSupergraphSdl: string }) => void) {
      loaded({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => undefined;
    },
    load: async () => ({ executor: ({ context }: Execution) => answers.otherwise(context) }),
    stop: async () => undefined,
  };
}
