import type { GranularFilterableAttribute, Settings } from 'meilisearch';
import { FACTS, SHORT_ID } from './fact-values.ts';
import { LEVELS } from './impact.ts';
import { TEXT_FIELDS } from '../text/fields.ts';

/** Raise it when what is written to the index changes without a change of the settings below. */
const DOCUMENT_VERSION = 5;

/** The attributes in which single words are found: one for each level, the one that says most first. */
export const STEM_ATTRIBUTES = Array.from({ length: LEVELS }, (_, level) => `stems.${levelName(level)}`);
/** The attributes in which words are found in a row. */
const SEQUENCE_ATTRIBUTES = TEXT_FIELDS.map((field) => `sequence.${field}`);
/** The attributes in which the beginnings of words are found, while somebody types. */
export const BEGINNINGS = {
  title: 'beginnings.title',
  topics: 'beginnings.topics',
} as const;
/** All searchable attributes, in the order in which the ranking rule counts them. */
export const SEARCHABLE = [...STEM_ATTRIBUTES, ...SEQUENCE_ATTRIBUTES, ...Object.values(BEGINNINGS)];

/** For `attributesToSearchOn`. */
export const IN_STEMS = ['stems.*'];
export const IN_SEQUENCE = ['sequence.*'];

/** The name of a level in `stems`. */
export function levelName(level: number): string {
  return `level${String(level).padStart(2, '0')}`;
}

const filterable: GranularFilterableAttribute[] = (['order', 'equality'] as const).map((asked) => ({
  attributePatterns: [
    ...Object.entries(FACTS)
      .filter(([, how]) => how === asked)
      .map(([name]) => name),
    ...(asked === 'equality' ? ['year', SHORT_ID] : []),
  ],
  features: { facetSearch: false, filter: { equality: true, comparison: asked === 'order' } },
}));

/**
 * The settings of the index. Words come ready (see `tokensOf`), so everything by which Meilisearch would
 * find more than it is asked is off. The order of hits by score is worked out by us; what remains to the
 * ranking rules is to list by time (`sort`), and to put first what has a word at a higher level.
 */
export const SETTINGS: Settings = {
  searchableAttributes: SEARCHABLE,
  filterableAttributes: filterable,
  sortableAttributes: ['publishedAt', 'id'],
  rankingRules: ['sort', 'words', 'attributeRank'],
  typoTolerance: { enabled: false },
  prefixSearch: 'disabled',
  stopWords: [],
  synonyms: {},
  proximityPrecision: 'byWord',
  // Totals are exact, and lists are paged to their end.
  pagination: { maxTotalHits: 100_000_000 },
  // More than are told, so that of equally frequent ones the first by value are among them.
  faceting: { maxValuesPerFacet: 1_000, sortFacetValuesBy: { '*': 'count' } },
  facetSearch: false,
  searchCutoffMs: 10_000,
};

/**
 * The settings of the index beside it, which has the words of all documents: in it, and only in it, words
 * are found by their beginnings and in spite of typing errors.
 */
export const WORD_SETTINGS: Settings = {
  searchableAttributes: ['word'],
  rankingRules: ['typo', 'exactness'],
  typoTolerance: { enabled: true, minWordSizeForTypos: { oneTypo: 4, twoTypos: 8 } },
  facetSearch: false,
};

/** What an index must have been made with to be used. */
export const DEFINITION = JSON.stringify([DOCUMENT_VERSION, SETTINGS, WORD_SETTINGS]);
