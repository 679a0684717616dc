import { ReadDatabase } from '#database';
import { Settings } from '#config';
import { DocumentsModule } from '#documents';
import { PartnersModule } from '#partners';
import {
  Inject,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
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
      useFactory: (settings: Settings, database: ReadDatabase): SearchEngines => {
        const first = settings.meiliUrl ? [meilisearch(settings, settings.meiliUrl)] : [];
        return new SearchEngines([...first, embedded(settings)], database);
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
export class SearchModule implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly engines: SearchEngines;
  private opened: Promise<void> = Promise.resolve();

  constructor(@Inject(SearchEngines) engines: SearchEngines) {
    this.engines = engines;
  }

  /** Engines open, in threads of their own, while other modules make themselves ready. */
  onModuleInit(): void {
    this.opened = open(this.engines);
    // It is waited for later, and fails there.
    this.opened.catch(() => undefined);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.opened;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.engines.close();
  }
}

async function open(engines: SearchEngines): Promise<void> {
  // Unlike a server, a file that cannot be opened now will not be there in a minute, unless there is only no
  // room for it.
  const own = engines.all.find(({ name }) => name === 'embedded');
  await own?.open().catch((error: unknown) => {
    if (!(error instanceof EngineUnavailable)) throw error;
  });
  await engines.open();
}

function embedded({ dataDirectory }: Settings): SearchEngine {
  return new EmbeddedEngine(join(dataDirectory, 'search'));
}

function meilisearch({ meiliApiKey, meiliIndexPrefix }: Settings, url: string): SearchEngine {
  return new MeilisearchEngine({ url, apiKey: meiliApiKey, prefix: meiliIndexPrefix });
}
