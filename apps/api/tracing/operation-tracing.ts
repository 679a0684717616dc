import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server';
import { Plugin } from '@nestjs/apollo';
import { annotate, type Attributes } from '#tracing';
import { Kind, type OperationDefinitionNode } from 'graphql';

const LONGEST_NAME = 64;

/** Tells of a GraphQL operation in its request's span: its name and the root fields, nothing that it is asked with. */
@Plugin()
export class OperationTracing implements ApolloServerPlugin {
  async requestDidStart(): Promise<GraphQLRequestListener<object>> {
    return {
      didResolveOperation: async ({ operation }) =>
        annotate(() => described(operation as OperationDefinitionNode)),
    };
  }
}

/** Fields by their own names: aliases are made up by callers. */
function described({ operation, name, selectionSet }: OperationDefinitionNode): {
  name: string;
  attributes: Attributes;
} {
  const fields = selectionSet.selections.flatMap((one) => (one.kind === Kind.FIELD ? [one.name.value] : []));
  const rootFields = [...new Set(fields)];
  return {
    name: `${operation} ${rootFields.join(' ')}`,
    attributes: {
      'graphql.operation.type': operation,
      'graphql.root_fields': rootFields,
      ...(name && { 'graphql.operation.name': name.value.slice(0, LONGEST_NAME) }),
    },
  };
}
