import { Settings } from '#config';
import { DocumentsModule } from '#documents';
import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { mkdir } from 'node:fs/promises';
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
        const engine = settings.meiliUrl
          ? meilisearch(settings, settings.meiliUrl)
          : await embedded(settings);
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

async function embedded({ dataDirectory }: Settings): Promise<SearchEngine> {
  const folder = join(dataDirectory, 'search');
  // It holds the text of documents, so it is for nobody else on the machine.
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return new EmbeddedEngine(join(folder, 'index.sqlite'));
}

function meilisearch({ meiliApiKey, meiliIndexPrefix }: Settings, url: string): SearchEngine {
  return new MeilisearchEngine({ url, apiKey: meiliApiKey, prefix: meiliIndexPrefix });
}
