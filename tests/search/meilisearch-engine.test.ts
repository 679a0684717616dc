import { MeilisearchEngine } from '../../libs/search/meilisearch/meilisearch-engine.ts';
import { describeEngine } from './engine-contract.ts';
import { hasServer, NOT_RUN, startServer, type MeilisearchServer } from './meilisearch/server.ts';

if (hasServer) {
  const server: MeilisearchServer = await startServer();
  afterAll(() => server.stop());
  describeEngine('meilisearch', () => new MeilisearchEngine({ ...server, prefix: `test-${process.pid}-` }));
} else {
  test.skip(`the contract of the engines, with Meilisearch, ${NOT_RUN}`, () => undefined);
}
