import type { EntityManager } from 'typeorm';
import { isNotWider, mayRead, reachesOutside, toSql, type SharingFacts, type UserPrincipal } from '#access';
import { Bindings, queueNotices, type NoticeEvent } from '#database';
import { parseInput, SHORT_TEXT, text } from '#input';
import { isId, Refusal } from '#kernel';
import { Injectable } from '@nestjs/common';
import { readSharing, type SharingInput } from '../content/sharing-input.ts';
import { FACT_COLUMNS, sharingFacts, toSharingColumns } from '../document-facts.ts';
import { DocumentVersion, RetiredSharing } from '../document-version.entity.ts';
import type { Document } from '../document.entity.ts';
import { nextWorkState } from '../lifecycle.ts';
import { isApproved, ownersMembers } from './approvals.ts';
import { DocumentWriter, type Writing } from './document-writer.ts';
import { requireSharingChange } from './sharing-change.ts';
import { showVersion } from './shown-version.ts';

/** Bringing documents before their readers, changing who those are, and taking documents back. */
@Injectable()
export class PublicationService {
  private readonly writer: DocumentWriter;

  constructor(writer: DocumentWriter) {
    this.writer = writer;
  }

  /**
   * Publishes the latest version. Throws NOT_FOUND, FORBIDDEN, CONFLICT, STATE, or SECOND_PERSON when the
   * sharing reaches outside the owner and nobody but its authors has approved this very version for it.
   */
  async publish(principal: UserPrincipal, id: string, expectedVersion: number): Promise<void> {
    await this.writer.write(principal, id, 'document.publish', expectedVersion, async (writing) => {
      const { manager, document, latest } = writing;
      const sharing = sharingFacts(document.sharing);
      if (reachesOutside(sharing.level) && !(await isApproved(manager, document, latest.number, sharing))) {
        throw Refusal.of('SECOND_PERSON', 'Someone other than its authors must approve this version first.', [
          'id',
        ]);
      }
      await this.publishWithin(writing, { level: sharing.level });
    });
  }

  /** Publishes what `writing` holds, whose preconditions the caller has settled. */
  async publishWithin(writing: Writing, details: Record<string, unknown> = {}): Promise<void> {
    const { manager, document, latest, now } = writing;
    const isNew = document.state !== 'PUBLISHED';
    if (!isNew) {
      await manager.insert(RetiredSharing, {
        documentId: document.id,
        versionNumber: document.shownVersion,
        sharing: document.sharing,
        retiredAt: now,
      });
    }
    await manager.update(
      DocumentVersion,
      { documentId: document.id, number: latest.number },
      { publishedAt: now },
    );
    showVersion(document, latest, now);
    await this.writer.save(writing, 'document.published', { version: latest.number, ...details });
    if (isNew || latest.material) await tell(writing, isNew ? 'PUBLISHED' : 'CHANGED');
  }

  /**
   * Changes with whom the document is shared, at once. Throws NOT_FOUND, FORBIDDEN, CONFLICT, STATE,
   * INVALID, TLP_CAP or SECOND_PERSON.
   */
  async share(
    principal: UserPrincipal,
    id: string,
    input: SharingInput,
    expectedVersion: number | null | undefined,
  ): Promise<void> {
    await this.writer.write(principal, id, 'document.share', expectedVersion, async (writing) => {
      const { manager, document, now } = writing;
      const former = sharingFacts(document.sharing);
      const next = await readSharing(manager, document.institutionId, input, ['sharing']);
      const isOwners = await ownersMembers(manager, document.institutionId, next.memberIds);
      const narrows = isNotWider(next, former, isOwners) && !opensWork(document, former, next);
      if (document.publishedAt !== null) await requireSharingChange(writing, next, narrows);
      document.sharing = toSharingColumns(next);
      document.updatedAt = now;
      if (!narrows) await this.voidApproval(writing, next);
      const details = { from: former.level, to: next.level, widened: !narrows };
      await this.writer.save(writing, 'document.shared', details);
      if (!narrows && document.state === 'PUBLISHED') await tell(writing, 'SHARED');
    });
  }

  /**
   * Withdraws what is published. Its audience keeps a tombstone with the reason and, if it is given, the
   * replacement. Throws NOT_FOUND, FORBIDDEN, STATE or INVALID.
   */
  async withdraw(
    principal: UserPrincipal,
    id: string,
    reason: string,
    replacementId: string | null | undefined,
  ): Promise<void> {
    const withdrawReason = parseInput(text(SHORT_TEXT, 1), reason, ['reason']);
    await this.writer.write(principal, id, 'document.withdraw', null, async (writing) => {
      const { manager, document, now } = writing;
      if (replacementId) await requireReplacement(manager, writing, replacementId);
      const { visibleFrom, visibleUntil } = document.sharing;
      const open =
        (visibleFrom === null || visibleFrom <= now) && (visibleUntil === null || visibleUntil > now);
      Object.assign(document, {
        state: 'WITHDRAWN',
        workState: null,
        withdrawnAt: now,
        updatedAt: now,
        withdrawReason,
        tombstoned: open,
        supersededById: replacementId ?? null,
      });
      await this.writer.save(writing, replacementId ? 'document.superseded' : 'document.withdrawn');
      await tell(writing, 'WITHDRAWN');
    });
  }

  /** A wider sharing than was approved needs the reviewers again. */
  private async voidApproval({ manager, document, latest }: Writing, next: SharingFacts): Promise<void> {
    if (document.workState !== 'APPROVED') return;
    if (await isApproved(manager, document, latest.number, next)) return;
    document.workState = nextWorkState(document, 'voidApproval') ?? 'IN_REVIEW';
    if (document.publishedAt === null) document.state = document.workState;
  }
}

/** Lets those be told who follow the document, once its readers can see it. */
async function tell({ manager, actor, document, now }: Writing, event: NoticeEvent): Promise<void> {
  const { id: documentId, shownVersion: versionNumber } = document;
  const notBefore = event === 'WITHDRAWN' ? null : document.sharing.visibleFrom;
  const notice = { documentId, event, versionNumber, actorId: actor.userId, notBefore };
  await queueNotices(manager, [notice], now);
}

/** Naming somebody shows them the next version as well, which those who only read do not see. */
function opensWork({ workState }: Document, former: SharingFacts, next: SharingFacts): boolean {
  return workState !== null && next.memberIds.some((id) => !former.memberIds.includes(id));
}

/** The replacement must be something else that the caller can read and that is published. */
async function requireReplacement(
  manager: EntityManager,
  writing: Writing,
  replacementId: string,
): Promise<void> {
  const { principal, document, now } = writing;
  const refuse = (message: string): never => {
    throw Refusal.of('INVALID', message, ['replacementId']);
  };
  if (replacementId === document.id) refuse('A document does not replace itself.');
  if (!isId(replacementId)) refuse('There is no such published document.');
  const { bind, values } = new Bindings();
  const visible = toSql(mayRead(principal, now), { column: (field) => FACT_COLUMNS[field], bind });
  const rows: unknown[] = await manager.query(
    `SELECT 1 FROM documents d JOIN document_versions v ON v.document_id = d.id AND v.number = d.shown_version
     WHERE d.id = ${bind(replacementId)} AND d.state = 'PUBLISHED' AND ${visible}`,
    values,
  );
  if (rows.length === 0) refuse('There is no such published document.');
}
