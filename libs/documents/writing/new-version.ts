import type { EntityManager } from 'typeorm';
import { Refusal } from '#kernel';
import type { Content } from '../content/content.ts';
import { DocumentVersion } from '../document-version.entity.ts';

interface Making {
  documentId: string;
  number: number;
  authorId: string;
  changeNote: string | null;
  material: boolean;
  now: Date;
}

/** A version with this content, ready to be inserted. */
export function makeVersion(manager: EntityManager, content: Content, making: Making): DocumentVersion {
  const { now, ...given } = making;
  const { details, coAuthorIds: _coAuthorIds, ...rest } = content;
  const values = details.values as Partial<DocumentVersion>;
  return manager.create(DocumentVersion, {
    ...given,
    ...rest,
    details: details.values,
    riskAreas: values.riskAreas ?? [],
    technologyAreas: values.technologyAreas ?? [],
    collaborationType: values.collaborationType ?? null,
    decision: values.decision ?? null,
    severity: values.severity ?? null,
    createdAt: now,
    publishedAt: null,
  });
}

/** Throws INVALID unless all are memberships of the owner that are not revoked. */
export async function requireCoAuthors(
  manager: EntityManager,
  ownerId: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const rows: unknown[] = await manager.query(
    `SELECT 1 FROM memberships WHERE id = ANY($1) AND institution_id = $2 AND status <> 'REVOKED'`,
    [ids, ownerId],
  );
  if (rows.length !== ids.length) {
    throw Refusal.of('INVALID', 'coAuthorIds: all must be members of the institution.', [
      'input',
      'coAuthorIds',
    ]);
  }
}

/** Throws INVALID unless all are partners. */
export async function requirePartners(manager: EntityManager, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const rows: unknown[] = await manager.query('SELECT 1 FROM partners WHERE id = ANY($1)', [ids]);
  if (rows.length !== ids.length) {
    throw Refusal.of('INVALID', 'partnerIds: one of them does not exist.', ['input', 'partnerIds']);
  }
}
