import { execute, getOperationAST, GraphQLError, OperationTypeNode } from 'graphql';
import type { DocumentNode, ExecutionResult, GraphQLSchema } from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';
import { currentDeadline, isTimeout } from '#kernel';
import { asGraphQLError } from '../errors.ts';
import type { RequestContext } from '../request-context.ts';
import { CompiledOperations } from './compiled-operations.ts';
import { presuming } from './presuming.ts';

/** What an executor is told of an operation. */
export interface Execution {
  document: DocumentNode;
  context: RequestContext;
  request: { operationName?: string | null | undefined; variables?: Record<string, unknown> | undefined };
}

export type Executor = (execution: Execution) => Promise<ExecutionResult>;

/** Executes operations of the schema: those that are not compiled, or not yet, by graphql-js. */
export function compilingExecutor(schema: GraphQLSchema): Executor {
  const operations = new CompiledOperations(schema);
  const executing: Executor = async ({ document, context, request: { operationName, variables } }) => {
    const interpreted = async (): Promise<ExecutionResult> =>
      execute({
        ...{ schema, document, contextValue: context },
        ...{ operationName, variableValues: variables },
      });
    const compiled = operations.find(document, operationName ?? '');
    if (!compiled) return interpreted();
    const definitions = getOperationAST(document, operationName)?.variableDefinitions ?? [];
    // Read by graphql-js first: it words what is wrong with them as Apollo expects it, and knows defaults of
    // required input fields, which the compiler does not. What our scalars have read they read again alike.
    const { errors, coerced } = getVariableValues(schema, definitions, variables ?? {}, { maxErrors: 50 });
    if (errors) return { errors };
    const result = await compiled.query(undefined, context, coerced);
    return result.errors ? { ...result, errors: result.errors.map(asGraphqlJs) } : result;
  };
  return (execution) => {
    const writes = isMutation(execution);
    const execute = (context: RequestContext): Promise<ExecutionResult> =>
      executing({ ...execution, context });
    return inTime(() => presuming(execution.context, writes, execute), writes);
  };
}

function isMutation({ document, request }: Execution): boolean {
  return getOperationAST(document, request.operationName)?.operation === OperationTypeNode.MUTATION;
}

/**
 * A read is answered when its time is over, whatever still goes on. A write is waited for: what it had not
 * committed fails by itself, and of what it had the caller must learn.
 */
async function inTime(executing: () => Promise<ExecutionResult>, writes: boolean): Promise<ExecutionResult> {
  const deadline = currentDeadline();
  if (!deadline) return executing();
  if (writes) {
    const { data, errors } = await executing();
    const isTooLate = !data && errors?.some(({ originalError }) => isTimeout(originalError));
    return isTooLate ? { errors } : { data, ...(errors ? { errors } : {}) };
  }
  try {
    return await deadline.race(executing());
  } catch (error) {
    if (!isTimeout(error)) throw error;
    return { errors: [asGraphQLError(error)!] };
  }
}

/** The compiler's errors look like those of graphql-js, but without a cause they carry no extensions. */
function asGraphqlJs({ message, path, locations, originalError, extensions }: GraphQLError): GraphQLError {
  const error = new GraphQLError(message, { path, originalError, extensions });
  return locations ? Object.assign(error, { locations }) : error;
}
