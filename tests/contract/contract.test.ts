import { buildSchema, lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';
import { readFileSync } from 'node:fs';
import { compareWithContract } from './compare.ts';
import { malformedConnections, plainLists, undescribed } from './schema-rules.ts';
import { servedSchema } from './served-schema.ts';

const contract = buildSchema(read('../../docs/contract.graphql'));
let schema: GraphQLSchema;

beforeAll(async () => {
  schema = await servedSchema();
});

it('serves what schema.graphql says (`npm run generate` writes it anew)', () => {
  expect(`${printSchema(lexicographicSortSchema(schema))}\n`).toBe(read('../../schema.graphql'));
});

it('keeps the contract in everything that is there', () => {
  expect(compareWithContract(contract, schema).different).toEqual([]);
});

it('has all of the contract but what to-come.json lists, and nothing that it lists', () => {
  const toCome = JSON.parse(read('./to-come.json')) as string[];
  expect(compareWithContract(contract, schema).missing).toEqual(toCome.sort());
});

it('describes every type, field and input field', () => {
  expect(undescribed(schema)).toEqual([]);
});

describe('a list that can grow', () => {
  /** Beside the plain lists of the contract: what one person has made, and a best few with a page elsewhere. */
  const SHORT = [
    ...[
      'Query.apiTokens',
      'Query.decisionReasons',
      'Query.decisionsTouched',
      'Query.feedTokens',
      'Query.scimTokens',
      'Query.serviceAccounts',
      'Query.webhooks',
    ],
    'SearchConnection.stubs',
    'ServiceAccount.tokens',
  ];

  it('is a connection', () => {
    const agreed = new Set(plainLists(contract));
    const own = plainLists(schema).filter((place) => !agreed.has(place));
    expect(own.sort()).toEqual(SHORT);
  });

  it('is paged by first and after, and has edges and pageInfo', () => {
    expect(malformedConnections(schema)).toEqual([]);
  });
});

function read(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}
