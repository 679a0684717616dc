import { Settings } from '#config';
import { DocumentsModule } from '#documents';
import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { join } from 'node:path';
import { EmbeddedEngine } from './embedded/embedded-engine.ts';
import { SearchEngine } from './engine.ts';
import { FacetLabels } from './facet-labels.ts';
import { IndexCheck } from './index-check.ts';
import { Indexer } from './indexer.ts';
import { MeilisearchEngine } from './meilisearch/meilisearch-engine.ts';
import { SearchIndex } from './search-index.entity.ts';
import { SearchService } from './search.service.ts';

@Module({
  imports: [TypeOrmModule.forFeature([SearchIndex]), DocumentsModule],
  providers: [
    {
      provide: SearchEngine,
      inject: [Settings],
      useFactory: async (settings: Settings): Promise<SearchEngine> => {
        const engine = settings.meiliUrl ? meilisearch(settings, settings.meiliUrl) : embedded(settings);
        await engine.open();
        return engine;
      },
    },
    FacetLabels,
    SearchService,
    Indexer,
    IndexCheck,
  ],
  exports: [SearchService, Indexer, IndexCheck],
})
export class SearchModule implements OnApplicationShutdown {
  private readonly engine: SearchEngine;

  constructor(@Inject(SearchEngine) engine: SearchEngine) {
    this.engine = engine;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.engine.close();
  }
}

function embedded({ dataDirectory }: Settings): SearchEngine {
  return new EmbeddedEngine(join(dataDirectory, 'search'));
}

function meilisearch({ meiliApiKey, meiliIndexPrefix }: Settings, url: string): SearchEngine {
  return new MeilisearchEngine({ url, apiKey: meiliApiKey, prefix: meiliIndexPrefix });
}
