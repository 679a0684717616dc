import { and, mayReadPublished, type Principal } from '#access';
import { DocumentsReadModel, filterPredicate, type DocumentFilter, type DocumentRow } from '#documents';
import { requireText } from '#input';
import { Clock, escapeMarkup, pageSize, type Connection, type PageArguments } from '#kernel';
import { Injectable } from '@nestjs/common';
import { PartnerNames } from '#partners';
import { setImmediate as immediately } from 'node:timers/promises';
import type { EngineHit, EnginePosition, EngineResult, Foretell, SearchFacet } from './engine.ts';
import { FacetLabels, type LabelledFacet } from './facet-labels.ts';
import { facetRequests } from './facet-requests.ts';
import { ForetoldRows } from './foretold-rows.ts';
import { cursorOf, positionFor, readCursor } from './search-cursor.ts';
import { SearchEngines } from './search-engines.ts';

const LONGEST_QUERY = 5_000;

export interface SearchArguments extends PageArguments {
  query: string;
  filter?: DocumentFilter | null;
  facets?: readonly SearchFacet[] | null;
}

/** SearchHit of the contract. */
export interface SearchHitRow {
  document: DocumentRow;
  score: number;
  titleHighlighted: string;
  snippet: string;
}

/** SearchConnection of the contract. */
export interface SearchConnection extends Connection<SearchHitRow> {
  /** What was asked, for fields that search on their own. */
  query: string;
  total: number;
  totalIsExact: boolean;
  facets: LabelledFacet[];
  /** Milliseconds from the call to the complete answer. */
  tookMs: number;
  engine: string;
  correctedQuery: string | null;
}

/**
 * Searches what the principal may read and nothing else: the engine finds under the access rule, leaving
 * out what it may hold in an older state; then every hit is re-read from PostgreSQL under the same rule.
 */
@Injectable()
export class SearchService {
  private readonly engines: SearchEngines;
  private readonly documents: DocumentsReadModel;
  private readonly labels: FacetLabels;
  private readonly partners: PartnerNames;
  private readonly clock: Clock;

  constructor(
    engines: SearchEngines,
    documents: DocumentsReadModel,
    labels: FacetLabels,
    partners: PartnerNames,
    clock: Clock,
  ) {
    this.engines = engines;
    this.documents = documents;
    this.partners = partners;
    this.labels = labels;
    this.clock = clock;
  }

  /** Throws BadInput for a query that is too long or malformed, a wrong page size or cursor. */
  async search(
    principal: Principal,
    args: SearchArguments,
    fields: ReadonlySet<string>,
  ): Promise<SearchConnection> {
    const started = performance.now();
    const foretold = new ForetoldRows();
    const finding = this.find(principal, args, foretold.foretell);
    finding.catch(() => undefined);
    // When the first statements are on their way: the main thread has nothing else to do until the engine answers.
    await immediately();
    const read = foretold.readBy(
      this.documents.publishedAmong(principal, new Set([...fields, 'title', 'revision'])),
    );
    const { engine, found } = await finding;
    const [rows, facets] = await Promise.all([
      read(found.hits.map((hit) => hit.id)),
      this.labels.label(found.facets),
    ]);
    const hits = await this.shown(principal, found.hits, rows);
    const edges = hits.map(({ position, row }) => ({ cursor: cursorOf(engine, position), node: row }));
    return {
      query: args.query,
      edges,
      pageInfo: {
        hasNextPage: found.hasMore,
        hasPreviousPage: Boolean(args.after),
        startCursor: edges[0]?.cursor ?? null,
        endCursor: edges.at(-1)?.cursor ?? null,
      },
      // What became unreadable between finding and re-reading was never there.
      total: found.total - (found.hits.length - hits.length),
      totalIsExact: found.totalIsExact,
      facets,
      tookMs: Math.round(performance.now() - started),
      engine,
      correctedQuery: found.correctedQuery,
    };
  }

  /**
   * The hits that may be read. Marked-up text belongs to the revision that was indexed; where that is another one
   * by now, which is seldom, the plain text stands in.
   */
  private async shown(
    principal: Principal,
    hits: readonly EngineHit[],
    rows: ReadonlyMap<string, DocumentRow>,
  ): Promise<{ position: EnginePosition; row: SearchHitRow }[]> {
    const changed = hits.filter((hit) => rows.has(hit.id) && !isCurrent(hit, rows.get(hit.id)!));
    const summaries = await this.summariesOf(
      principal,
      changed.map(({ id }) => id),
    );
    return hits.flatMap((hit) => {
      const document = rows.get(hit.id);
      const row = document && asRow(hit, document, summaries.get(hit.id));
      return row ? [{ position: hit.position, row }] : [];
    });
  }

  private async summariesOf(
    principal: Principal,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, DocumentRow>> {
    if (ids.length === 0) return new Map();
    return this.documents.publishedByIds(principal, ids, new Set(['summary']));
  }

  private async find(
    principal: Principal,
    args: SearchArguments,
    foretell: Foretell,
  ): Promise<{ engine: string; found: EngineResult }> {
    const text = requireText(args.query, LONGEST_QUERY, 'query');
    const moment = this.clock.now();
    const cursor = args.after ? readCursor(args.after) : null;
    const limit = pageSize(args.first);
    // Asked for now and waited for later: the state of the index is read meanwhile.
    const named = this.partners.synonymsIn(text);
    // When the engines fail first, nobody waits for it any more: then its failure must not end the process.
    named.catch(() => undefined);
    const { engine, answer } = await this.engines.ask(async (asked, current) => {
      const readable = and(mayReadPublished(principal, moment), current);
      const within = (chosen: DocumentFilter) => and(readable, filterPredicate(chosen, principal, moment));
      const filter = within(args.filter ?? {});
      const facets = facetRequests(principal, args, filter, within);
      const request = { text, synonyms: await named, filter, readable, facets, limit, after: null, moment };
      const after = cursor && (await positionFor(asked, request, cursor));
      return asked.search({ ...request, after }, foretell);
    }, cursor?.engine);
    return { engine: engine.name, found: answer };
  }
}

/** Null for what has changed and has no summary to be shown instead: it has become unreadable just now. */
function asRow(hit: EngineHit, document: DocumentRow, changed: DocumentRow | undefined): SearchHitRow | null {
  const { score, titleHighlighted, snippet } = hit;
  if (isCurrent(hit, document)) return { document, score, titleHighlighted, snippet };
  if (!changed) return null;
  return {
    ...{ document, score, titleHighlighted: escapeMarkup(document.title as string) },
    snippet: escapeMarkup(changed.summary as string),
  };
}

function isCurrent(hit: EngineHit, document: DocumentRow): boolean {
  return Number(document.revision) === hit.revision;
}
