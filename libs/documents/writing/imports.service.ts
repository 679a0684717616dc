import { DataSource, In, type EntityManager } from 'typeorm';
import { actingMembership, holdMembership, type Actor, type UserPrincipal } from '#access';
import { insertEntities } from '#database';
import { Clock, newId, Refusal } from '#kernel';
import { Injectable } from '@nestjs/common';
import { DocumentImport } from '../document-import.entity.ts';
import { DocumentWriter, nextRevisions } from './document-writer.ts';
import { DraftsService } from './drafts.service.ts';
import { NewDocuments, type DocumentCreateInput, type Draft } from './new-documents.ts';
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

/** A record that is new, and what it has become. */
interface Begun {
  record: ImportedRecord;
  draft: Draft;
}

/** Thrown at the end of a rehearsal, so that its transaction leaves nothing behind. */
class DryRunDone extends Error {}

/**
 * Brings records of other systems in. Each becomes a whole document or nothing, and one that is refused stops
 * no other; those that are new are stored together, many times faster than one by one.
 */
@Injectable()
export class ImportsService {
  private readonly source: DataSource;
  private readonly clock: Clock;
  private readonly beginnings: NewDocuments;
  private readonly drafts: DraftsService;
  private readonly publication: PublicationService;
  private readonly writer: DocumentWriter;

  constructor(
    source: DataSource,
    clock: Clock,
    beginnings: NewDocuments,
    drafts: DraftsService,
    publication: PublicationService,
    writer: DocumentWriter,
  ) {
    this.source = source;
    this.clock = clock;
    this.beginnings = beginnings;
    this.drafts = drafts;
    this.publication = publication;
    this.writer = writer;
  }

  /**
   * Imports records as the principal's work for the acting institution; their keys are all different. A record
   * that is known is left alone when it has not changed, and becomes the next version when it has. With
   * `dryRun` everything is checked and nothing stored. Answers in the order of the records, with the Refusal
   * for one that was refused: what creating and editing throw.
   */
  async import(
    principal: UserPrincipal,
    records: readonly ImportedRecord[],
    dryRun = false,
  ): Promise<(ImportOutcome | Refusal)[]> {
    const known = await this.known(principal, records);
    const unknown = records.filter(({ key }) => !known.has(key));
    const refused = await this.createAll(principal, unknown, dryRun);
    const outcomes: (ImportOutcome | Refusal)[] = [];
    for (const record of records) {
      const former = known.get(record.key);
      if (!former) outcomes.push(refused.get(record) ?? 'imported');
      else if (former.contentHash === record.contentHash) outcomes.push('unchanged');
      else outcomes.push(await this.update(principal, former, record, dryRun));
    }
    return outcomes;
  }

  private async known(
    principal: UserPrincipal,
    records: readonly ImportedRecord[],
  ): Promise<Map<string, DocumentImport>> {
    const { institutionId } = actingMembership(principal);
    const recordKey = In(records.map(({ key }) => key));
    const found = await this.source.manager.findBy(DocumentImport, { institutionId, recordKey });
    return new Map(found.map((one) => [one.recordKey, one]));
  }

  /** Creates documents from those of the records that nothing is wrong with; returns why not, of the others. */
  private async createAll(
    principal: UserPrincipal,
    records: readonly ImportedRecord[],
    dryRun: boolean,
  ): Promise<Map<ImportedRecord, Refusal>> {
    const refused = new Map<ImportedRecord, Refusal>();
    if (records.length === 0) return refused;
    await rehearsed(async () =>
      this.source.transaction(async (manager) => {
        const now = this.clock.now();
        const membership = await holdMembership(manager, actingMembership(principal), now);
        const actor = { userId: principal.userId, membership };
        const begun: Begun[] = [];
        // What is looked up for all of them goes out together.
        const drafts = await Promise.all(
          records.map(({ id = newId(), input }) =>
            orRefusal(this.beginnings.prepare(manager, actor, input, id, now)),
          ),
        );
        drafts.forEach((draft, at) => {
          const record = records[at]!;
          if (draft instanceof Refusal) refused.set(record, draft);
          else begun.push({ record, draft });
        });
        await this.store(manager, actor, begun, now);
        if (dryRun) throw new DryRunDone();
      }),
    );
    return refused;
  }

  private async store(
    manager: EntityManager,
    actor: Actor,
    begun: readonly Begun[],
    now: Date,
  ): Promise<void> {
    if (begun.length === 0) return;
    const revisions = await nextRevisions(manager, begun.length);
    begun.forEach(({ draft: { document } }, at) => (document.revision = revisions[at]!));
    const drafts = (publish: boolean): Draft[] =>
      begun.filter(({ record }) => record.publish === publish).map(({ draft }) => draft);
    await this.beginnings.storePublished(manager, actor, drafts(true), now);
    await this.beginnings.store(manager, actor, drafts(false));
    const imports = begun.map(({ record: { key, contentHash }, draft: { document } }) => ({
      ...{ institutionId: document.institutionId, recordKey: key, documentId: document.id },
      ...{ contentHash, importedAt: now },
    }));
    await insertEntities(manager, DocumentImport, imports);
  }

  private async update(
    principal: UserPrincipal,
    known: DocumentImport,
    record: ImportedRecord,
    dryRun: boolean,
  ): Promise<ImportOutcome | Refusal> {
    const { sharing: _sharing, language: _language, ...changes } = record.input;
    const { institutionId, recordKey } = known;
    const writing = rehearsed(() =>
      this.writer.write(principal, known.documentId, 'document.edit', null, async (held) => {
        const changeNote = 'Imported again, changed at its source.';
        await this.drafts.editWithin(held, { ...changes, changeNote });
        if (record.publish) await this.publication.publishWithin(held, { imported: true });
        const news = { contentHash: record.contentHash, importedAt: held.now };
        await held.manager.update(DocumentImport, { institutionId, recordKey }, news);
        if (dryRun) throw new DryRunDone();
      }),
    );
    return orRefusal(writing.then(() => 'updated' as const));
  }
}

/** Whether it was done or rehearsed is all the same. */
async function rehearsed(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof DryRunDone)) throw error;
  }
}

/** What the promise brings, or why that was refused. */
async function orRefusal<T>(promise: Promise<T>): Promise<T | Refusal> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
