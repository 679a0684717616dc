import type { EntityManager } from 'typeorm';
import { isNotWider, type SharingFacts } from '#access';
import { sharingFacts } from '../document-facts.ts';
import { DocumentReview } from '../document-review.entity.ts';
import type { Document } from '../document.entity.ts';
import type { Writing } from './document-writer.ts';

/**
 * Whether someone other than its authors has approved this version for a sharing at least this wide, and
 * nobody has asked for changes since. What a review covers is exactly what the reviewer saw.
 */
export async function isApproved(
  manager: EntityManager,
  document: Document,
  versionNumber: number,
  sharing: SharingFacts,
): Promise<boolean> {
  const reviews = await manager.find(DocumentReview, {
    where: { documentId: document.id, versionNumber },
    order: { createdAt: 'ASC', id: 'ASC' },
  });
  const lastRefusal = reviews.findLastIndex((review) => review.decision === 'REQUEST_CHANGES');
  const standing = reviews.slice(lastRefusal + 1);
  if (standing.length === 0) return false;
  const authors = await authorsOf(manager, document);
  const isOwners = await ownersMembers(manager, document.institutionId, sharing.memberIds);
  return standing.some(
    (review) =>
      !authors.has(review.reviewerId) && isNotWider(sharing, sharingFacts(review.sharing), isOwners),
  );
}

/** Whether somebody other than its authors acts, under whichever membership they wrote it. */
export async function isSecondPerson({ manager, actor, document }: Writing): Promise<boolean> {
  return !(await authorsOf(manager, document)).has(actor.userId);
}

/** The users who wrote it: the author, the co-authors, and whoever made a version of it. */
async function authorsOf(manager: EntityManager, document: Document): Promise<Set<string>> {
  const rows: { id: string }[] = await manager.query(
    `SELECT user_id AS id FROM memberships WHERE id = ANY($1)
     UNION SELECT author_id FROM document_versions WHERE document_id = $2 AND author_id IS NOT NULL`,
    [document.coAuthorIds, document.id],
  );
  return new Set([...rows.map((row) => row.id), ...(document.authorId ? [document.authorId] : [])]);
}

/** A test of whether a membership, one of `ids`, belongs to the owner. */
export async function ownersMembers(
  manager: EntityManager,
  ownerId: string,
  ids: readonly string[],
): Promise<(membershipId: string) => boolean> {
  if (ids.length === 0) return () => false;
  const rows: { id: string }[] = await manager.query(
    'SELECT id FROM memberships WHERE id = ANY($1) AND institution_id = $2',
    [ids, ownerId],
  );
  const owners = new Set(rows.map((row) => row.id));
  return (membershipId) => owners.has(membershipId);
}
