import { and, isIn, mayReadPublished, maySeeAttribution, not, type Principal } from '#access';
import { ReadDatabase } from '#database';
import { filterPredicate, type DocumentFilter } from '#documents';
import { Principals } from '#identity';
import { SystemClock } from '#kernel';
import { PartnerNames } from '#partners';
import { join } from 'node:path';
import type { EngineRequest, SearchEngine } from '../../../libs/search/engine.ts';
import type { Api } from '../support/api.ts';
import type { Arena } from '../support/arena.ts';
import { median } from '../support/statistics.ts';
import type { Asked } from './queries.ts';
import type { Reader } from './readers.ts';
import { FACETS, HITS, SEARCH } from './searching.ts';

const DIST = new URL('../../../dist/libs/search/', import.meta.url);
/** As `MEILI_INDEX_PREFIX` is when nobody sets it. */
const PREFIX = 'precedent';

/**
 * One pair differs by more than what is looked for, so that it takes very many. In an even number of passes every
 * query is asked of the API first as often as second.
 */
const PASSES = 4;

export interface LayerFigures {
  /** Medians, in milliseconds. */
  engine: number;
  graphql: number;
  /** Median of the differences, pair by pair; and the least and the greatest that a single pass has for it. */
  difference: number;
  passes: [least: number, greatest: number];
  /** The engine's median by that of GraphQL: 1 would be no layer at all. */
  ratio: number;
}

/**
 * What GraphQL, sign-in, the second look in PostgreSQL and HTTP add: every query is asked of the API and,
 * right after it, of the bare engine in this process, on the same index with the same request. The bare
 * call includes the way to the engine's thread, or to Meilisearch, and back.
 */
export async function layer(
  arena: Arena,
  apis: readonly Api[],
  readers: readonly Reader[],
  queries: readonly Asked[],
): Promise<LayerFigures> {
  const engine = await bareEngine(arena);
  try {
    const requests = await requestsOf(arena, readers, queries);
    // Its threads read facts and pages anew: nobody measures that.
    for (const request of requests) await engine.search(request);
    const compare = async ({ text, filter }: Asked, index: number, apiFirst: boolean): Promise<Pair> => {
      const pair: Partial<Pair> = {};
      const throughApi = async (): Promise<number> =>
        (await apis[index % apis.length]!.timed(SEARCH, { query: text, filter })).milliseconds;
      if (apiFirst) pair.graphql = await throughApi();
      pair.bare = await timed(() => engine.search(requests[index]!));
      pair.graphql ??= await throughApi();
      return pair as Pair;
    };
    const passes: Pair[][] = [];
    for (let pass = 0; pass < PASSES; pass++) {
      const pairs: Pair[] = [];
      for (const [index, query] of queries.entries()) {
        // Whoever comes second finds pages and caches warm: they take turns at that.
        pairs.push(await compare(query, index, (index + pass) % 2 === 0));
      }
      passes.push(pairs);
    }
    return figuresOf(passes);
  } finally {
    await engine.close();
  }
}

interface Pair {
  graphql: number;
  bare: number;
}

function figuresOf(passes: readonly (readonly Pair[])[]): LayerFigures {
  const differenceOf = (pairs: readonly Pair[]): number =>
    median(pairs.map(({ graphql, bare }) => graphql - bare));
  const all = passes.flat();
  const engine = median(all.map(({ bare }) => bare));
  const graphql = median(all.map((pair) => pair.graphql));
  const byPass = passes.map(differenceOf);
  return {
    ...{ engine, graphql, ratio: engine / graphql, difference: differenceOf(all) },
    passes: [Math.min(...byPass), Math.max(...byPass)],
  };
}

/** The engine as the built server has it. The library keeps it to itself, so this looks inside. */
async function bareEngine({ home, meilisearch }: Arena): Promise<SearchEngine> {
  const file = meilisearch ? 'meilisearch/meilisearch-engine.js' : 'embedded/embedded-engine.js';
  const module = (await import(new URL(file, DIST).href)) as Record<
    string,
    new (given: unknown) => SearchEngine
  >;
  const engine = meilisearch
    ? new module.MeilisearchEngine!({ url: meilisearch.url, apiKey: meilisearch.apiKey, prefix: PREFIX })
    : new module.EmbeddedEngine!(join(home.folder, 'search'));
  await engine.open();
  return engine;
}

/** The requests that the search service would make of the queries. */
async function requestsOf(
  arena: Arena,
  readers: readonly Reader[],
  queries: readonly Asked[],
): Promise<EngineRequest[]> {
  const database = new ReadDatabase(arena.databaseUrl, 2);
  try {
    const people = new Principals(database, new SystemClock());
    const principals = await Promise.all(
      readers.map(async ({ email }) => {
        const [user] = await database.rows<{ id: string }>('SELECT id FROM users WHERE email = $1', [email]);
        return people.principalOf(user!.id);
      }),
    );
    const names = new PartnerNames(database);
    return await Promise.all(
      queries.map(async ({ text, filter }, index) =>
        requestOf(principals[index % principals.length]!, text, await names.synonymsIn(text), filter),
      ),
    );
  } finally {
    await database.close();
  }
}

function requestOf(
  principal: Principal,
  text: string,
  synonyms: readonly string[],
  filter: DocumentFilter,
): EngineRequest {
  const moment = new Date();
  const readable = and(mayReadPublished(principal, moment), not(isIn('id', [])));
  const within = (chosen: DocumentFilter) => and(readable, filterPredicate(chosen, principal, moment));
  const all = within(filter);
  const facetFilters = {
    KIND: filter.kinds ? within({ ...filter, kinds: null }) : all,
    INSTITUTION: and(all, maySeeAttribution(principal)),
    TOPIC: all,
  };
  return {
    ...{ text, synonyms, filter: all, readable, limit: HITS, after: null, moment },
    facets: FACETS.map((facet) => ({ facet, filter: facetFilters[facet] })),
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
