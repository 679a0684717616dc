import { Clock } from '#kernel';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AttachmentStore } from '../storage/attachment-store.ts';
import { Reception } from './reception.ts';
import { UPLOAD_MILLISECONDS } from './uploads.service.ts';

const BATCH = 20;
/** Beyond the time for attaching, so that no transaction that began within it finds its upload gone. */
const GRACE_MILLISECONDS = 3_600_000;

/** Removes uploads that nobody has attached in time. */
@Injectable()
export class ForgottenUploads {
  private readonly source: DataSource;
  private readonly clock: Clock;
  private readonly store: AttachmentStore;
  private readonly reception: Reception;

  constructor(source: DataSource, clock: Clock, store: AttachmentStore, reception: Reception) {
    this.source = source;
    this.clock = clock;
    this.store = store;
    this.reception = reception;
  }

  /** Removes some. Returns how many; those that are being attached or removed by others are left alone. */
  async workOff(): Promise<number> {
    const before = new Date(this.clock.now().getTime() - UPLOAD_MILLISECONDS - GRACE_MILLISECONDS);
    return this.source.transaction(async (manager) => {
      const rows: { id: string }[] = await manager.query(
        `SELECT id FROM attachments WHERE document_id IS NULL AND uploaded_at < $1
         ORDER BY uploaded_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`,
        [before],
      );
      if (rows.length === 0) return 0;
      const ids = rows.map(({ id }) => id);
      // The bytes first: a row without bytes is removed next time, bytes without a row would stay for ever.
      for (const id of ids) await this.store.remove(id);
      await manager.query('DELETE FROM attachment_texts WHERE attachment_id = ANY($1)', [ids]);
      await manager.query('DELETE FROM attachments WHERE id = ANY($1)', [ids]);
      await this.reception.sweep();
      return ids.length;
    });
  }
}
