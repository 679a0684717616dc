import {
  evaluate,
  isInsider,
  mayAct,
  mayReadPublished,
  type DocumentFacts,
  type MembershipFacts,
  type SharingFacts,
  type UserPrincipal,
} from '#access';
import { ReadDatabase } from '#database';
import { institutionJson } from '#institutions';
import { Clock } from '#kernel';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { readSharing, type SharingInput } from '../content/sharing-input.ts';
import { ContentWarnings } from '../warnings/content-warnings.service.ts';
import { audienceWarnings } from './audience-warnings.ts';
import { readableFacts } from './readable-facts.ts';
import { asMembership, possibleAudience, type AudienceInstitution, type AudienceMember } from './members.ts';

/** AudiencePreview of the contract. */
export interface AudiencePreviewRow {
  institutionsGaining: object[];
  institutionsLosing: object[];
  peopleBefore: number;
  peopleAfter: number;
  public: boolean;
  warnings: string[];
}

/** Who reads a document, once it is published and its window is open. */
interface Audience {
  institutionIds: Set<string>;
  people: Set<string>;
}

/** Shows the difference that a sharing would make before it is saved, by the rule that will enforce it. */
@Injectable()
export class AudiencePreviews {
  private readonly database: ReadDatabase;
  private readonly source: DataSource;
  private readonly contents: ContentWarnings;
  private readonly clock: Clock;

  constructor(database: ReadDatabase, source: DataSource, contents: ContentWarnings, clock: Clock) {
    this.database = database;
    this.source = source;
    this.contents = contents;
    this.clock = clock;
  }

  /**
   * For whoever may share the document, or review it; null for everyone else. Throws a Refusal for a
   * sharing that could not be saved.
   */
  async preview(
    principal: UserPrincipal,
    documentId: string,
    input: SharingInput,
  ): Promise<AudiencePreviewRow | null> {
    const now = this.clock.now();
    const document = await readableFacts(this.database, principal, documentId, now);
    if (!document || !mayPreview(principal, document)) return null;
    const next = await readSharing(this.source.manager, document.ownerId, input, ['sharing']);
    const everyone = await possibleAudience(this.database, institutionJson('i'), now);
    const before = audienceOf(document, document, everyone, now);
    const after = audienceOf(document, next, everyone, now);
    const pick = (these: Set<string>, without: Set<string>): object[] =>
      everyone.institutions.filter(({ id }) => these.has(id) && !without.has(id)).map(({ json }) => json);
    return {
      institutionsGaining: pick(after.institutionIds, before.institutionIds),
      institutionsLosing: pick(before.institutionIds, after.institutionIds),
      peopleBefore: before.people.size,
      peopleAfter: after.people.size,
      public: next.level === 'PUBLIC',
      warnings: [
        ...audienceWarnings(next, {
          ownerId: document.ownerId,
          institutionIds: after.institutionIds,
          people: after.people.size,
          now,
        }),
        ...(await this.contents.inShort(principal, document, next)),
      ],
    };
  }
}

function mayPreview(principal: UserPrincipal, document: DocumentFacts): boolean {
  if (!evaluate(isInsider(principal), document)) return false;
  return principal.memberships.some((membership) => {
    const actor = { userId: principal.userId, membership };
    return mayAct('document.share', actor, document) || mayAct('document.review', actor, document);
  });
}

function audienceOf(
  document: DocumentFacts,
  sharing: SharingFacts,
  everyone: { institutions: AudienceInstitution[]; members: AudienceMember[] },
  now: Date,
): Audience {
  const facts: DocumentFacts = { ...document, ...sharing, state: 'PUBLISHED' };
  const opening = sharing.visibleFrom && sharing.visibleFrom > now ? sharing.visibleFrom : now;
  const reads = (userId: string, membership: MembershipFacts): boolean =>
    evaluate(mayReadPublished(asUser(userId, membership), opening), facts);
  const institutions = new Map(everyone.institutions.map((institution) => [institution.id, institution]));
  // The rule sees of most people only institution and role, so it is asked once for all who share them.
  const special = new Set([...facts.memberIds, ...facts.coAuthorIds]);
  const answers = new Map<string, boolean>();
  const audience: Audience = { institutionIds: new Set(), people: new Set() };
  for (const { id, userId, institutionId, role } of everyone.members) {
    const institution = institutions.get(institutionId);
    if (!institution) continue;
    const own = special.has(id) || userId === facts.authorId ? id : '';
    const key = `${institutionId} ${role} ${own}`;
    if (!answers.has(key)) answers.set(key, reads(userId, asMembership(institution, id, role)));
    if (!answers.get(key)) continue;
    audience.people.add(userId);
    audience.institutionIds.add(institutionId);
  }
  for (const institution of everyone.institutions) {
    // One without members as yet is in the audience if its members would be.
    if (reads('', asMembership(institution, '', 'PUBLISHER'))) audience.institutionIds.add(institution.id);
  }
  return audience;
}

/** Someone with this one membership, as the rule sees them. */
export function asUser(userId: string, membership: MembershipFacts): UserPrincipal {
  return {
    type: 'user',
    userId,
    memberships: [membership],
    scopes: [],
    boundTo: null,
    expiresAt: null,
    actingSlug: null,
  };
}
