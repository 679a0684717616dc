import { startChild } from './child.ts';
import { peerProgram } from './peers.ts';
import { graphql, LISTED, type Side } from './side.ts';

const SHOWN = 'id kind title topics publishedAt institution { id slug name country }';
const LIST = `{ documents(first: ${LISTED}) { ${SHOWN} } }`;
const SINGLE = `query($id: ID!) { document(id: $id) { ${SHOWN} summary body } }`;
const PATH = '/graphql';

/** NestJS with Apollo and TypeORM as tutorials have it. It does less: pages have no cursors. */
export async function startPlainNest(databaseUrl: string, poolSize: number): Promise<Side> {
  const started = await startChild(peerProgram('dist/main.js'), {
    DATABASE_URL: databaseUrl,
    DATABASE_POOL_SIZE: String(poolSize),
  });
  return {
    ...started,
    name: 'plain-nest',
    requests: {
      list: () => graphql(PATH, LIST),
      single: (id) => graphql(PATH, SINGLE, { id }),
    },
    shown: ({ documents, document }) => documents ?? [document],
  };
}
