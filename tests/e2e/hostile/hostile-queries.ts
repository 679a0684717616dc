import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';
import type { HostileValues } from './hostile-values.ts';

const DIRECTIVES = [
  '@skip(if: false)',
  '@include(if: true)',
  '@skip(if: $nothing)',
  '@nothing',
  '@include',
  '@skip(if: 1)',
];
const DEEPEST = 4;

/** A request body as far as it is understood. */
export interface HostileRequest {
  query: string;
  variables: Record<string, unknown>;
}

/** Requests for one root field: random selections under aliases, in fragments, with directives, right and wrong. */
export class HostileQueries {
  private readonly schema: GraphQLSchema;
  private readonly values: HostileValues;
  private fragments: string[] = [];
  private variables = new Map<string, { type: string; value: unknown }>();

  constructor(schema: GraphQLSchema, values: HostileValues) {
    this.schema = schema;
    this.values = values;
  }

  /** A request for this field; `plain` are values with which it is understood, which most arguments get. */
  request(
    kind: 'query' | 'mutation',
    field: GraphQLField<unknown, unknown>,
    plain: Readonly<Record<string, unknown>>,
  ): HostileRequest {
    this.fragments = [];
    this.variables = new Map();
    const { values } = this;
    const again = kind === 'query' && values.once(20) ? 1 + this.count(40) : 1;
    const calls = Array.from({ length: again }, (_, index) => this.field(field, DEEPEST, plain, index > 0));
    const declared = [...this.variables].map(([name, { type }]) => `$${name}: ${type}`);
    const head = declared.length > 0 ? `${kind} Hostile(${declared.join(', ')})` : kind;
    const query = [`${head} { ${calls.join(' ')} }`, ...this.fragments].join('\n');
    const variables = Object.fromEntries([...this.variables].map(([name, { value }]) => [name, value]));
    return { query: values.once(40) ? this.damaged(query) : query, variables };
  }

  private field(
    field: GraphQLField<unknown, unknown>,
    depth: number,
    plain: Readonly<Record<string, unknown>> | null,
    aliased = false,
  ): string {
    const { values } = this;
    const named = getNamedType(field.type);
    const alias = aliased || values.once(12) ? `a${this.count(5_000)}: ` : '';
    const directive = values.once(25) ? ` ${values.one(DIRECTIVES)}` : '';
    const below = isCompositeType(named) ? ` { ${this.selection(named, depth - 1)} }` : '';
    return `${alias}${field.name}${this.arguments(field, plain)}${directive}${values.once(200) ? ' { id }' : below}`;
  }

  private arguments(
    { args }: GraphQLField<unknown, unknown>,
    plain: Readonly<Record<string, unknown>> | null,
  ): string {
    const { values } = this;
    const passed = args.flatMap(({ name, type }) => {
      if (plain === null && !String(type).endsWith('!') && values.once(2)) return [];
      const ordinary = plain !== null && !values.once(3);
      const value = ordinary ? plain[name] : values.ofType(type);
      if (values.once(40)) return [];
      if (values.once(4)) return [`${name}: ${literal(value)}`];
      const variable = `v${this.variables.size}`;
      this.variables.set(variable, { type: values.once(60) ? 'String' : String(type), value });
      return [`${name}: $${variable}`];
    });
    if (values.once(150)) passed.push('nothing: 1');
    return passed.length > 0 ? `(${passed.join(', ')})` : '';
  }

  private selection(type: GraphQLCompositeType, depth: number): string {
    const { values } = this;
    const fields = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
    const possible = fields.filter((field) => depth > 0 || !isCompositeType(getNamedType(field.type)));
    const wanted = Array.from({ length: 1 + this.count(5) }, () => {
      if (possible.length === 0 || values.once(20)) return '__typename';
      if (values.once(150))
        return values.one(['nothing', '__schema { types { name } }', '__proto__', 'id { id }']);
      return this.field(values.one(possible), depth, null);
    });
    if (isAbstractType(type) && depth > 0 && values.once(2)) {
      const one = values.one(this.schema.getPossibleTypes(type));
      wanted.push(`... on ${one.name} { ${this.selection(one, depth - 1)} }`);
    }
    if (depth > 0 && values.once(12)) wanted.push(this.fragment(type, depth));
    return wanted.join(' ');
  }

  private fragment(type: GraphQLCompositeType, depth: number): string {
    const name = `F${this.fragments.length}`;
    const place = this.fragments.push('') - 1;
    const inside = this.values.once(30) ? `...${name}` : this.selection(type, depth - 1);
    this.fragments[place] =
      `fragment ${name} on ${this.values.once(60) ? 'Nothing' : type.name} { ${inside} }`;
    return `...${name}`;
  }

  /** The text with something cut out, put in or doubled. */
  private damaged(text: string): string {
    const at = this.count(text.length);
    const { values } = this;
    const inserted = values.one([
      '{',
      '}',
      '(',
      '"',
      '"""',
      '...',
      '$',
      '@',
      '#',
      '\0',
      '\ufeff',
      '[[[[',
      values.text(),
    ]);
    return text.slice(0, at) + (values.once(2) ? inserted : '') + text.slice(at + this.count(3));
  }

  private count(most: number): number {
    return this.values.one(
      Array.from({ length: Math.min(most, 60) + 1 }, (_, index) =>
        Math.floor((index * most) / Math.min(most || 1, 60)),
      ),
    );
  }
}

/** A value as it is written in a query. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([name, one]) => `${name}: ${literal(one)}`);
    return `{ ${entries.join(', ')} }`;
  }
  if (typeof value === 'string' && /^[A-Z][A-Z_]+$/.test(value)) return value;
  return value === undefined ? 'null' : (JSON.stringify(value) ?? 'null');
}
