import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { nothing, type Operation } from './operation.ts';
import { sameDocuments } from './same-documents.ts';

/** How long no reading may have come any more, in milliseconds. */
const QUIET = 1_000;

export const single: Operation = {
  name: 'single',
  title: 'one document with body, institution, topics',
  target: 0.5,
  overPeer: { peer: 'postgraphile', times: 2 },
  asked: (side, caller, { readable }) => readable.get(caller)!.map((id) => side.requests.single(id)),
  check: async ({ callers, readable }, sides) => {
    for (const caller of callers) {
      for (const id of readable.get(caller)!) {
        const shown = await sameDocuments(sides, caller, (side) => side.requests.single(id));
        if (shown[0]?.id !== id || !shown[0].body) throw new Error(`document ${id} is not shown`);
      }
    }
  },
  // The product has been asked for every document in the check, and writes down the first opening of each
  // by a person on a day behind its answers.
  settle: ({ database }) => untilQuiet(database),
  clean: nothing,
};

async function untilQuiet(database: Pool): Promise<void> {
  for (let [before, now] = ['', await readings(database)]; before !== now;) {
    await sleep(QUIET);
    [before, now] = [now, await readings(database)];
  }
}

async function readings(database: Pool): Promise<string> {
  const { rows } = await database.query<{ count: string }>('SELECT count(*) FROM document_readings');
  return rows[0]!.count;
}
