import { Indexer, SearchModule } from '#search';
import { Module, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';

/** Runs queued work, in a process of its own or inside the api's. */
@Module({ imports: [SearchModule] })
export class WorkerModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly indexer: Indexer;

  constructor(indexer: Indexer) {
    this.indexer = indexer;
  }

  onApplicationBootstrap(): void {
    this.indexer.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.indexer.stop();
  }
}
