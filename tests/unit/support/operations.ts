import {
  buildSchema,
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLInterfaceType,
  type GraphQLOutputType,
} from 'graphql';
import { schemaText } from '../../../apps/api/graphql/schema-text.ts';

const schema = buildSchema(schemaText());
/** How far below a root field everything is asked for. */
const DEPTH = 4;

type Kind = 'query' | 'mutation';

/** A root field of the schema, with a request that asks for all that it gives. */
export interface Operation {
  kind: Kind;
  name: string;
  arguments: Readonly<Record<string, GraphQLInputType>>;
  text: string;
}

export const MUTATIONS: readonly Operation[] = operations('mutation');
export const QUERIES: readonly Operation[] = operations('query');

/** The operation of this name. Throws when there is none. */
export function operation(name: string): Operation {
  const found = [...MUTATIONS, ...QUERIES].find((one) => one.name === name);
  if (!found) throw new Error(`the schema has no ${name}`);
  return found;
}

/** Where in an operation's variables a value of a scalar type can stand: `input.topics.0`, as a path. */
export interface Place {
  path: string[];
  scalar: string;
}

/** The places in these variables, by the types that the schema gives them. */
export function placesIn({ arguments: types }: Operation, variables: object): Place[] {
  return Object.entries(variables).flatMap(([name, value]) => placesBelow(types[name]!, value, [name]));
}

/** The variables with another value at this place. */
export function withValueAt(variables: object, [step, ...rest]: readonly string[], value: unknown): object {
  const copy: any = Array.isArray(variables) ? [...variables] : { ...variables };
  copy[step!] = rest.length === 0 ? value : withValueAt(copy[step!], rest, value);
  return copy;
}

function placesBelow(type: GraphQLInputType, value: unknown, path: string[]): Place[] {
  if (value === null || value === undefined) return [];
  if (isNonNullType(type)) return placesBelow(type.ofType, value, path);
  if (isListType(type)) {
    return (value as unknown[]).flatMap((item, index) =>
      placesBelow(type.ofType, item, [...path, String(index)]),
    );
  }
  if (isInputObjectType(type)) {
    const fields = type.getFields();
    return Object.entries(value).flatMap(([name, item]) =>
      placesBelow(fields[name]!.type, item, [...path, name]),
    );
  }
  return [{ path, scalar: type.name }];
}

function operations(kind: Kind): Operation[] {
  const root = kind === 'query' ? schema.getQueryType() : schema.getMutationType();
  return Object.values(root!.getFields()).map((field) => ({
    kind,
    name: field.name,
    arguments: Object.fromEntries(field.args.map((argument) => [argument.name, argument.type])),
    text: requestFor(kind, field, DEPTH),
  }));
}

/** The operation with what it gives only so far down. */
export function shallow({ kind, name }: Operation, depth: number): string {
  const root = kind === 'query' ? schema.getQueryType() : schema.getMutationType();
  return requestFor(kind, root!.getFields()[name]!, depth);
}

function requestFor(kind: Kind, { name, args, type }: GraphQLField<unknown, unknown>, depth: number): string {
  const declared = args.map((argument) => `$${argument.name}: ${String(argument.type)}`).join(', ');
  const passed = args.map((argument) => `${argument.name}: $${argument.name}`).join(', ');
  const list = (text: string): string => (text ? `(${text})` : '');
  return `${kind}${list(declared)} { ${name}${list(passed)} ${selection(type, depth)} }`;
}

/** Everything that can be asked for without arguments, so far down; below an interface no second one. */
function selection(type: GraphQLOutputType, depth: number, above: readonly string[] = []): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return '';
  if (!isInterfaceType(named) && !isObjectType(named))
    throw new Error(`${String(named)} cannot be asked for`);
  if (above.includes(named.name)) return '{ __typename }';
  const below = isInterfaceType(named) ? [...above, named.name] : above;
  const wanted = Object.values(named.getFields())
    .filter((field) => !field.args.some(isRequiredArgument))
    .filter((field) => depth > 0 || isLeafType(getNamedType(field.type)))
    .map((field) => `${field.name} ${selection(field.type, depth - 1, below)}`);
  return `{ __typename ${wanted.join(' ')} ${isInterfaceType(named) ? ownFields(named) : ''} }`;
}

/** What the types behind an interface have beside its fields, renamed so that they cannot be in each other's way. */
function ownFields(shared: GraphQLInterfaceType): string {
  const fragments = schema.getPossibleTypes(shared).map((type) => {
    const own = Object.values(type.getFields()).filter(
      ({ name, args }) => !(name in shared.getFields()) && !args.length,
    );
    const fields = own.map(
      ({ name, type: of }) => `${type.name}_${name}: ${name} ${selection(of, 0, [shared.name])}`,
    );
    return `... on ${type.name} { __typename ${fields.join(' ')} }`;
  });
  return fragments.join(' ');
}
