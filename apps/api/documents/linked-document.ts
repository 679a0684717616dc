import type { DocumentRow, DocumentsReadModel } from '#documents';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../graphql/request-context.ts';
import { wantedFields } from '../graphql/selection.ts';

/** The document that a row points to, if the caller may read it. */
export function linkedDocument(
  documents: DocumentsReadModel,
  id: string | null,
  { principal, loaders }: RequestContext,
  info: GraphQLResolveInfo,
): Promise<DocumentRow | null> | null {
  if (!id) return null;
  const fields = wantedFields(info);
  const name = `documents ${[...fields].sort().join(' ')}`;
  return loaders.by(name, (ids) => documents.byIds(principal, ids, fields)).load(id);
}
