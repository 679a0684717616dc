import { buildSchema } from 'graphql';
import { compareWithContract, type Comparison } from './compare.ts';

const CONTRACT = `
  interface Node { id: ID! notes(first: Int = 20, after: String): [String!]! }
  type Book implements Node { id: ID! notes(first: Int = 20, after: String): [String!]! title: String }
  enum Order { NEWEST OLDEST }
  input Filter { words: [String!] = [] order: Order = NEWEST }
  type Query { book(id: ID!, filter: Filter): Book }
`;

function compare(...changes: readonly (readonly [from: string, to: string])[]): Comparison {
  const changed = changes.reduce((text, [from, to]) => text.replaceAll(from, to), CONTRACT);
  return compareWithContract(buildSchema(CONTRACT), buildSchema(changed));
}

it.each<[what: string, from: string, to: string]>([
  ['nothing changed', '', ''],
  ['one more field', 'title: String', 'title: String subtitle: String'],
  ['one more argument that may be left out', 'filter: Filter', 'filter: Filter, limit: Int! = 1'],
  ['one more input field that may be left out', 'words:', 'topic: String words:'],
  ['one more value', 'OLDEST', 'OLDEST TITLE'],
])('is content with %s', (_what, from, to) => {
  expect(compare([from, to])).toEqual({ missing: [], different: [] });
});

it.each<[from: string, to: string, missing: string[]]>([
  ['title: String', '', ['Book.title']],
  ['notes(first: Int = 20, after: String): [String!]!', '', ['Node.notes']],
  ['first: Int = 20, ', '', ['Book.notes(first:)', 'Node.notes(first:)']],
  ['OLDEST', '', ['Order.OLDEST']],
  ['words: [String!] = []', '', ['Filter.words']],
  ['Order', 'Sequence', ['Order']],
])('misses %s', (from, to, missing) => {
  expect(compare([from, to]).missing).toEqual(missing);
});

it.each<[from: string, to: string, different: string]>([
  ['title: String', 'title: String!', 'Book.title: is String!, not String'],
  ['first: Int = 20', 'first: Int = 10', 'Book.notes(first:): is Int = 10, not Int = 20'],
  ['(id: ID!,', '(id: ID,', 'Query.book(id:): is ID, not ID!'],
  ['filter: Filter', 'filter: Filter, limit: Int!', 'Query.book(limit:): is required'],
  ['words: [String!]', 'words: [String]', 'Filter.words: is [String] = [], not [String!] = []'],
  ['order: Order = NEWEST', 'order: Order', 'Filter.order: is Order, not Order = NEWEST'],
  ['words:', 'topic: String! words:', 'Filter.topic: is required'],
  ['Filter {', 'Filter @oneOf {', 'Filter @oneOf: is true, not false'],
  ['Book implements Node', 'Book', 'Book: does not implement Node'],
  ['enum Order { NEWEST OLDEST }', 'scalar Order', 'Order: is GraphQLScalarType, not GraphQLEnumType'],
])('sees that %s has become %s', (from, to, different) => {
  expect(compare([from, to]).different).toContain(different);
});
