import {
  and,
  evaluate,
  mayReadPublished,
  maySeeTombstone,
  type DocumentFacts,
  type UserPrincipal,
} from '#access';
import { filterPredicate, type DocumentFilter } from '#documents';
import { Clock } from '#kernel';
import { PartnersReadModel } from '#partners';
import { SearchService } from '#search';
import { Injectable } from '@nestjs/common';
import type { FollowKind } from '../following/follow.entity.ts';
import { fromStoredFilter } from '../following/saved-filter.ts';

/** How far down a saved search is looked: its first page. */
const FIRST_PAGE = 20;

/** A follow as the fan-out reads it. */
export interface FollowFacts {
  id: string;
  userId: string;
  kind: FollowKind;
  target: string;
  query: string | null;
  filter: object | null;
}

/**
 * Whether somebody who follows something is to be told of a document. Everything a follow asks is put to the
 * person's own filter and rule, so that following tells no more than searching would.
 */
@Injectable()
export class FollowMatcher {
  private readonly searches: SearchService;
  private readonly partners: PartnersReadModel;
  private readonly clock: Clock;

  constructor(searches: SearchService, partners: PartnersReadModel, clock: Clock) {
    this.searches = searches;
    this.partners = partners;
    this.clock = clock;
  }

  /** The facts with its partners under all ids that they have been registered as. */
  async withMergedPartners(facts: DocumentFacts): Promise<DocumentFacts> {
    const merged = await this.partners.withMerged(facts.partnerIds);
    return { ...facts, partnerIds: [...new Set([...facts.partnerIds, ...merged])] };
  }

  /** Whether the document is published and readable to the person, and is what the follow asks for. */
  async matches(principal: UserPrincipal, follow: FollowFacts, facts: DocumentFacts): Promise<boolean> {
    const now = this.clock.now();
    const filter = filterOf(follow);
    const asked = and(mayReadPublished(principal, now), filterPredicate(filter, principal, now));
    if (!evaluate(asked, facts)) return false;
    if (follow.kind !== 'SAVED_SEARCH' || !follow.query) return true;
    return this.isOnFirstPage(principal, follow.query, filter, facts.id);
  }

  /** The same for a document that was withdrawn, of which only the tombstone is left. */
  matchesWithdrawn(principal: UserPrincipal, follow: FollowFacts | null, facts: DocumentFacts): boolean {
    const asked = follow ? filterPredicate(filterOf(follow), principal, this.clock.now()) : null;
    return evaluate(asked ? and(maySeeTombstone(principal), asked) : maySeeTombstone(principal), facts);
  }

  /**
   * A search finds documents with any of its words, so that nearly everything would be told of. What stands
   * on the first page is what the person would see who searched now.
   */
  private async isOnFirstPage(
    principal: UserPrincipal,
    query: string,
    filter: DocumentFilter,
    documentId: string,
  ): Promise<boolean> {
    const partnerIds = [
      ...(filter.partnerIds ?? []),
      ...(await this.partners.withMerged(filter.partnerIds ?? [])),
    ];
    const args = { query, filter: { ...filter, partnerIds }, first: FIRST_PAGE };
    const { edges } = await this.searches.search(principal, args, new Set());
    return edges.some(({ node }) => node.document.id === documentId);
  }
}

function filterOf({ kind, target, filter }: FollowFacts): DocumentFilter {
  switch (kind) {
    case 'PARTNER':
      return { partnerIds: [target] };
    case 'TOPIC':
      return { topics: [target] };
    case 'INSTITUTION':
      return { institutionIds: [target] };
    case 'SAVED_SEARCH':
      return fromStoredFilter(filter);
    case 'DOCUMENT':
      return {};
  }
}
