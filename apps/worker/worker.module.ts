import { AttachmentsModule, AttachmentWorker } from '#attachments';
import { NoticesModule, NoticeWorker } from '#notices';
import { Indexer, SearchModule } from '#search';
import { Module, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';

/** Runs queued work, in a process of its own or inside the api's. */
@Module({ imports: [SearchModule, NoticesModule, AttachmentsModule] })
export class WorkerModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly indexer: Indexer;
  private readonly notices: NoticeWorker;
  private readonly attachments: AttachmentWorker;

  constructor(indexer: Indexer, notices: NoticeWorker, attachments: AttachmentWorker) {
    this.indexer = indexer;
    this.notices = notices;
    this.attachments = attachments;
  }

  onApplicationBootstrap(): void {
    this.indexer.start();
    this.notices.start();
    this.attachments.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.indexer.stop(), this.notices.stop(), this.attachments.stop()]);
  }
}
