import { writeFileSync } from 'node:fs';
import { buildSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { schemaText } from '../dist/apps/api/graphql/schema-text.js';

// One file for clients and reviewers, in an order that only changes with the schema itself.
const schema = lexicographicSortSchema(buildSchema(schemaText()));
writeFileSync(new URL('../schema.graphql', import.meta.url), `${printSchema(schema)}\n`);
