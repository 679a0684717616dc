export { count, IndexCheck, type IndexDifferences } from './index-check.ts';
export { IndexHealth, type IndexState } from './index-health.ts';
export { IndexRebuild } from './index-rebuild.ts';
export { Indexer } from './indexer.ts';
export { SearchModule } from './search.module.ts';
export { SearchService, type SearchArguments, type SearchConnection } from './search.service.ts';
export { SuggestionsService, type SuggestionRow } from './suggestions.service.ts';
export type { EngagementInput } from './precedents/engagement.ts';
export { PrecedentsService, type PrecedentReport } from './precedents/precedents.service.ts';
