/**
 * `npm run bench:precedents [-- --documents N] [--engine embedded|meilisearch] [--json FILE]`: how well
 * `precedents` answers judged engagements over the demonstration and synthetic documents. See
 * docs/benchmarks.md.
 */
import { parseArgs } from 'node:util';
import { means, measured, relevantIn, type Measures } from '../relevance/measures.ts';
import { Api } from '../support/api.ts';
import { Arena } from '../support/arena.ts';
import { chosenCount, chosenEngine } from '../support/options.ts';
import { conditionsLine, print, rounded, table, writeJson } from '../support/output.ts';
import { latency } from '../support/statistics.ts';
import { demonstrationEngagements, syntheticEngagements, type JudgedEngagement } from './judged.ts';

const PRECEDENTS = `query($for: EngagementInput!) {
  precedents(for: $for, first: 100) { precedents { document { id } reasons } } }`;

const { values } = parseArgs({
  options: { documents: { type: 'string' }, engine: { type: 'string' }, json: { type: 'string' } },
});
const documents = chosenCount('documents', values.documents, 2_000);
const arena = await Arena.open(chosenEngine(values.engine));
try {
  await arena.home.must('seed', 'demo');
  await arena.home.must('seed', 'synthetic', '--documents', String(documents), '--institutions', '20');
  const served = await arena.serve();
  await arena.untilIndexed(served);
  await report(await people(new Api(served.url)));
} finally {
  await arena.close();
}

/** The demonstration's people. */
async function people(api: Api): Promise<Api[]> {
  const { rows } = await arena.database.query<{ token: string }>(
    'SELECT token FROM demonstration_tokens ORDER BY user_id',
  );
  return rows.map(({ token }) => api.as(token));
}

async function report(readers: readonly Api[]): Promise<void> {
  const sets = {
    demonstration: demonstrationEngagements(),
    synthetic: await syntheticEngagements(arena),
  };
  const durations: number[] = [];
  const results = Object.fromEntries(
    await Promise.all(
      Object.entries(sets).map(async ([name, judged]) => [name, await answered(readers, judged, durations)]),
    ),
  ) as Record<keyof typeof sets, Measures & { engagements: number }>;
  const { p50, p95 } = latency(durations);
  print(conditionsLine());
  print(
    table([
      ['engagements', 'judged', 'nDCG@10', 'MRR@10', 'recall@100'],
      ...Object.entries(results).map(([name, { engagements, ndcgAt10, mrrAt10, recallAt100 }]) => [
        name,
        engagements,
        ...[ndcgAt10, mrrAt10, recallAt100].map((figure) => rounded(figure, 3)),
      ]),
    ]),
  );
  print(`a report took ${rounded(p50)} ms (p50), ${rounded(p95)} ms (p95) among ${documents} documents`);
  writeJson(values.json, { documents, ...results, millisecondsP50: p50, millisecondsP95: p95 });
}

/** Each engagement is asked by somebody who may read what is judged; what nobody may read is left out. */
async function answered(
  readers: readonly Api[],
  judged: readonly JudgedEngagement[],
  durations: number[],
): Promise<Measures & { engagements: number }> {
  const all: Measures[] = [];
  for (const { engagement, relevant } of judged) {
    const { reader, readable } = await readerOf(readers, relevant);
    if (relevantIn(readable) === 0) continue;
    const { data, milliseconds } = await reader.timed(PRECEDENTS, { for: engagement });
    durations.push(milliseconds);
    const ranking = data.precedents.precedents.map(
      ({ document }: { document: { id: string } }) => document.id,
    );
    all.push(measured(ranking, readable));
  }
  return { ...means(all), engagements: all.length };
}

async function readerOf(
  readers: readonly Api[],
  relevant: ReadonlyMap<string, number>,
): Promise<{ reader: Api; readable: Map<string, number> }> {
  const all = await Promise.all(
    readers.map(async (reader) => {
      const readable = new Map<string, number>();
      for (const [id, grade] of relevant) {
        const { document } = await reader.ask('query($id: ID!) { document(id: $id) { state } }', { id });
        if (document?.state === 'PUBLISHED') readable.set(id, grade);
      }
      return { reader, readable };
    }),
  );
  return all.reduce((best, one) => (one.readable.size > best.readable.size ? one : best));
}
