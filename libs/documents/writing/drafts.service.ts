import { DataSource } from 'typeorm';
import { actingMembership, holdMembership, isNotWider, type UserPrincipal } from '#access';
import { parseInput } from '#input';
import { Clock, newId, Refusal } from '#kernel';
import { Injectable } from '@nestjs/common';
import { copyAttachments, insertAttachments } from '../attachments/version-attachments.ts';
import { editedContent, type Content } from '../content/content.ts';
import { sharingFacts } from '../document-facts.ts';
import { DocumentVersion } from '../document-version.entity.ts';
import { Document } from '../document.entity.ts';
import { nextWorkState } from '../lifecycle.ts';
import { DocumentWriter, nextRevisions, type Writing } from './document-writer.ts';
import { NewDocuments, type DocumentCreateInput } from './new-documents.ts';
import { makeVersion, requireCoAuthors, requirePartners } from './new-version.ts';
import { requireSharingChange } from './sharing-change.ts';

/** DocumentEditInput as it comes from outside. */
export type DocumentEditInput = Record<string, unknown>;

/** What an edit changes beside the content, and how the trail tells of it. */
interface EditDetails {
  attachmentIds?: readonly string[];
  event?: string;
  details?: Record<string, unknown>;
}

/** Writing drafts: create, edit, submit for review. */
@Injectable()
export class DraftsService {
  private readonly source: DataSource;
  private readonly writer: DocumentWriter;
  private readonly clock: Clock;
  private readonly beginnings: NewDocuments;

  constructor(source: DataSource, writer: DocumentWriter, clock: Clock, beginnings: NewDocuments) {
    this.source = source;
    this.writer = writer;
    this.clock = clock;
    this.beginnings = beginnings;
  }

  /**
   * Creates a draft of the acting institution; returns its id, which is `id` where the same one is wanted
   * every time. Throws INVALID, TLP_CAP or FORBIDDEN.
   */
  async create(principal: UserPrincipal, input: DocumentCreateInput, id: string = newId()): Promise<string> {
    const chosen = actingMembership(principal);
    return this.source.transaction(async (manager) => {
      const [membership, [revision]] = await Promise.all([
        holdMembership(manager, chosen, this.clock.now()),
        nextRevisions(manager, 1),
      ]);
      const actor = { userId: principal.userId, membership };
      const draft = await this.beginnings.prepare(manager, actor, input, id, this.clock.now());
      draft.document.revision = revision!;
      await this.beginnings.store(manager, actor, [draft]);
      return id;
    });
  }

  /** Makes the next version. Throws NOT_FOUND, FORBIDDEN, CONFLICT, STATE, INVALID or SECOND_PERSON. */
  async edit(
    principal: UserPrincipal,
    id: string,
    expectedVersion: number,
    input: DocumentEditInput,
  ): Promise<void> {
    await this.writer.write(principal, id, 'document.edit', expectedVersion, async (writing) => {
      await this.editWithin(writing, input);
    });
  }

  /**
   * The same on a document that is being written already; `writing` then holds the new version. It has the
   * attachments of the one before it, unless `more` names others.
   */
  async editWithin(writing: Writing, input: DocumentEditInput, more: EditDetails = {}): Promise<void> {
    const { manager, actor, document, latest, now } = writing;
    const { changeNote, material, ...changes } = parseInput(editedContent, input, ['input']);
    const content = merged(document, latest, changes);
    if (content.details.kind !== document.kind) {
      throw Refusal.of('INVALID', `This is a ${document.kind} and stays one.`, ['input', 'details']);
    }
    await this.changeCoAuthors(writing, content.coAuthorIds);
    await requirePartners(manager, content.partnerIds);
    const number = latest.number + 1;
    const making = {
      documentId: document.id,
      number,
      authorId: actor.userId,
      changeNote: changeNote ?? null,
      now,
    };
    writing.latest = makeVersion(manager, content, { ...making, material: material ?? true });
    await manager.insert(DocumentVersion, writing.latest);
    if (more.attachmentIds) await insertAttachments(manager, document.id, number, more.attachmentIds);
    else await copyAttachments(manager, document.id, latest.number, number);
    document.latestVersion = number;
    document.workState = nextWorkState(document, 'edit') ?? 'DRAFT';
    if (document.publishedAt === null) {
      document.state = document.workState;
      document.shownVersion = number;
      document.updatedAt = now;
    }
    await this.writer.save(writing, more.event ?? 'document.edited', { version: number, ...more.details });
  }

  /** Hands the latest version to the reviewers. Throws NOT_FOUND, FORBIDDEN, CONFLICT or STATE. */
  async submit(
    principal: UserPrincipal,
    id: string,
    expectedVersion: number | null | undefined,
  ): Promise<void> {
    await this.writer.write(principal, id, 'document.submit', expectedVersion, async (writing) => {
      const { document, latest } = writing;
      document.workState = nextWorkState(document, 'submit') ?? 'IN_REVIEW';
      if (document.publishedAt === null) document.state = document.workState;
      await this.writer.save(writing, 'document.submitted', { version: latest.number });
    });
  }

  /** Co-authors of a NAMED document read it: naming one more of what is published is widening it. */
  private async changeCoAuthors(writing: Writing, coAuthorIds: string[]): Promise<void> {
    const { manager, document } = writing;
    const added = coAuthorIds.filter((one) => !document.coAuthorIds.includes(one));
    await requireCoAuthors(manager, document.institutionId, added);
    if (added.length > 0 && document.publishedAt !== null && document.sharing.level === 'NAMED') {
      const sharing = sharingFacts(document.sharing);
      const widened = { ...sharing, memberIds: [...sharing.memberIds, ...added] };
      await requireSharingChange(
        writing,
        widened,
        isNotWider(widened, sharing, () => false),
      );
    }
    document.coAuthorIds = coAuthorIds;
  }
}

/** The latest content with the changes; what an edit leaves out stays. */
function merged(document: Document, latest: DocumentVersion, changes: Partial<Nullable<Content>>): Content {
  return {
    title: changes.title ?? latest.title,
    summary: changes.summary ?? latest.summary,
    body: changes.body ?? latest.body,
    language: latest.language,
    topics: changes.topics ?? latest.topics,
    countries: changes.countries ?? latest.countries,
    partnerIds: changes.partnerIds ?? latest.partnerIds,
    coAuthorIds: changes.coAuthorIds ?? document.coAuthorIds,
    reviewBy: changes.reviewBy === undefined ? latest.reviewBy : changes.reviewBy,
    details: changes.details ?? { kind: document.kind, values: latest.details as Record<string, unknown> },
  };
}

type Nullable<T> = { [K in keyof T]: T[K] | null };
