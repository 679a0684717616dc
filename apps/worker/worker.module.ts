import { AuditModule, AuditWorker } from '#audit';
import { Retention } from '#database';
import { NoticesModule, NoticeWorker } from '#notices';
import { Indexer, SearchModule } from '#search';
import { Module, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';

/** Runs queued work, in a process of its own or inside the api's. */
@Module({ imports: [AuditModule, SearchModule, NoticesModule] })
export class WorkerModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly indexer: Indexer;
  private readonly notices: NoticeWorker;
  private readonly audit: AuditWorker;
  private readonly retention: Retention;

  constructor(indexer: Indexer, notices: NoticeWorker, audit: AuditWorker, retention: Retention) {
    this.indexer = indexer;
    this.notices = notices;
    this.audit = audit;
    this.retention = retention;
  }

  onApplicationBootstrap(): void {
    this.indexer.start();
    this.notices.start();
    this.audit.start();
    this.retention.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    const all = [this.indexer, this.notices, this.audit, this.retention];
    await Promise.all(all.map((work) => work.stop()));
  }
}
