import type { Pool } from 'pg';
import { startChild } from './child.ts';
import { peerProgram } from './peers.ts';
import { createSchema, dropSchema } from './postgraphile-schema.ts';
import { graphql, LISTED, moment, type Side } from './side.ts';

const SHOWN = `id: rowId kind title topics publishedAt
  institution: institutionByInstitutionId { id: rowId slug name country }`;
const LIST = `{ myDocuments(first: ${LISTED}) { nodes { ${SHOWN} } } }`;
const SINGLE = `query($id: UUID!) { myDocument(documentId: $id, first: 1) { nodes { ${SHOWN} summary body } } }`;
const PATH = '/graphql';

/**
 * PostGraphile 5 on Node's own HTTP server, with its settings for production. It does less: a token that is
 * not valid sees nothing instead of being refused.
 */
export async function startPostgraphile(
  database: Pool,
  databaseUrl: string,
  poolSize: number,
): Promise<Side> {
  const program = peerProgram('postgraphile/server.js');
  const started = await startChild(program, {
    ...{ DATABASE_URL: databaseUrl, DATABASE_POOL_SIZE: String(poolSize), GRAPHILE_ENV: 'production' },
    DATABASE_SCHEMA: await createSchema(database),
  });
  return {
    ...started,
    name: 'postgraphile',
    requests: {
      list: () => graphql(PATH, LIST),
      single: (id) => graphql(PATH, SINGLE, { id }),
    },
    shown: ({ myDocuments, myDocument }) =>
      (myDocuments ?? myDocument).nodes.map((node: any) => ({
        ...node,
        publishedAt: moment(node.publishedAt),
      })),
    stop: async () => {
      await started.stop();
      await dropSchema(database);
    },
  };
}
