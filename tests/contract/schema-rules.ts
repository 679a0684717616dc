import {
  getNamedType,
  getNullableType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isListType,
  isObjectType,
  isSpecifiedScalarType,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';

type TypeWithFields = GraphQLObjectType | GraphQLInterfaceType;

/** The types, fields and input fields that do not say what they are. */
export function undescribed(schema: GraphQLSchema): string[] {
  return ownTypes(schema).flatMap((type) => {
    const hasFields = hasOutputFields(type) || isInputObjectType(type);
    const fields = hasFields ? Object.values(type.getFields()) : [];
    const places = fields.filter((field) => !field.description).map((field) => `${type.name}.${field.name}`);
    return type.description ? places : [type.name, ...places];
  });
}

/** The fields that list things with an id, and so may grow, without being a connection. */
export function plainLists(schema: GraphQLSchema): string[] {
  return fieldsOf(schema)
    .filter(({ field }) => isListType(getNullableType(field.type)) && isEntity(getNamedType(field.type)))
    .map(({ place }) => place);
}

/** What is called a connection and cannot be paged like one. */
export function malformedConnections(schema: GraphQLSchema): string[] {
  const fields = fieldsOf(schema).filter(({ field }) => isConnection(getNamedType(field.type)));
  const unpaged = fields.filter(({ field }) => argumentText(field) !== 'after: String, first: Int');
  const types = ownTypes(schema).filter((type) => isObjectType(type) && isConnection(type));
  const misshapen = types.filter((type) => !isWellShaped(type as GraphQLObjectType, schema));
  return [...unpaged.map(({ place }) => place), ...misshapen.map((type) => type.name)];
}

function isWellShaped(connection: GraphQLObjectType, schema: GraphQLSchema): boolean {
  const edgeName = connection.name.replace(/Connection$/, 'Edge');
  const edge = schema.getType(edgeName);
  const { edges, pageInfo } = connection.getFields();
  if (String(edges?.type) !== `[${edgeName}!]!` || String(pageInfo?.type) !== 'PageInfo!') return false;
  if (!isObjectType(edge)) return false;
  const { cursor, node } = edge.getFields();
  return String(cursor?.type) === 'String!' && String(node?.type).endsWith('!');
}

function argumentText(field: GraphQLField<unknown, unknown>): string {
  const paging = field.args.filter(({ name }) => name === 'after' || name === 'first');
  return paging
    .map(({ name, type }) => `${name}: ${String(type)}`)
    .sort()
    .join(', ');
}

function isConnection(type: GraphQLNamedType): boolean {
  return type.name.endsWith('Connection');
}

function isEntity(type: GraphQLNamedType): boolean {
  return hasOutputFields(type) && 'id' in type.getFields();
}

function fieldsOf(schema: GraphQLSchema): { place: string; field: GraphQLField<unknown, unknown> }[] {
  return ownTypes(schema)
    .filter(hasOutputFields)
    .flatMap((type) =>
      Object.values(type.getFields()).map((field) => ({ place: `${type.name}.${field.name}`, field })),
    );
}

function hasOutputFields(type: GraphQLNamedType): type is TypeWithFields {
  return isObjectType(type) || isInterfaceType(type);
}

function ownTypes(schema: GraphQLSchema): GraphQLNamedType[] {
  return Object.values(schema.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  );
}
