import { setTimeout as sleep } from 'node:timers/promises';
import { Api } from '../support/api.ts';
import { latency, type Latency } from '../support/statistics.ts';
import type { Asked } from './queries.ts';
import { SEARCH } from './searching.ts';

const CALLERS = 4;
const PROBES = 400;
const PAUSE = 20;

/** How soon the server answers what costs nothing, idle and while long questions are searched four at once. */
export interface EventLoopFigures {
  idle: Latency;
  searching: Latency;
  /** Searches that were answered meanwhile. */
  searches: number;
}

export async function eventLoop(
  url: string,
  apis: readonly Api[],
  all: readonly Asked[],
): Promise<EventLoopFigures> {
  const heavy = all.filter(({ kind }) => kind === 'long question');
  // Connections of its own: it must not wait behind a search.
  const prober = new Api(url);
  await probes(prober, PROBES / 4);
  const idle = await probes(prober, PROBES);
  let ended = false;
  let searches = 0;
  const search = async (): Promise<void> => {
    while (!ended) {
      const { text, filter } = heavy[searches % heavy.length]!;
      const api = apis[searches % apis.length]!;
      searches += 1;
      await api.ask(SEARCH, { query: text, filter });
    }
  };
  const searchers = Promise.all(Array.from({ length: CALLERS }, search));
  const searching = await probes(prober, PROBES);
  ended = true;
  await searchers;
  prober.close();
  return { idle, searching, searches };
}

async function probes(api: Api, count: number): Promise<Latency> {
  const durations: number[] = [];
  for (let probe = 0; probe < count; probe++) {
    durations.push((await api.timed('{ __typename }')).milliseconds);
    await sleep(PAUSE);
  }
  return latency(durations);
}
