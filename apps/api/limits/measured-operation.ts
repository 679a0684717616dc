import { MOST_ROWS } from '#kernel';
import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { FIELD_COSTS, INTROSPECTION_ALIAS, ROOT_COST, USUAL_LENGTH, WRITE_COST } from './field-costs.ts';

/** What an operation asks for, before anything of it is executed. */
export interface Measure {
  /** Points by the formula in docs/guide.md. */
  cost: number;
  /** Fields in each other; introspection does not count, GraphQL itself limits it. */
  depth: number;
  /** Fields under another name, with fragments written out. */
  aliases: number;
}

/** Numbers stop here, far above any limit and far below where they would lose precision. */
const MOST = 1e9;
/** Selections and fragments in each other: deeper ones are not walked to their end. */
const DEEPEST = 200;
const TOO_DEEP: Measure = { cost: MOST, depth: MOST, aliases: MOST };

/**
 * What a list is multiplied by: `usual` where nothing is known; `once` directly below a field whose `first`
 * has been counted; `introspection`, where the lists are those of our schema, however long.
 */
type Lists = 'usual' | 'once' | 'introspection';

interface Operation {
  schema: GraphQLSchema;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  variables: Readonly<Record<string, unknown>>;
  defaults: ReadonlyMap<string, ValueNode>;
  /** Every fragment is measured once for each way in which lists count, however often it is spread. */
  measured: Map<string, Measure>;
  /** Whether a variable has been asked for, so that the measure is another one with other variables. */
  varies: boolean;
}

/** Measures that hold whatever the variables are. Apollo keeps documents, so that an operation comes again. */
const KNOWN_MEASURES = new WeakMap<OperationDefinitionNode, Measure>();

/**
 * Measures an operation of a valid document. Takes time in proportion to the document's length: fragments
 * that multiply each other are multiplied as numbers. A value that is not usable counts as the argument's
 * default: execution refuses it.
 */
export function measureOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Measure {
  const known = KNOWN_MEASURES.get(operation);
  if (known) return known;
  const root = schema.getRootType(operation.operation);
  if (!root) return TOO_DEEP;
  const fragments = document.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION);
  const defaults = (operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
    defaultValue ? [[variable.name.value, defaultValue] as const] : [],
  );
  const walk = {
    ...{ schema, variables, defaults: new Map<string, ValueNode>(defaults) },
    fragments: new Map(fragments.map((fragment) => [fragment.name.value, fragment])),
    measured: new Map<string, Measure>(),
    varies: false,
  };
  const measure = measureSet(walk, operation.selectionSet, root, 'usual', 0);
  if (!walk.varies) KNOWN_MEASURES.set(operation, measure);
  return measure;
}

function measureSet(
  walk: Operation,
  set: SelectionSetNode,
  type: GraphQLCompositeType,
  lists: Lists,
  level: number,
): Measure {
  if (level > DEEPEST) return TOO_DEEP;
  const sum = { cost: 0, depth: 0, aliases: 0 };
  for (const selection of set.selections) {
    if (isLeftOut(walk, selection.directives)) continue;
    const one =
      selection.kind === Kind.FIELD
        ? measureField(walk, selection, type, lists, level)
        : selection.kind === Kind.INLINE_FRAGMENT
          ? measureFragment(walk, selection, type, lists, level)
          : measureSpread(walk, selection.name.value, type, lists, level);
    sum.cost = Math.min(MOST, sum.cost + one.cost);
    sum.depth = Math.max(sum.depth, one.depth);
    sum.aliases = Math.min(MOST, sum.aliases + one.aliases);
  }
  return sum;
}

function measureSpread(
  walk: Operation,
  name: string,
  type: GraphQLCompositeType,
  lists: Lists,
  level: number,
): Measure {
  const key = `${lists} ${name}`;
  const known = walk.measured.get(key);
  if (known) return known;
  const fragment = walk.fragments.get(name);
  const measure = fragment ? measureFragment(walk, fragment, type, lists, level) : TOO_DEEP;
  walk.measured.set(key, measure);
  return measure;
}

function measureFragment(
  walk: Operation,
  {
    typeCondition,
    selectionSet,
  }: { typeCondition?: { name: { value: string } }; selectionSet: SelectionSetNode },
  type: GraphQLCompositeType,
  lists: Lists,
  level: number,
): Measure {
  const named = typeCondition && walk.schema.getType(typeCondition.name.value);
  return measureSet(walk, selectionSet, isCompositeType(named) ? named : type, lists, level + 1);
}

function measureField(
  walk: Operation,
  node: FieldNode,
  parent: GraphQLCompositeType,
  lists: Lists,
  level: number,
): Measure {
  const field = knownField(walk.schema, parent, node.name.value);
  if (!field) return TOO_DEEP;
  const introspecting = lists === 'introspection' || field.beginsIntrospection;
  const aliased = node.alias && node.alias.value !== node.name.value ? 1 : 0;
  const own = field.cost + aliased * (introspecting ? INTROSPECTION_ALIAS : 0);
  if (!node.selectionSet || !field.below) {
    return { cost: own + aliased, depth: introspecting ? 0 : 1, aliases: aliased };
  }
  const first = firstOf(walk, node, field);
  const below = introspecting ? 'introspection' : first !== null && !field.isList ? 'once' : 'usual';
  const rows = first ?? (lists === 'usual' && !introspecting && field.isList ? USUAL_LENGTH : 1);
  const { cost, depth, aliases } = measureSet(walk, node.selectionSet, field.below, below, level + 1);
  return {
    cost: Math.min(MOST, own + rows * (1 + cost)),
    depth: introspecting ? 0 : depth + 1,
    aliases: Math.min(MOST, aliased + aliases),
  };
}

/** What the measure of a field depends on, whoever asks for it. */
interface KnownField {
  cost: number;
  isList: boolean;
  /** What is selected from; null for a leaf. */
  below: GraphQLCompositeType | null;
  beginsIntrospection: boolean;
  /** The argument `first`, if the field has one, and what it is when it is left out. */
  first: { default: unknown } | null;
}

/** By the type that has them: the schema does not change, and every operation asks for them. */
const KNOWN_FIELDS = new WeakMap<GraphQLCompositeType, Map<string, KnownField>>();

function knownField(schema: GraphQLSchema, parent: GraphQLCompositeType, name: string): KnownField | null {
  const known = KNOWN_FIELDS.get(parent) ?? new Map<string, KnownField>();
  KNOWN_FIELDS.set(parent, known);
  const found = known.get(name);
  if (found) return found;
  const field = fieldOf(schema, parent, name);
  if (!field) return null;
  const below = getNamedType(field.type);
  const first = field.args.find((argument) => argument.name === 'first');
  const facts: KnownField = {
    cost: ownCost(schema, parent, field),
    isList: isList(field.type),
    below: isCompositeType(below) ? below : null,
    beginsIntrospection: field === SchemaMetaFieldDef || field === TypeMetaFieldDef,
    first: first ? { default: first.defaultValue } : null,
  };
  known.set(name, facts);
  return facts;
}

function fieldOf(
  schema: GraphQLSchema,
  parent: GraphQLCompositeType,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
  if (parent === schema.getQueryType()) {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  }
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
}

function ownCost(
  schema: GraphQLSchema,
  parent: GraphQLCompositeType,
  { name }: GraphQLField<unknown, unknown>,
): number {
  const owners =
    isObjectType(parent) || isInterfaceType(parent) ? [parent, ...parent.getInterfaces()] : [parent];
  for (const owner of owners) {
    const cost = FIELD_COSTS[`${owner.name}.${name}`];
    if (cost !== undefined) return cost;
  }
  if (name.startsWith('__')) return 0;
  if (parent === schema.getMutationType()) return WRITE_COST;
  return parent === schema.getQueryType() ? ROOT_COST : 0;
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}

/** How many rows the field is asked for, at most as many as there may be; null when it has no such argument. */
function firstOf(walk: Operation, node: FieldNode, { first }: KnownField): number | null {
  if (!first) return null;
  const given = node.arguments?.find(({ name }) => name.value === 'first');
  const asked = given ? valueOf(walk, given.value) : undefined;
  const rows = typeof asked === 'number' ? asked : first.default;
  return typeof rows === 'number' ? Math.min(MOST_ROWS, Math.max(0, rows)) : MOST_ROWS;
}

function isLeftOut(walk: Operation, directives: readonly DirectiveNode[] | undefined): boolean {
  return (directives ?? []).some(({ name, arguments: given }) => {
    const condition = given?.find((argument) => argument.name.value === 'if');
    if (!condition) return false;
    const value = valueOf(walk, condition.value);
    return (name.value === 'skip' && value === true) || (name.value === 'include' && value === false);
  });
}

/** A number or a boolean, as it is written or as a variable brings it; undefined for everything else. */
function valueOf(walk: Operation, node: ValueNode): unknown {
  if (node.kind === Kind.INT) return Number(node.value);
  if (node.kind === Kind.BOOLEAN) return node.value;
  if (node.kind !== Kind.VARIABLE) return undefined;
  walk.varies = true;
  const name = node.name.value;
  if (Object.hasOwn(walk.variables, name)) return walk.variables[name];
  const ordinary = walk.defaults.get(name);
  return ordinary && valueOf(walk, ordinary);
}
