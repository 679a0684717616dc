import { createHash } from 'node:crypto';
import { shortIdOf } from '../../libs/search/meilisearch/fact-values.ts';
import { MeilisearchEngine } from '../../libs/search/meilisearch/meilisearch-engine.ts';
import { anything } from './contract/bench.ts';
import { describeEngine } from './engine-contract.ts';
import { indexedDocument } from './indexed-document.ts';
import { hasServer, NOT_RUN, startServer, type MeilisearchServer } from './meilisearch/server.ts';

if (hasServer) {
  const server: MeilisearchServer = await startServer();
  afterAll(() => server.stop());
  const makeEngine = (prefix: string) => new MeilisearchEngine({ ...server, prefix });
  describeEngine('meilisearch', () => makeEngine(`test-${process.pid}-`));

  test('ids that are written in the same short way do not stand for each other', async () => {
    const engine = makeEngine(`test-${process.pid}-short-`);
    await engine.open();
    const [one, other] = alike();
    await engine.upsert([
      indexedDocument({ id: one, title: 'Export licence', body: 'The export licence was late.' }),
      indexedDocument({ id: other, title: 'A licence to export', body: 'The licence, and an export.' }),
    ]);
    const { hits, total } = await engine.search(anything('"export licence" late'));
    expect(hits.map(({ id }) => id)).toEqual([one]);
    expect(total).toBe(1);
    await engine.close();
  });
} else {
  test.skip(`the contract of the engines, with Meilisearch, ${NOT_RUN}`, () => undefined);
}

/** Two ids that are written in the same short way, the first that there are. */
function alike(): [string, string] {
  const seen = new Map<string, string>();
  for (let number = 0; ; number++) {
    const id = createHash('md5').update(String(number)).digest('hex');
    const other = seen.get(shortIdOf(id));
    if (other !== undefined) return [other, id];
    seen.set(shortIdOf(id), id);
  }
}
