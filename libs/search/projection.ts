import type { DocumentFacts } from '#access';
import { attachmentTextSql, FACTS_JSON, factsFromJson } from '#documents';
import { partnerNamesSql } from '#partners';
import type { IndexedDocument } from './engine.ts';

interface ProjectedRow {
  facts: Record<string, unknown>;
  revision: string;
  language: string;
  title: string;
  summary: string;
  body: string;
  partnerNames: string[];
  attachmentText: string;
}

/** Selects what an index needs of the documents with the ids in `$1`, in whatever state they are. */
export const PROJECTION = `
  SELECT ${FACTS_JSON} AS facts, d.revision, v.language, v.title, v.summary, v.body,
    ${partnerNamesSql('v.partner_ids')} AS "partnerNames",
    ${attachmentTextSql('d.id', 'v.number')} AS "attachmentText"
  FROM documents d JOIN document_versions v ON v.document_id = d.id AND v.number = d.shown_version
  WHERE d.id = ANY($1)`;

/** A row of PROJECTION as engines want it. */
export function projected({ facts, revision, ...text }: ProjectedRow): IndexedDocument {
  return {
    ...indexedFacts(factsFromJson(facts)),
    ...text,
    revision: Number(revision),
  };
}

/** The facts as they are indexed: work on the next version is no concern of a search, and queues nothing. */
export function indexedFacts(facts: DocumentFacts): DocumentFacts {
  return { ...facts, workState: null, reviewerIds: [] };
}

export type { ProjectedRow };
