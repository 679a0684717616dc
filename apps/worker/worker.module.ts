import { AttachmentsModule, AttachmentWorker } from '#attachments';
import { AuditModule, AuditWorker } from '#audit';
import { Retention, type BackgroundWork } from '#database';
import { NoticesModule, NoticeWorker } from '#notices';
import { Indexer, SearchModule } from '#search';
import { Module, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';

/** Runs queued work, in a process of its own or inside the api's. */
@Module({ imports: [AuditModule, AttachmentsModule, SearchModule, NoticesModule] })
export class WorkerModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly workers: readonly BackgroundWork[];

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
    await Promise.all(this.workers.map((worker) => worker.stop()));
  }
}
