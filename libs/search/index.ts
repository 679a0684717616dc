export { SearchEngine, SEARCH_FACETS, type SearchFacet } from './engine.ts';
export { Indexer } from './indexer.ts';
export { SearchModule } from './search.module.ts';
export { SearchService, type SearchArguments, type SearchConnection } from './search.service.ts';
