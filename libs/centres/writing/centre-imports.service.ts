import { actingMembership, type UserPrincipal } from '#access';
import type { SharingInput } from '#documents';
import { newId, Refusal } from '#kernel';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { JointCentre, JointCentreImport } from '../joint-centre.entity.ts';
import { CentreWriter } from './centre-writer.ts';
import { JointCentresService, type JointCentreEditInput } from './joint-centres.service.ts';

/** One record of a source, ready to become a joint centre. */
export interface ImportedCentre {
  /** The same for the same record in every run. */
  key: string;
  contentHash: string;
  /** Every field of the record, so that what it no longer says goes. */
  input: JointCentreEditInput;
  /** What the record itself says of its sharing; null when it is silent. */
  sharing: SharingInput | null;
  /** The sharing of a new centre whose record is silent. */
  defaultSharing: SharingInput | null;
}

export type CentreImportOutcome = 'imported' | 'updated' | 'unchanged';

/** Thrown at the end of a rehearsal, so that its transaction leaves nothing behind. */
class DryRunDone extends Error {}

/** Brings records of other systems in. Each becomes a whole centre in one transaction, or nothing. */
@Injectable()
export class CentreImportsService {
  private readonly source: DataSource;
  private readonly writer: CentreWriter;
  private readonly centres: JointCentresService;

  constructor(source: DataSource, writer: CentreWriter, centres: JointCentresService) {
    this.source = source;
    this.writer = writer;
    this.centres = centres;
  }

  /**
   * Imports a record for the acting institution. A record that is known is left alone when it has not
   * changed. One that has changed replaces what the centre says; its sharing only where the record itself
   * names one. With `dryRun` everything is checked and nothing stored. Throws what creating, editing and
   * sharing throw, and STATE for a record whose centre was deleted here.
   */
  async import(
    principal: UserPrincipal,
    record: ImportedCentre,
    dryRun = false,
  ): Promise<CentreImportOutcome> {
    const { institutionId } = actingMembership(principal);
    const known = await this.source.manager.findOneBy(JointCentreImport, {
      institutionId,
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

  private async create(principal: UserPrincipal, record: ImportedCentre, dryRun: boolean): Promise<void> {
    await this.writer.acting(principal, async (acting) => {
      const id = newId();
      const input = { ...record.input, sharing: record.sharing ?? record.defaultSharing };
      await this.centres.createWithin(acting, input, id, { imported: true });
      await acting.manager.insert(JointCentreImport, {
        institutionId: acting.membership.institutionId,
        recordKey: record.key,
        centreId: id,
        contentHash: record.contentHash,
        importedAt: acting.now,
      });
      if (dryRun) throw new DryRunDone();
    });
  }

  private async update(
    principal: UserPrincipal,
    known: JointCentreImport,
    record: ImportedCentre,
    dryRun: boolean,
  ): Promise<void> {
    await requireLiving(this.source.manager, known.centreId);
    await this.writer.write(principal, known.centreId, null, async (writing) => {
      await this.centres.editWithin(writing, record.input, { imported: true });
      if (record.sharing) await this.centres.shareWithin(writing, record.sharing, ['input', 'sharing']);
      const { institutionId, recordKey } = known;
      await writing.manager.update(
        JointCentreImport,
        { institutionId, recordKey },
        { contentHash: record.contentHash, importedAt: writing.now },
      );
      if (dryRun) throw new DryRunDone();
    });
  }
}

/** What was deleted on purpose does not come back by repeating an import. */
async function requireLiving(manager: EntityManager, id: string): Promise<void> {
  const centre = await manager.findOneBy(JointCentre, { id });
  if (centre?.deletedAt) {
    throw Refusal.of('STATE', 'The centre of this record was deleted; give it another externalId.', [
      'externalId',
    ]);
  }
}
