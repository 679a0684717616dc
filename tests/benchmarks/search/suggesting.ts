import type { Api } from '../support/api.ts';
import { latency, type Latency } from '../support/statistics.ts';
import type { Corpus } from './corpus.ts';
import { wordsOf } from './corpus.ts';

const TITLES = 40;
const KEYSTROKES = [1, 2, 3, 5, 8, 12];
const FIELDS = '{ __type(name: "Query") { fields { name } } }';
const SUGGEST = 'query($prefix: String!) { suggest(prefix: $prefix, first: 8) { __typename } }';

/** Titles as they are being typed; null while the API has no `suggest`. */
export async function suggest(apis: readonly Api[], { texts }: Corpus): Promise<Latency | null> {
  const { __type: query } = await apis[0]!.ask(FIELDS);
  if (!query.fields.some(({ name }: { name: string }) => name === 'suggest')) return null;
  const typed = texts
    .slice(0, TITLES)
    .flatMap(({ title }) => KEYSTROKES.map((length) => wordsOf(title).join(' ').slice(0, length)));
  const durations: number[] = [];
  for (const round of ['warm', 'measured']) {
    for (const [index, prefix] of typed.entries()) {
      const { milliseconds } = await apis[index % apis.length]!.timed(SUGGEST, { prefix });
      if (round === 'measured') durations.push(milliseconds);
    }
  }
  return latency(durations);
}
