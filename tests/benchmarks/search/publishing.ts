import { setTimeout as sleep } from 'node:timers/promises';
import { Api } from '../support/api.ts';
import type { Arena } from '../support/arena.ts';
import { latency, type Latency } from '../support/statistics.ts';
import { withToken } from './readers.ts';

const TIMES = 20;
/** How long the reader waits between two looks, in milliseconds. */
const PAUSE = 10;
const PATIENCE = 60_000;

const CREATE = `mutation($input: DocumentCreateInput!) {
  outcome: documentCreate(input: $input) { document { id } userErrors { message } } }`;
const FIND =
  'query($word: String!) { search(query: $word, first: 20) { edges { node { document { id } } } } }';
const step = (call: string): string =>
  `mutation($id: ID!) { outcome: ${call} { document { id } userErrors { message } } }`;

/**
 * How long it takes from asking for a document's publication until a reader of another institution finds
 * it: milliseconds, over `TIMES` documents, one after another.
 */
export async function publishToSearchable(
  arena: Arena,
  url: string,
  label: string,
  reader: Api,
): Promise<Latency> {
  // As the synthetic community has them: the first of an institution publishes, and so on.
  const [publisher, reviewer, author] = await Promise.all(
    [1, 3, 5].map(async (number) => {
      const { token } = await withToken(arena, `i1-p${number}@${label}.example`);
      return new Api(url, token);
    }),
  );
  const durations: number[] = [];
  const run = Date.now()
    .toString(36)
    .replace(/[0-9]/g, (digit) => String.fromCharCode(103 + Number(digit)));
  for (let time = 0; time < TIMES; time++) {
    const word = `benchword${run}${String.fromCharCode(97 + time)}`;
    const id = await draft(author!, word);
    await mutate(author!, step('documentSubmit(id: $id)'), { id });
    await mutate(reviewer!, step('documentReview(id: $id, decision: APPROVE)'), { id });
    const started = performance.now();
    await mutate(publisher!, step('documentPublish(id: $id, expectedVersion: 1)'), { id });
    await untilFound(reader, id, word, started);
    durations.push(performance.now() - started);
  }
  for (const api of [publisher, reviewer, author]) api!.close();
  return latency(durations);
}

async function draft(author: Api, word: string): Promise<string> {
  const input = {
    title: `Published to be found: ${word}`,
    summary: 'Written by the benchmark of search.',
    body: 'It measures how soon a document can be found.',
    details: { guidance: {} },
    sharing: { level: 'COMMUNITY' },
  };
  return mutate(author, CREATE, { input });
}

interface Edge {
  node: { document: { id: string } };
}

/** By its id: others are found as well, whose words are so much like this one that it passes for a misspelling. */
async function untilFound(reader: Api, id: string, word: string, started: number): Promise<void> {
  for (;;) {
    const { search } = await reader.ask(FIND, { word });
    if (search.edges.some((edge: Edge) => edge.node.document.id === id)) return;
    if (performance.now() - started > PATIENCE) throw new Error(`${word} is not found`);
    await sleep(PAUSE);
  }
}

/** Returns the id of the document. Throws with the mutation's userErrors. */
async function mutate(api: Api, query: string, variables: object): Promise<string> {
  const { outcome } = await api.ask(query, variables);
  if (outcome.userErrors.length > 0) throw new Error(JSON.stringify(outcome.userErrors));
  return outcome.document.id;
}
