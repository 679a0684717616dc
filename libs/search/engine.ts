import type { DocumentFacts, Predicate } from '#access';

/** The facets of the contract. */
export const SEARCH_FACETS = [
  'KIND',
  'INSTITUTION',
  'TOPIC',
  'COUNTRY',
  'RISK_AREA',
  'DECISION',
  'TECHNOLOGY_AREA',
  'COLLABORATION_TYPE',
  'SEVERITY',
  'PARTNER',
  'YEAR',
] as const;
export type SearchFacet = (typeof SEARCH_FACETS)[number];

/** A published document as an engine indexes it: the facts that filters ask, and the text to be found. */
export interface IndexedDocument extends DocumentFacts {
  /** Grows with every change of the document; an engine never replaces a higher one by a lower one. */
  revision: number;
  language: string;
  title: string;
  summary: string;
  body: string;
  /** Every name of the partners it is about, in all their languages and scripts. */
  partnerNames: readonly string[];
  /** The words of what is attached to it, as they were taken out: no Markdown. */
  attachmentText: string;
}

/**
 * Counts of one facet's values, over what the query's text finds under `filter`, which stands in the place
 * of the request's own: so a facet can be counted as if nothing had been chosen in it.
 */
export interface FacetRequest {
  facet: SearchFacet;
  filter: Predicate;
}

export interface EngineRequest {
  /** The query as typed; empty finds everything, newest first. */
  text: string;
  /** Other names of what the text names: each of them finds like a word of the text, its own words in a row. */
  synonyms: readonly string[];
  /** Access rule and the caller's own filter in one; what does not satisfy it does not exist here. */
  filter: Predicate;
  /** Everything the caller may read, from whose words typing errors are corrected. */
  readable: Predicate;
  facets: readonly FacetRequest[];
  /** How many hits at the most. */
  limit: number;
  /** Continue behind this position, taken from a hit of the same query; null starts at the top. */
  after: EnginePosition | null;
  /** Now, by which documents are fresh or overdue. */
  moment: Date;
}

/**
 * Where a hit stands in the order of its query; opaque to everyone but the engine that made it. It carries
 * what the first page knew of the words' rarity, so that documents added meanwhile change no order.
 */
export type EnginePosition = readonly (string | number | null)[];

export interface EngineHit {
  id: string;
  /** The revision that was indexed, and to which highlights and snippet belong. */
  revision: number;
  /** Larger is better; comparable within one query only. */
  score: number;
  /** HTML: the title, escaped, with `<mark>` around what matched. */
  titleHighlighted: string;
  /** HTML: the best passage, escaped, with `<mark>` around what matched. */
  snippet: string;
  position: EnginePosition;
}

/**
 * Is told which documents an answer will have, in its order, by an engine that knows before it has marked up and
 * counted everything.
 */
export type Foretell = (ids: readonly string[]) => void;

export interface EngineResult {
  hits: EngineHit[];
  hasMore: boolean;
  total: number;
  totalIsExact: boolean;
  facets: { facet: SearchFacet; counts: { value: string; count: number }[] }[];
  correctedQuery: string | null;
}

/** What somebody may go on typing. */
export interface SuggestRequest {
  /** As typed so far. */
  text: string;
  /** What does not satisfy it does not exist here. */
  filter: Predicate;
  /** How many of each at the most. */
  limit: number;
}

export interface SuggestResult {
  /** Titles of which every typed word begins a word, best first. */
  titles: { id: string; title: string }[];
  /** The same for topics, with the number of documents. */
  topics: { value: string; count: number }[];
}

/** What an index holds of a document. */
export interface IndexEntry {
  revision: number;
  /** A digest of the facts as the index has them; see `SearchEngine.factsDigest`. */
  facts: string;
}

/** A fresh index beside the one in use, to be filled and then put in its place. */
export interface Rebuilding {
  /** Works on the fresh index. */
  readonly engine: SearchEngine;
  /** Puts the fresh index, with its generation, in the place of the old one, which goes. */
  promote(): Promise<void>;
  /** Throws the fresh index away. */
  discard(): Promise<void>;
}

/**
 * Finds documents. An engine only finds: what it returns is re-read from PostgreSQL through the access
 * rule before anyone sees it. Every engine passes the same contract tests.
 */
export abstract class SearchEngine {
  /** As SearchConnection.engine names it. */
  abstract readonly name: 'embedded' | 'meilisearch';

  /** Makes the index usable, creating it when there is none or when its definition is another one. */
  abstract open(): Promise<void>;

  /**
   * Identifies this index. A new value says that the index started empty, so that everything must be
   * indexed anew.
   */
  abstract generation(): Promise<string>;

  /** Adds or replaces; returns once the documents can be found. Lower revisions than indexed are ignored. */
  abstract upsert(documents: readonly IndexedDocument[]): Promise<void>;

  /** Removes; ids that are not there are no error. Returns once they can no longer be found. */
  abstract remove(ids: readonly string[]): Promise<void>;

  /** Every indexed id with what is indexed of it, for comparing with the database. */
  abstract contents(): Promise<Map<string, IndexEntry>>;

  /** The digest that `contents` has for a document with these facts when it is indexed rightly. */
  abstract factsDigest(facts: DocumentFacts): string;

  /** `foretell` may be told what will be found, once and before the answer, or never. */
  abstract search(request: EngineRequest, foretell?: Foretell): Promise<EngineResult>;

  abstract suggest(request: SuggestRequest): Promise<SuggestResult>;

  /** Begins a fresh index, while this one goes on being searched and changed. */
  abstract rebuild(): Promise<Rebuilding>;

  /** Empties the index and gives it a new generation. */
  abstract reset(): Promise<void>;

  abstract close(): Promise<void>;
}
