import { always, evaluate, isIn, not, or, overlaps, type DocumentFacts, type Predicate } from '#access';
import fc from 'fast-check';
import { Meilisearch } from 'meilisearch';
import { decodeValue, encodeValue, keyOf, storedFacts } from '../../libs/search/meilisearch/fact-values.ts';
import { filterText } from '../../libs/search/meilisearch/filter-text.ts';
import { SETTINGS } from '../../libs/search/meilisearch/index-definition.ts';
import { indexedDocument } from './indexed-document.ts';
import { hasServer, NOT_RUN, startServer, type MeilisearchServer } from './meilisearch/server.ts';
import { facts, predicate } from './predicate-arbitraries.ts';

const RUNS = 150;
/** Facts that happen to have what the predicates ask, and all that the arbitraries do not make. */
const DOCUMENTS: DocumentFacts[] = [
  ...fc.sample(facts, 80),
  indexedDocument({ id: 'id 7' }),
  indexedDocument({ id: 'ID 7', topics: ['Ärger', 'ärger', 'arger', 'a b', 'a_b', 'A_B'] }),
  indexedDocument({ topics: ['x'.repeat(2_000)], publishedAt: new Date(8.64e15) }),
  indexedDocument({ topics: [`${'x'.repeat(2_000)}y`], publishedAt: new Date(-8.64e15) }),
  indexedDocument({ topics: ['2024', '2024.0', 'null', 'true', '[]', '*', 'NOT', 'a TO b'] }),
];

const ifServer = hasServer ? describe : describe.skip;
if (!hasServer) test.skip(`the filter of Meilisearch ${NOT_RUN}`, () => undefined);

ifServer('a filter in Meilisearch', () => {
  let server: MeilisearchServer;
  let client: Meilisearch;
  const uid = `test-${process.pid}-filters`;

  beforeAll(async () => {
    server = await startServer();
    client = new Meilisearch({ host: server.url, ...(server.apiKey !== null && { apiKey: server.apiKey }) });
    const patience = { timeout: 60_000 };
    await client.createIndex(uid, { primaryKey: 'key' }).waitTask(patience);
    await client.index(uid).updateSettings(SETTINGS).waitTask(patience);
    const stored = DOCUMENTS.map((document, key) => ({ ...storedFacts(document), key }));
    expect(await client.index(uid).addDocuments(stored).waitTask(patience)).toMatchObject({
      status: 'succeeded',
    });
  });
  afterAll(async () => {
    await client?.deleteIndex(uid).waitTask();
    await server?.stop();
  });

  /** The places in DOCUMENTS of those for which the predicate holds in Meilisearch. */
  const inMeilisearch = async (asked: Predicate): Promise<number[]> => {
    const { hits } = await client.index(uid).search('', {
      filter: filterText(asked),
      limit: 1_000,
    });
    return hits.map((hit) => Number(hit.key)).sort((a, b) => a - b);
  };
  const inCode = (asked: Predicate) =>
    DOCUMENTS.flatMap((document, key) => (evaluate(asked, document) ? [key] : []));
  const expectAgreement = async (asked: Predicate) =>
    expect(await inMeilisearch(asked)).toEqual(inCode(asked));

  test('holds for exactly the facts for which it holds in code', async () => {
    await fc.assert(fc.asyncProperty(predicate, expectAgreement), { numRuns: RUNS });
  });

  test('tells apart what Meilisearch by itself would take for the same', async () => {
    for (const topic of DOCUMENTS.flatMap(({ topics }) => topics)) {
      await expectAgreement({ op: 'contains', field: 'topics', value: topic });
    }
    expect(await inMeilisearch(isIn('id', ['id 7']))).toEqual([80]);
    expect(await inMeilisearch(always)).toHaveLength(DOCUMENTS.length);
  });

  test('takes the first and the last moments', async () => {
    for (const time of [-8.64e15, -8.64e15 + 1, 8.64e15 - 1, 8.64e15]) {
      for (const op of ['begunBy', 'endsAfter', 'before', 'after'] as const) {
        await expectAgreement({ op, field: 'publishedAt', moment: new Date(time) });
      }
    }
  });

  test('may have long lists of values and many parts', async () => {
    const many = Array.from({ length: 2_000 }, (_, index) => `id ${index}`);
    await expectAgreement(not(isIn('id', many)));
    await expectAgreement(overlaps('topics', many));
    await expectAgreement(or(...many.slice(0, 500).map((id) => isIn('id', [id]))));
  });
});

const anyText = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('\ud800', 'A_b-.', ''));

test('an encoded value is in a safe alphabet and gives the value back', () => {
  fc.assert(
    fc.property(anyText, (value) => {
      expect(encodeValue(value)).toMatch(/^[a-z0-9._-]{1,400}$/);
      if (value.length < 70) expect(decodeValue(encodeValue(value))).toBe(value);
      expect(keyOf(value)).toMatch(/^[A-Za-z0-9-]{1,200}$/);
    }),
  );
});

test('an invalid date is refused, so that it cannot pass for an unset one', () => {
  const broken = new Date(Number.NaN);
  expect(() => storedFacts(indexedDocument({ visibleUntil: broken }))).toThrow(RangeError);
  expect(() => filterText({ op: 'before', field: 'visibleUntil', moment: broken })).toThrow(RangeError);
});
