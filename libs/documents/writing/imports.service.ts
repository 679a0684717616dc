import { DataSource } from 'typeorm';
import { actingMembership, holdMembership, type UserPrincipal } from '#access';
import { Clock, newId } from '#kernel';
import { Injectable } from '@nestjs/common';
import { DocumentImport } from '../document-import.entity.ts';
import { DocumentWriter } from './document-writer.ts';
import { DraftsService, type DocumentCreateInput } from './drafts.service.ts';
import { PublicationService } from './publication.service.ts';

/** One record of a source, ready to become a document. */
export interface ImportedRecord {
  /** The same for the same record in every run: its externalId, or its path and content hash. */
  key: string;
  contentHash: string;
  input: DocumentCreateInput;
  /**
   * Publish at once, without a second person: for first filling a repository, by the operator. The trail
   * says so.
   */
  publish: boolean;
  /** Wanted only where the same id is wanted every time. */
  id?: string;
}

export type ImportOutcome = 'imported' | 'updated' | 'unchanged';

/** Thrown at the end of a rehearsal, so that its transaction leaves nothing behind. */
class DryRunDone extends Error {}

/** Brings records of other systems in. Each becomes a whole document in one transaction, or nothing. */
@Injectable()
export class ImportsService {
  private readonly source: DataSource;
  private readonly clock: Clock;
  private readonly drafts: DraftsService;
  private readonly publication: PublicationService;
  private readonly writer: DocumentWriter;

  constructor(
    source: DataSource,
    clock: Clock,
    drafts: DraftsService,
    publication: PublicationService,
    writer: DocumentWriter,
  ) {
    this.source = source;
    this.clock = clock;
    this.drafts = drafts;
    this.publication = publication;
    this.writer = writer;
  }

  /**
   * Imports a record as the principal's work for the acting institution. A record that is known is left
   * alone when it has not changed, and becomes the next version when it has. With `dryRun` everything is
   * checked and nothing stored. Throws what creating and editing throw.
   */
  async import(principal: UserPrincipal, record: ImportedRecord, dryRun = false): Promise<ImportOutcome> {
    const known = await this.source.manager.findOneBy(DocumentImport, {
      institutionId: actingMembership(principal).institutionId,
      recordKey: record.key,
    });
    if (known?.contentHash === record.contentHash) return 'unchanged';
    try {
      if (known) await this.update(principal, known, record, dryRun);
      else await this.create(principal, record, dryRun);
    } catch (error) {
      if (!(error instanceof DryRunDone)) throw error;
    }
    return known ? 'updated' : 'imported';
  }

  private async create(principal: UserPrincipal, record: ImportedRecord, dryRun: boolean): Promise<void> {
    const { id, key, contentHash, input, publish } = record;
    await this.source.transaction(async (manager) => {
      const now = this.clock.now();
      const membership = await holdMembership(manager, actingMembership(principal), now);
      const actor = { userId: principal.userId, membership };
      const { document, version } = await this.drafts.createWithin(manager, actor, input, id ?? newId());
      await manager.insert(DocumentImport, {
        institutionId: membership.institutionId,
        recordKey: key,
        documentId: document.id,
        contentHash,
        importedAt: now,
      });
      const writing = {
        manager,
        principal,
        actor,
        document,
        shown: version,
        latest: version,
        known: null,
        now,
      };
      if (publish) {
        await this.publication.publishWithin(writing, { level: document.sharing.level, imported: true });
      }
      if (dryRun) throw new DryRunDone();
    });
  }

  private async update(
    principal: UserPrincipal,
    known: DocumentImport,
    record: ImportedRecord,
    dryRun: boolean,
  ): Promise<void> {
    const { sharing: _sharing, language: _language, ...changes } = record.input;
    await this.writer.write(principal, known.documentId, 'document.edit', null, async (writing) => {
      await this.drafts.editWithin(writing, {
        ...changes,
        changeNote: 'Imported again, changed at its source.',
      });
      if (record.publish) await this.publication.publishWithin(writing, { imported: true });
      await writing.manager.update(
        DocumentImport,
        { institutionId: known.institutionId, recordKey: known.recordKey },
        { contentHash: record.contentHash, importedAt: writing.now },
      );
      if (dryRun) throw new DryRunDone();
    });
  }
}
