import type { Arena, Served } from '../../support/arena.ts';
import { DRAFT } from './draft.ts';
import { graphql, LISTED, type Side } from './side.ts';

const SHOWN = 'id kind title topics publishedAt institution { id slug name country }';
const LIST = `{ documents(first: ${LISTED}) { edges { node { ${SHOWN} } } } }`;
const SINGLE = `query($id: ID!) { document(id: $id) { ${SHOWN} summary body } }`;
const CREATE = `mutation($input: DocumentCreateInput!) {
  documentCreate(input: $input) { document { id title } userErrors { message } } }`;

/** The product as `npm start` runs it: api and worker in one process. Its index is complete when it is given. */
export async function startProduct(arena: Arena): Promise<Side> {
  const served = await arena.serve();
  await arena.untilIndexed(served);
  return sideOf(arena, served);
}

/** The api alone, without the worker: for what has nothing to do with the index. */
export async function serveOnly(arena: Arena): Promise<Side> {
  return sideOf(arena, await arena.home.serve('--no-demo', '--no-worker'));
}

function sideOf({ home }: Arena, { url, child }: Pick<Served, 'url' | 'child'>): Side {
  const { pathname: path, port } = new URL(url);
  const input = { ...DRAFT, details: { guidance: {} } };
  return {
    ...{ name: 'precedent', port: Number(port), pid: child.pid! },
    requests: {
      list: () => graphql(path, LIST),
      single: (id) => graphql(path, SINGLE, { id }),
      create: () => graphql(path, CREATE, { input }),
    },
    shown: ({ documents, document }) => documents?.edges.map(({ node }: any) => node) ?? [document],
    stop: async () => {
      await home.end(child, 'SIGTERM');
    },
  };
}
