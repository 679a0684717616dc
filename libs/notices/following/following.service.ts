import { type UserPrincipal } from '#access';
import { AuditTrail } from '#audit';
import { DocumentsReadModel, type DocumentFilter } from '#documents';
import { InstitutionsReadModel } from '#institutions';
import { parseInput, SHORT_TEXT, text } from '#input';
import { Clock, isId, newId, Refusal } from '#kernel';
import { PartnersReadModel } from '#partners';
import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { DataSource, type EntityManager } from 'typeorm';
import { z } from 'zod';
import { Follow, type FollowKind } from './follow.entity.ts';
import { toStoredFilter } from './saved-filter.ts';

/** Enough for a career; a list that grows without end would be worked through for every publication. */
const MOST_FOLLOWED = 500;
const LONGEST_QUERY = 5_000;
const LONGEST_FILTER = 20_000;

const savedSearch = z.object({
  name: text(SHORT_TEXT, 1),
  query: text(LONGEST_QUERY).default(''),
});

/** FollowInput of the schema: one of them. */
export interface FollowInput {
  partnerId?: string;
  topic?: string;
  institutionId?: string;
  documentId?: string;
  savedSearch?: { name: string; query?: string | null; filter?: DocumentFilter | null };
}

type Wanted = Pick<Follow, 'kind' | 'target' | 'name' | 'query' | 'filter'>;

/** Following things, and no longer. Each person's own affair. */
@Injectable()
export class FollowingService {
  private readonly source: DataSource;
  private readonly documents: DocumentsReadModel;
  private readonly partners: PartnersReadModel;
  private readonly institutions: InstitutionsReadModel;
  private readonly clock: Clock;
  private readonly trail: AuditTrail;

  constructor(
    source: DataSource,
    documents: DocumentsReadModel,
    partners: PartnersReadModel,
    institutions: InstitutionsReadModel,
    clock: Clock,
    trail: AuditTrail,
  ) {
    this.source = source;
    this.documents = documents;
    this.partners = partners;
    this.institutions = institutions;
    this.clock = clock;
    this.trail = trail;
  }

  /**
   * Follows something and returns the id under which it is followed, the same if it was already. Throws
   * NOT_FOUND for what does not exist or may not be read, INVALID, or STATE when there is too much of it.
   */
  async follow(principal: UserPrincipal, input: FollowInput): Promise<string> {
    const wanted = await this.wanted(principal, input);
    const { userId } = principal;
    return this.source.transaction(async (manager) => {
      // One at a time for each person, so that the same thing is not followed twice.
      await manager.query('SELECT 1 FROM users WHERE id = $1 FOR NO KEY UPDATE', [userId]);
      const { kind, target } = wanted;
      const known = await manager.findOneBy(Follow, { userId, kind, target });
      if (known) return known.id;
      if ((await manager.countBy(Follow, { userId })) >= MOST_FOLLOWED) {
        throw Refusal.of('STATE', `Nobody can follow more than ${MOST_FOLLOWED} things.`, ['input']);
      }
      const id = newId();
      await manager.insert(Follow, { ...wanted, id, userId, createdAt: this.clock.now() });
      await this.note(manager, userId, 'follow.begun', id, kind);
      return id;
    });
  }

  /** Follows it no longer. Throws NOT_FOUND for what is not the caller's own. */
  async unfollow({ userId }: UserPrincipal, id: string): Promise<void> {
    await this.source.transaction(async (manager) => {
      const known = isId(id) ? await manager.findOneBy(Follow, { id, userId }) : null;
      if (!known) throw Refusal.notFound();
      await manager.delete(Follow, { id });
      await this.note(manager, userId, 'follow.ended', id, known.kind);
    });
  }

  private async wanted(principal: UserPrincipal, input: FollowInput): Promise<Wanted> {
    const plain = (kind: FollowKind, target: string): Wanted => ({
      ...{ kind, target, name: null, query: null, filter: null },
    });
    const required = (found: { id: string } | null, field: string): string => {
      if (!found) throw Refusal.notFound(['input', field]);
      return found.id;
    };
    const { partnerId, institutionId, documentId, topic } = input;
    if (partnerId)
      return plain('PARTNER', required(await this.partners.find({ id: partnerId }), 'partnerId'));
    if (institutionId) {
      const found = await this.institutions.findInstitution(principal, { id: institutionId });
      return plain('INSTITUTION', required(found as { id: string } | null, 'institutionId'));
    }
    if (documentId) {
      const found = await this.documents.find(principal, documentId, new Set());
      return plain('DOCUMENT', required(found, 'documentId'));
    }
    if (typeof topic === 'string') {
      return plain('TOPIC', parseInput(text(SHORT_TEXT, 1), topic, ['input', 'topic']).trim().toLowerCase());
    }
    if (!input.savedSearch) throw Refusal.notFound(['input']);
    return wantedSearch(input.savedSearch);
  }

  private async note(
    manager: EntityManager,
    userId: string,
    event: string,
    subjectId: string,
    kind: FollowKind,
  ): Promise<void> {
    const subject = { subjectType: 'follow' as const, subjectId, details: { kind } };
    await this.trail.record(manager, { userId, institutionId: null, event, ...subject });
  }
}

function wantedSearch(given: NonNullable<FollowInput['savedSearch']>): Wanted {
  const at = ['input', 'savedSearch'];
  const { name, query } = parseInput(savedSearch, { ...given, query: given.query ?? '' }, at);
  const filter = toStoredFilter(given.filter ?? {});
  const written = JSON.stringify([query.trim(), filter]);
  parseInput(text(LONGEST_FILTER), written, [...at, 'filter']);
  if (query.trim() === '' && Object.keys(filter).length === 0) {
    throw Refusal.of('INVALID', 'savedSearch: must ask for something.', at);
  }
  const target = createHash('sha256').update(written).digest('hex');
  return { kind: 'SAVED_SEARCH', target, name: name.trim(), query: query.trim(), filter };
}
