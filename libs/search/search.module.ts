import { ReadDatabase } from '#database';
import { Settings } from '#config';
import { DocumentsModule } from '#documents';
import { PartnersModule } from '#partners';
import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { join } from 'node:path';
import { EmbeddedEngine } from './embedded/embedded-engine.ts';
import { EngineUnavailable } from './engine-unavailable.ts';
import type { SearchEngine } from './engine.ts';
import { FacetLabels } from './facet-labels.ts';
import { IndexCheck } from './index-check.ts';
import { IndexHealth } from './index-health.ts';
import { IndexRebuild } from './index-rebuild.ts';
import { IndexRegistry } from './index-registry.ts';
import { Indexer } from './indexer.ts';
import { MeilisearchEngine } from './meilisearch/meilisearch-engine.ts';
import { PrecedentsService } from './precedents/precedents.service.ts';
import { SearchEngines } from './search-engines.ts';
import { SearchIndex } from './search-index.entity.ts';
import { SearchService } from './search.service.ts';
import { SuggestionsService } from './suggestions.service.ts';

@Module({
  imports: [TypeOrmModule.forFeature([SearchIndex]), DocumentsModule, PartnersModule],
  providers: [
    {
      provide: SearchEngines,
      inject: [Settings, ReadDatabase],
      useFactory: async (settings: Settings, database: ReadDatabase): Promise<SearchEngines> => {
        const own = embedded(settings);
        // Unlike a server, a file that cannot be opened now will not be there in a minute, unless there is
        // only no room for it.
        await own.open().catch((error: unknown) => {
          if (!(error instanceof EngineUnavailable)) throw error;
        });
        const first = settings.meiliUrl ? [meilisearch(settings, settings.meiliUrl)] : [];
        const engines = new SearchEngines([...first, own], database);
        await engines.open();
        return engines;
      },
    },
    FacetLabels,
    SearchService,
    SuggestionsService,
    PrecedentsService,
    IndexRegistry,
    Indexer,
    IndexCheck,
    IndexRebuild,
    IndexHealth,
  ],
  exports: [
    SearchService,
    SuggestionsService,
    PrecedentsService,
    Indexer,
    IndexCheck,
    IndexRebuild,
    IndexHealth,
  ],
})
export class SearchModule implements OnApplicationShutdown {
  private readonly engines: SearchEngines;

  constructor(@Inject(SearchEngines) engines: SearchEngines) {
    this.engines = engines;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.engines.close();
  }
}

function embedded({ dataDirectory }: Settings): SearchEngine {
  return new EmbeddedEngine(join(dataDirectory, 'search'));
}

function meilisearch({ meiliApiKey, meiliIndexPrefix }: Settings, url: string): SearchEngine {
  return new MeilisearchEngine({ url, apiKey: meiliApiKey, prefix: meiliIndexPrefix });
}
