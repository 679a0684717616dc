import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/**
 * How many fields an operation amounts to when fragments are written out and what is asked of an interface
 * is counted once for every type that it may be; `most` + 1 as soon as it is known to be more than `most`.
 * The document must be valid: circles of fragments would be walked for ever.
 */
export function operationSize(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  most: number,
): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const one of document.definitions)
    if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one);
  let size = 0;
  const walk = (set: SelectionSetNode, type: GraphQLCompositeType, times: number): void => {
    for (const selection of set.selections) {
      if (size > most) return;
      if (selection.kind === Kind.FIELD) {
        size += times;
        const below = fieldType(type, selection.name.value);
        if (selection.selectionSet && below)
          walk(selection.selectionSet, below, times * typesOf(schema, below));
      } else {
        const fragment =
          selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
        const named = fragment?.typeCondition && schema.getType(fragment.typeCondition.name.value);
        if (fragment) walk(fragment.selectionSet, isCompositeType(named) ? named : type, times);
      }
    }
  };
  const root = schema.getRootType(operation.operation);
  if (root) walk(operation.selectionSet, root, 1);
  return Math.min(size, most + 1);
}

function fieldType(type: GraphQLCompositeType, name: string): GraphQLCompositeType | null {
  const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
  const named = field && getNamedType(field.type);
  return isCompositeType(named) ? named : null;
}

function typesOf(schema: GraphQLSchema, type: GraphQLCompositeType): number {
  return isAbstractType(type) ? schema.getPossibleTypes(type).length : 1;
}
