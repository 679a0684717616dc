import type { DocumentFacts } from '#access';
import { FACTS_JSON, factsFromJson } from '#documents';
import type { EntityManager } from 'typeorm';

/** The facts of documents as they stand now, by id, for the worker; nobody is shown them. */
export async function presentFacts(
  manager: EntityManager,
  documentIds: readonly string[],
): Promise<Map<string, DocumentFacts>> {
  const rows = await manager.query<{ facts: Record<string, unknown> }[]>(
    `SELECT ${FACTS_JSON} AS facts FROM documents d
     JOIN document_versions v ON v.document_id = d.id AND v.number = d.shown_version WHERE d.id = ANY($1)`,
    [documentIds],
  );
  return new Map(rows.map(({ facts }) => factsFromJson(facts)).map((facts) => [facts.id, facts]));
}
