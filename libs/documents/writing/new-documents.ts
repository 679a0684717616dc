import { mayCreate, type Actor, type SharingFacts } from '#access';
import { AuditTrail, type AuditEntry } from '#audit';
import { insertEntities, queueIndexWork, queueNotices } from '#database';
import { parseInput } from '#input';
import { Refusal } from '#kernel';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newContent } from '../content/content.ts';
import { readSharing, type SharingInput } from '../content/sharing-input.ts';
import { toSharingColumns } from '../document-facts.ts';
import { DocumentVersion } from '../document-version.entity.ts';
import { Document } from '../document.entity.ts';
import { makeVersion, requireCoAuthors, requirePartners } from './new-version.ts';
import { showVersion } from './shown-version.ts';

/** DocumentCreateInput as it comes from outside; what it must hold is checked here. */
export type DocumentCreateInput = Record<string, unknown> & { sharing?: SharingInput | null };

/** A document that is about to be begun, with its first version. */
export interface Draft {
  document: Document;
  version: DocumentVersion;
}

/**
 * Begins documents: each is checked by itself, and then all of them are stored at once, with a few statements
 * however many they are. Whoever calls has a transaction open and the actor's membership held.
 */
@Injectable()
export class NewDocuments {
  private readonly trail: AuditTrail;

  constructor(trail: AuditTrail) {
    this.trail = trail;
  }

  /**
   * The document that an input asks for; nothing is stored yet, and whoever stores it gives it its revision.
   * Throws INVALID, TLP_CAP or FORBIDDEN.
   */
  async prepare(
    manager: EntityManager,
    actor: Actor,
    input: DocumentCreateInput,
    id: string,
    now: Date,
  ): Promise<Draft> {
    const { sharing: sharingInput, ...rest } = input;
    const content = parseInput(newContent, rest, ['input']);
    const ownerId = actor.membership.institutionId;
    if (!mayCreate(content.details.kind, actor.membership)) {
      throw Refusal.of('FORBIDDEN', `You may not write a ${content.details.kind} for this institution.`);
    }
    await requireCoAuthors(manager, ownerId, content.coAuthorIds);
    await requirePartners(manager, content.partnerIds);
    const sharing = await readSharing(manager, ownerId, sharingInput, ['input', 'sharing']);
    const document = manager.create(Document, {
      ...newDocument(sharing, now),
      ...{ id, kind: content.details.kind, institutionId: ownerId, authorId: actor.userId },
      coAuthorIds: content.coAuthorIds,
    });
    const making = { documentId: id, number: 1, authorId: actor.userId, changeNote: null };
    return { document, version: makeVersion(manager, content, { ...making, material: true, now }) };
  }

  /** Stores drafts as they are, and notes in the trail that they were created. */
  async store(manager: EntityManager, actor: Actor, drafts: readonly Draft[]): Promise<void> {
    if (drafts.length === 0) return;
    const events = drafts.map((draft) => created(actor, draft));
    await Promise.all([insert(manager, drafts), this.trail.record(manager, events)]);
  }

  /**
   * Stores drafts as documents that are published at once, for an import that fills a repository; the trail
   * says so. Their author reads them whatever their sharing, so nobody is asked whether he may.
   */
  async storePublished(
    manager: EntityManager,
    actor: Actor,
    drafts: readonly Draft[],
    now: Date,
  ): Promise<void> {
    if (drafts.length === 0) return;
    for (const { document, version } of drafts) showVersion(document, version, now);
    await insert(manager, drafts);
    const work = drafts.map(({ document: { id: documentId, revision } }) => ({ documentId, revision }));
    await queueIndexWork(
      manager,
      work.map((one) => ({ ...one, stale: false })),
      now,
    );
    const events = drafts.flatMap((draft) => [created(actor, draft), published(actor, draft)]);
    await this.trail.record(manager, events);
    const notices = drafts.map(({ document }) => ({
      ...{ documentId: document.id, event: 'PUBLISHED' as const, versionNumber: 1 },
      ...{ actorId: actor.userId, notBefore: document.sharing.visibleFrom },
    }));
    await queueNotices(manager, notices, now);
  }
}

/** One journey to the database, in which documents come before their versions. */
async function insert(manager: EntityManager, drafts: readonly Draft[]): Promise<void> {
  const [documents, versions] = [
    drafts.map(({ document }) => document),
    drafts.map(({ version }) => version),
  ];
  await Promise.all([
    insertEntities(manager, Document, documents),
    insertEntities(manager, DocumentVersion, versions),
  ]);
}

function created(actor: Actor, draft: Draft): AuditEntry {
  const { kind, sharing } = draft.document;
  return happened(actor, draft, 'document.created', { kind, level: sharing.level });
}

function published(actor: Actor, draft: Draft): AuditEntry {
  const details = { version: 1, level: draft.document.sharing.level, imported: true };
  return happened(actor, draft, 'document.published', details);
}

function happened(
  { userId }: Actor,
  { document: { id: subjectId, institutionId } }: Draft,
  event: string,
  details: AuditEntry['details'],
): AuditEntry {
  return { userId, institutionId, event, subjectType: 'document', subjectId, details };
}

/** How every document begins. */
function newDocument(sharing: SharingFacts, now: Date): Partial<Document> {
  return {
    ...{ state: 'DRAFT', workState: 'DRAFT', shownVersion: 1, latestVersion: 1, reviewerIds: [] },
    ...{ createdAt: now, updatedAt: now, listedAt: now, publishedAt: null },
    ...{ withdrawnAt: null, withdrawReason: null, tombstoned: false, supersededById: null },
    ...{ discoverable: false, stubTitle: null },
    sharing: toSharingColumns(sharing),
  };
}
