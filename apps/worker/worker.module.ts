import { Retention } from '#database';
import { NoticesModule, NoticeWorker } from '#notices';
import { Indexer, SearchModule } from '#search';
import { Module, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';

/** Runs queued work, in a process of its own or inside the api's. */
@Module({ imports: [SearchModule, NoticesModule] })
export class WorkerModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly indexer: Indexer;
  private readonly notices: NoticeWorker;
  private readonly retention: Retention;

  constructor(indexer: Indexer, notices: NoticeWorker, retention: Retention) {
    this.indexer = indexer;
    this.notices = notices;
    this.retention = retention;
  }

  onApplicationBootstrap(): void {
    this.indexer.start();
    this.notices.start();
    this.retention.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.indexer.stop(), this.notices.stop(), this.retention.stop()]);
  }
}
