import { AttachmentsModule, AttachmentWorker } from '#attachments';
import { AuditModule, AuditWorker } from '#audit';
import { Retention, type BackgroundWork } from '#database';
import { NoticesModule, NoticeWorker } from '#notices';
import { Indexer, SearchModule } from '#search';
import { Module, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';

/** Milliseconds that work in hand gets to be finished when the process stops. */
const PATIENCE = 5_000;

/** Runs queued work, in a process of its own or inside the api's. */
@Module({ imports: [AuditModule, AttachmentsModule, SearchModule, NoticesModule] })
export class WorkerModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly workers: readonly BackgroundWork[];
  private readonly patience = new AbortController();

  constructor(
    indexer: Indexer,
    notices: NoticeWorker,
    audit: AuditWorker,
    retention: Retention,
    attachments: AttachmentWorker,
  ) {
    this.workers = [indexer, notices, audit, retention, attachments];
  }

  onApplicationBootstrap(): void {
    for (const worker of this.workers) worker.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    const timer = setTimeout(() => this.hurry(), PATIENCE);
    await Promise.all(this.workers.map((worker) => worker.stop(this.patience.signal)));
    clearTimeout(timer);
  }

  /** Waits for no work any longer: what is in hand is handed back. */
  hurry(): void {
    this.patience.abort();
  }
}
