import { startChild } from './child.ts';
import { DRAFT } from './draft.ts';
import { LISTED, type Side } from './side.ts';

/** The hand-written server of `floor/`. It answers in the form that documents are compared in. */
export async function startFloor(databaseUrl: string, poolSize: number): Promise<Side> {
  const program = new URL('../floor/floor-server.ts', import.meta.url);
  const started = await startChild(program, {
    DATABASE_URL: databaseUrl,
    DATABASE_POOL_SIZE: String(poolSize),
  });
  const draft = JSON.stringify(DRAFT);
  return {
    ...started,
    name: 'floor',
    requests: {
      list: () => ({ method: 'GET', path: `/documents/${LISTED}` }),
      single: (id) => ({ method: 'GET', path: `/document/${id}` }),
      create: () => ({ method: 'POST', path: '/documents', body: draft }),
    },
    shown: ({ documents }) => documents,
  };
}
