import {
  astFromValue,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isScalarType,
  isSpecifiedScalarType,
  print,
  type GraphQLArgument,
  type GraphQLEnumType,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';

type TypeWithFields = GraphQLObjectType | GraphQLInterfaceType;

/** How a schema falls short of the contract, in schema coordinates such as `Query.suggest`. */
export interface Comparison {
  /** What is not there at all. What is missing with its type or its interface is not listed again. */
  missing: string[];
  /** What is there but is not as agreed, with what is expected and what was found. */
  different: string[];
}

/** Compares a schema with the contract: it may add to it, as long as clients of the contract can do without. */
export function compareWithContract(contract: GraphQLSchema, schema: GraphQLSchema): Comparison {
  const found: Comparison = { missing: [], different: [] };
  for (const agreed of Object.values(contract.getTypeMap())) {
    if (isIntrospectionType(agreed) || isSpecifiedScalarType(agreed)) continue;
    const actual = schema.getType(agreed.name);
    if (actual) compareTypes(found, agreed, actual, contract);
    else found.missing.push(agreed.name);
  }
  return { missing: found.missing.sort(), different: found.different.sort() };
}

function compareTypes(
  found: Comparison,
  agreed: GraphQLNamedType,
  actual: GraphQLNamedType,
  contract: GraphQLSchema,
): void {
  if (isObjectType(agreed) && isObjectType(actual)) compareFields(found, agreed, actual, contract);
  else if (isInterfaceType(agreed) && isInterfaceType(actual)) compareFields(found, agreed, actual, contract);
  else if (isEnumType(agreed) && isEnumType(actual)) compareValues(found, agreed, actual);
  else if (isInputObjectType(agreed) && isInputObjectType(actual)) compareInputs(found, agreed, actual);
  else if (!(isScalarType(agreed) && isScalarType(actual))) {
    found.different.push(`${agreed.name}: is ${actual.constructor.name}, not ${agreed.constructor.name}`);
  }
}

function compareFields(
  found: Comparison,
  agreed: TypeWithFields,
  actual: TypeWithFields,
  contract: GraphQLSchema,
): void {
  const interfaces = new Set(actual.getInterfaces().map((one) => one.name));
  for (const { name } of agreed.getInterfaces()) {
    if (!interfaces.has(name)) found.different.push(`${agreed.name}: does not implement ${name}`);
  }
  for (const field of Object.values(agreed.getFields())) {
    const place = `${agreed.name}.${field.name}`;
    const own = actual.getFields()[field.name];
    if (!own) {
      const inherited = agreed.getInterfaces().some(({ name }) => isFieldOf(contract, name, field.name));
      if (!inherited) found.missing.push(place);
      continue;
    }
    compareText(found, place, String(field.type), String(own.type));
    for (const argument of field.args) {
      const argumentPlace = `${place}(${argument.name}:)`;
      const ownArgument = own.args.find((one) => one.name === argument.name);
      if (ownArgument) compareText(found, argumentPlace, inputText(argument), inputText(ownArgument));
      else found.missing.push(argumentPlace);
    }
    for (const extra of own.args) {
      const known = field.args.some((one) => one.name === extra.name);
      if (!known && isRequiredArgument(extra)) found.different.push(`${place}(${extra.name}:): is required`);
    }
  }
}

function isFieldOf(contract: GraphQLSchema, interfaceName: string, field: string): boolean {
  const type = contract.getType(interfaceName);
  return isInterfaceType(type) && field in type.getFields();
}

function compareInputs(
  found: Comparison,
  agreed: GraphQLInputObjectType,
  actual: GraphQLInputObjectType,
): void {
  compareText(found, `${agreed.name} @oneOf`, String(agreed.isOneOf), String(actual.isOneOf));
  for (const field of Object.values(agreed.getFields())) {
    const place = `${agreed.name}.${field.name}`;
    const own = actual.getFields()[field.name];
    if (own) compareText(found, place, inputText(field), inputText(own));
    else found.missing.push(place);
  }
  for (const extra of Object.values(actual.getFields())) {
    const known = extra.name in agreed.getFields();
    if (!known && isRequiredInputField(extra))
      found.different.push(`${agreed.name}.${extra.name}: is required`);
  }
}

function compareValues(found: Comparison, agreed: GraphQLEnumType, actual: GraphQLEnumType): void {
  for (const { name } of agreed.getValues()) {
    if (!actual.getValue(name)) found.missing.push(`${agreed.name}.${name}`);
  }
}

function compareText(found: Comparison, place: string, agreed: string, actual: string): void {
  if (actual !== agreed) found.different.push(`${place}: is ${actual}, not ${agreed}`);
}

/** Type and default of an argument or an input field, as the schema language writes them. */
function inputText({ type, defaultValue }: GraphQLArgument | GraphQLInputField): string {
  const value = defaultValue === undefined ? null : astFromValue(defaultValue, type);
  return value ? `${String(type)} = ${print(value)}` : String(type);
}
