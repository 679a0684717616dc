import { Clock } from '#kernel';
import { Injectable, Logger } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { DataSource, type EntityManager } from 'typeorm';
import { Attachment, AttachmentText } from '../attachment.entity.ts';
import { Extractor } from '../extraction/extractor.ts';
import { Scanner } from '../scanning/scanner.ts';
import { AttachmentStore } from '../storage/attachment-store.ts';
import { verifiedContent } from '../storage/verified-content.ts';
import { TextFollowers } from '../text-followers.ts';

/** As long as one examination may take, and some: then another worker may take over. */
const LEASE_MILLISECONDS = 300_000;
const FIRST_DELAY_SECONDS = 5;
const LONGEST_DELAY_SECONDS = 600;
const LONGEST_MESSAGE = 1_000;

/**
 * Looks at what was uploaded: has it scanned where there is a scanner, and takes the words out of it. One at a
 * time in each process; any number of processes may, at the same time. What fails for reasons of ours is tried
 * again for ever, so that nothing passes unscanned; what is wrong with a file is its own and final.
 */
@Injectable()
export class Examination {
  private readonly logger = new Logger(Examination.name);
  private readonly source: DataSource;
  private readonly clock: Clock;
  private readonly store: AttachmentStore;
  private readonly scanner: Scanner | null;
  private readonly extractor: Extractor;
  private readonly followers: TextFollowers;
  private inHand: Attachment | null = null;

  constructor(
    source: DataSource,
    clock: Clock,
    store: AttachmentStore,
    scanner: Scanner | null,
    extractor: Extractor,
    followers: TextFollowers,
  ) {
    this.source = source;
    this.clock = clock;
    this.store = store;
    this.scanner = scanner;
    this.extractor = extractor;
    this.followers = followers;
  }

  /** Examines one that is due. Returns how many that was. */
  async workOff(): Promise<number> {
    const attachment = await this.claim();
    if (!attachment) return 0;
    this.inHand = attachment;
    try {
      if (await this.isAcceptable(attachment)) await this.takeText(attachment);
    } catch (error) {
      await this.postpone(attachment, error as Error);
    } finally {
      this.inHand = null;
    }
    return 1;
  }

  /** Leaves what is being examined to other workers, as if it had not been begun. */
  async handBack(): Promise<void> {
    if (!this.inHand) return;
    await this.source.query(
      'UPDATE attachments SET due_at = $2, attempts = attempts - 1 WHERE id = $1 AND due_at IS NOT NULL',
      [this.inHand.id, this.clock.now()],
    );
  }

  /** Also what came in unscanned before there was a scanner. */
  private async claim(): Promise<Attachment | null> {
    const now = this.clock.now();
    return this.source.transaction(async (manager) => {
      const [row] = await manager.query<{ id: string }[]>(
        `SELECT id FROM attachments
         WHERE due_at <= $1 OR due_at > $3 OR (due_at IS NOT NULL AND attempts = 0) OR ($2 AND due_at IS NULL AND state = 'UPLOADED')
         ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
        // What waits longer than any is put off was put off by a clock that was ahead.
        [now, this.scanner !== null, new Date(now.getTime() + LONGEST_DELAY_SECONDS * 1_000)],
      );
      if (!row) return null;
      const dueAt = new Date(now.getTime() + LEASE_MILLISECONDS);
      await manager.update(Attachment, { id: row.id }, { dueAt, attempts: () => 'attempts + 1' });
      return manager.findOneByOrFail(Attachment, { id: row.id });
    });
  }

  private async isAcceptable(attachment: Attachment): Promise<boolean> {
    if (attachment.state === 'REFUSED') {
      await this.forget(attachment);
      return false;
    }
    if (this.scanner === null || attachment.state === 'CLEAN') return true;
    const verdict = await this.scanner.scan(await this.content(attachment));
    if (verdict.clean) {
      await this.source.manager.update(Attachment, { id: attachment.id }, { state: 'CLEAN' });
      return true;
    }
    this.logger.warn(`Attachment ${attachment.id} is refused: ${verdict.found}`);
    await this.settle(attachment, async (manager) => {
      await manager.delete(AttachmentText, { attachmentId: attachment.id });
      const reason = `The scanner has found something harmful in it: ${verdict.found.slice(0, 100)}.`;
      await manager.update(
        Attachment,
        { id: attachment.id },
        { state: 'REFUSED', textState: 'NONE', reason },
      );
    });
    await this.forget(attachment);
    return false;
  }

  /** Nothing harmful is kept; that it was there, and why it is not, stays. */
  private async forget({ id }: Attachment): Promise<void> {
    await this.store.remove(id);
    await this.source.manager.update(Attachment, { id }, { dueAt: null, lastError: null });
  }

  private async takeText(attachment: Attachment): Promise<void> {
    const { id } = attachment;
    if (attachment.textState !== 'WAITING') {
      await this.source.manager.update(Attachment, { id }, { dueAt: null, lastError: null });
      return;
    }
    const outcome = await this.extractor.extract(await this.content(attachment), attachment.mediaType);
    await this.settle(attachment, async (manager) => {
      const done = { dueAt: null, lastError: null };
      if ('text' in outcome) {
        await manager.upsert(AttachmentText, { attachmentId: id, text: outcome.text }, ['attachmentId']);
        await manager.update(Attachment, { id }, { ...done, textState: 'EXTRACTED', reason: null });
      } else {
        await manager.update(Attachment, { id }, { ...done, textState: 'FAILED', reason: outcome.reason });
      }
    });
  }

  /** The change, unless the upload was removed meanwhile; whoever keeps its text somewhere follows. */
  private async settle({ id }: Attachment, change: (manager: EntityManager) => Promise<void>): Promise<void> {
    await this.source.transaction(async (manager) => {
      const rows: unknown[] = await manager.query('SELECT 1 FROM attachments WHERE id = $1 FOR UPDATE', [id]);
      if (rows.length === 0) return;
      await change(manager);
      await this.followers.tell(manager, id);
    });
  }

  private async content({ id, size, sha256 }: Attachment): Promise<Readable> {
    return verifiedContent(await this.store.open(id), { size, sha256 });
  }

  private async postpone({ id, attempts }: Attachment, error: Error): Promise<void> {
    const seconds = Math.min(FIRST_DELAY_SECONDS * 2 ** (attempts - 1), LONGEST_DELAY_SECONDS);
    this.logger.warn(`Attachment ${id} waits to be examined, next try in ${seconds} s: ${error.message}`);
    const dueAt = new Date(this.clock.now().getTime() + seconds * 1_000);
    const lastError = error.message.slice(0, LONGEST_MESSAGE);
    await this.source.manager.update(Attachment, { id }, { dueAt, lastError });
  }
}
