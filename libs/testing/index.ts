export { createTestDatabase, type TestDatabase } from './test-database.ts';
export { GraphqlClient, type GraphqlAnswer } from './graphql-client.ts';
export { TestClock } from './test-clock.ts';
