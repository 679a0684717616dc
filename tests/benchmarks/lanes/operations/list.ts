import { LISTED } from '../sides/side.ts';
import { nothing, type Operation } from './operation.ts';
import { sameDocuments } from './same-documents.ts';

export const list: Operation = {
  name: 'list',
  title: `${LISTED} newest, with institution and topics`,
  target: 0.7,
  overPeer: { peer: 'postgraphile', times: 2 },
  asked: (side) => [side.requests.list()],
  check: async ({ callers }, sides) => {
    for (const caller of callers) {
      const shown = await sameDocuments(sides, caller, (side) => side.requests.list());
      if (shown.length !== LISTED) throw new Error(`a list has ${shown.length} documents, not ${LISTED}`);
    }
  },
  settle: nothing,
  clean: nothing,
};
