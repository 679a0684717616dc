import { mayRead, type DocumentFacts, type Principal } from '#access';
import { Bindings, type ReadDatabase } from '#database';
import { isId } from '#kernel';
import { FACT_COLUMNS, FACTS_JSON, factsFromJson } from '../document-facts.ts';
import { documentSql } from '../reading/document-columns.ts';

/** The facts of a document that the principal may read; null for every other. */
export async function readableFacts(
  database: ReadDatabase,
  principal: Principal,
  id: string,
  now: Date,
): Promise<DocumentFacts | null> {
  if (!isId(id)) return null;
  const { bind, values } = new Bindings();
  const rows = await database.rows<{ facts: Record<string, unknown> }>(
    `SELECT ${FACTS_JSON} AS facts FROM documents d
     JOIN document_versions v ON v.document_id = d.id AND v.number = d.shown_version
     WHERE ${FACT_COLUMNS.id} = ${bind(id)} AND ${documentSql(mayRead(principal, now), { principal, now, bind })}`,
    values,
  );
  return rows[0] ? factsFromJson(rows[0].facts) : null;
}
