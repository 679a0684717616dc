import { AuditModule, AuditWorker } from '#audit';
import { NoticesModule, NoticeWorker } from '#notices';
import { Indexer, SearchModule } from '#search';
import { Module, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';

/** Runs queued work, in a process of its own or inside the api's. */
@Module({ imports: [AuditModule, SearchModule, NoticesModule] })
export class WorkerModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly indexer: Indexer;
  private readonly notices: NoticeWorker;
  private readonly audit: AuditWorker;

  constructor(indexer: Indexer, notices: NoticeWorker, audit: AuditWorker) {
    this.indexer = indexer;
    this.notices = notices;
    this.audit = audit;
  }

  onApplicationBootstrap(): void {
    this.indexer.start();
    this.notices.start();
    this.audit.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.indexer.stop(), this.notices.stop(), this.audit.stop()]);
  }
}
