import { AttachmentStore, CorruptContent, MissingContent, verifiedContent } from '#attachments';
import { AuditTrail, SigningKey, type AuditEntry } from '#audit';
import { Clock, newId } from '#kernel';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { applicationVersion } from './application-version.ts';
import { BackupWriter } from './file/backup-writer.ts';
import { FORMAT, type BackupHeader } from './file/format.ts';
import { Snapshot } from './tables/snapshot.ts';

/** Attachments that are looked up at a time. */
const PAGE = 500;

/** What is in a backup that has been made. */
export interface MadeBackup {
  /** Bytes of the file. */
  bytes: number;
  documents: number;
  attachments: number;
  /** Attachments whose content is not in it, since it is gone or no longer what was uploaded. */
  leftOut: string[];
}

/** How to make one. */
export interface Making {
  /** Of a role that may read every table. */
  url: string;
  path: string;
  /** Gives up when it is aborted. */
  signal: AbortSignal;
  /** Told how many tables and attachments are in it, and of how many. */
  progress?: (done: number, total: number) => void;
}

interface AttachmentRow {
  id: string;
  size: number;
  sha256: Buffer;
}

/** Puts everything that Precedent keeps into one file, as it is at one moment, while writing goes on. */
@Injectable()
export class BackupsService {
  private readonly source: DataSource;
  private readonly trail: AuditTrail;
  private readonly store: AttachmentStore;
  private readonly key: SigningKey;
  private readonly clock: Clock;

  constructor(source: DataSource, trail: AuditTrail, store: AttachmentStore, key: SigningKey, clock: Clock) {
    this.source = source;
    this.trail = trail;
    this.store = store;
    this.key = key;
    this.clock = clock;
  }

  /**
   * Makes a backup. What was committed before the call is in it. Leaves either the whole file or nothing
   * under the path. Throws BadInput for a path that is taken or cannot be written to. The trail has that it
   * was begun, before anything is read, and how it ended.
   */
  async make(making: Making): Promise<MadeBackup> {
    const id = newId();
    const writer = await BackupWriter.open(making.path, making.signal);
    let begun = false;
    try {
      await this.note(id, 'backup.begun');
      begun = true;
      const made = await this.write(id, writer, making);
      await writer.publish();
      const { leftOut, ...counts } = made;
      await this.note(id, 'backup.made', { ...counts, leftOut: leftOut.length });
      return made;
    } catch (error) {
      if (begun) await this.note(id, 'backup.made', {}, 'FAILED');
      throw error;
    } finally {
      await writer.discard();
    }
  }

  private async write(id: string, writer: BackupWriter, { url, progress }: Making): Promise<MadeBackup> {
    const snapshot = await Snapshot.open(url);
    try {
      const described = await snapshot.begin();
      await writer.begin(await this.header(id, described));
      const [total, rows] = [await attachmentCount(snapshot, described), new Map<string, number>()];
      for (const table of described.tables) {
        const { content, rows: read } = snapshot.read(table);
        await writer.add(`tables/${table.name}`, content);
        rows.set(table.name, read());
        progress?.(rows.size, described.tables.length + total);
      }
      const leftOut: string[] = [];
      let attachments = 0;
      for await (const row of total > 0 ? kept(snapshot) : []) {
        if (!(await this.attachment(writer, row))) leftOut.push(row.id);
        else attachments += 1;
        progress?.(rows.size + attachments + leftOut.length, rows.size + total);
      }
      const { bytes } = await writer.finish({ rows: Object.fromEntries(rows), attachments });
      return { bytes, documents: rows.get('documents') ?? 0, attachments, leftOut };
    } finally {
      await snapshot.close();
    }
  }

  private async header(
    id: string,
    described: Pick<BackupHeader, 'migrations' | 'tables' | 'sequences'>,
  ): Promise<BackupHeader> {
    return {
      ...{ format: FORMAT, id, application: applicationVersion(), madeAt: this.clock.now().toISOString() },
      ...described,
      auditKeys: [...(await this.key.trusted())],
    };
  }

  /**
   * Writes the content of an attachment. Returns false for one that should be there and is not, or is not as it
   * was; what was given up since the snapshot, as uploads that nobody has attached are, need not be there.
   */
  private async attachment(writer: BackupWriter, { id, size, sha256 }: AttachmentRow): Promise<boolean> {
    try {
      const content = verifiedContent(await this.store.open(id), { size, sha256 });
      await writer.add(`attachments/${id}`, content);
      return true;
    } catch (error) {
      if (error instanceof CorruptContent) return false;
      if (!(error instanceof MissingContent)) throw error;
      const [row] = await this.source.query<unknown[]>(
        `SELECT 1 FROM attachments WHERE id = $1 AND state <> 'REFUSED'`,
        [id],
      );
      return row === undefined;
    }
  }

  private note(
    id: string,
    event: string,
    details: Record<string, unknown> = {},
    outcome: AuditEntry['outcome'] = 'DONE',
  ): Promise<void> {
    const subject = { subjectType: 'backup', subjectId: id } as const;
    return this.trail.note({ userId: null, institutionId: null, event, ...subject, details, outcome });
  }
}

/** Zero also where there are none yet. */
async function attachmentCount(
  snapshot: Snapshot,
  { tables }: Pick<BackupHeader, 'tables'>,
): Promise<number> {
  if (!tables.some(({ name }) => name === 'attachments')) return 0;
  const [row] = await snapshot.ask<{ count: string }>(
    `SELECT count(*) FROM attachments WHERE state <> 'REFUSED'`,
  );
  return Number(row!.count);
}

/** Attachments that have content: all but those in which something harmful was found. */
async function* kept(snapshot: Snapshot): AsyncGenerator<AttachmentRow> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const rows = await snapshot.ask<AttachmentRow>(
      `SELECT id, size, sha256 FROM attachments WHERE state <> 'REFUSED' AND id > $1 ORDER BY id LIMIT ${PAGE}`,
      [after],
    );
    yield* rows;
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.id;
  }
}
