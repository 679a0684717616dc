import type { DocumentFacts } from '#access';
import { FACTS_JSON, factsFromJson } from '#documents';
import type { EntityManager } from 'typeorm';

/** The facts of a document as it stands now, for the worker; nobody is shown them. Null when there is none. */
export async function presentFacts(
  manager: EntityManager,
  documentId: string,
): Promise<DocumentFacts | null> {
  const [row] = await manager.query<{ facts: Record<string, unknown> }[]>(
    `SELECT ${FACTS_JSON} AS facts FROM documents d
     JOIN document_versions v ON v.document_id = d.id AND v.number = d.shown_version WHERE d.id = $1`,
    [documentId],
  );
  return row ? factsFromJson(row.facts) : null;
}
