import type { UserPrincipal } from '#access';
import {
  DocumentsReadModel,
  DraftsService,
  PublicationService,
  ReviewsService,
  type SharingInput,
} from '#documents';
import { Authentication } from '#identity';
import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { partnersOfDocuments } from './content/partners.ts';
import { people } from './content/people.ts';
import type { DemoDocument, DemoSharing } from './content/types.ts';
import type { SeedClock } from './seed-clock.ts';
import { inventedPartnerId } from './seed-partners.ts';
import { stableId } from './stable-id.ts';

const DAY = 24 * 60 * 60 * 1_000;

const institutionId = (slug: string): string => stableId(`institution ${slug}`);
const documentId = (key: string): string => stableId(`document ${key}`);

/** Takes one document of the demonstration through its life, step by step, as its people would. */
export class DocumentSeeder {
  private readonly services: INestApplicationContext;
  private readonly clock: SeedClock;

  constructor(services: INestApplicationContext, clock: SeedClock) {
    this.services = services;
    this.clock = clock;
  }

  /** Goes on where an earlier run has stopped; a document that has come to its stage stays as it is. */
  async seed(document: DemoDocument): Promise<void> {
    const published = new Date(document.publishedAt ?? '2026-10-12T10:00:00Z');
    const at = (days: number): void => this.clock.set(new Date(published.getTime() + days * DAY));
    let standing = await this.standing(document);
    if (standing === 'MISSING') {
      at(-21);
      await this.create(document);
      standing = 'DRAFT';
    }
    if (document.stage === 'DRAFT') return;
    if (standing === 'DRAFT') {
      at(-14);
      await this.bringForward(document);
      if (!['PUBLISHED', 'WITHDRAWN'].includes(document.stage)) return;
      at(0);
      await this.publish(document, 1);
      standing = 'PUBLISHED';
    }
    if (standing === 'PUBLISHED' && document.revision) {
      at(60);
      await this.revise(document);
    }
    if (standing === 'PUBLISHED' && document.stage === 'WITHDRAWN') {
      at(120);
      await this.withdraw(document);
    }
  }

  private async standing(document: DemoDocument): Promise<string> {
    const rows: { state: string; latest: number }[] = await this.services
      .get(DataSource)
      .query('SELECT state, latest_version AS latest FROM documents WHERE id = $1', [
        documentId(document.key),
      ]);
    const [row] = rows;
    if (!row) return 'MISSING';
    return row.state === 'PUBLISHED' && row.latest > 1 ? 'REVISED' : row.state;
  }

  private async create(document: DemoDocument): Promise<void> {
    const { title, summary, body, language, topics, countries, reviewBy, details, sharing } = document;
    const author = await this.principal(document.author, document.institution);
    const coAuthorIds = (document.coAuthors ?? []).map((key) =>
      stableId(`membership ${key} ${document.institution}`),
    );
    const input = {
      ...{ title, summary, body, language, topics, countries, reviewBy, details, coAuthorIds },
      partnerIds: (partnersOfDocuments[document.key] ?? []).map(inventedPartnerId),
      sharing: sharingInput(sharing),
    };
    await this.services.get(DraftsService).create(author, input, documentId(document.key));
  }

  private async bringForward(document: DemoDocument): Promise<void> {
    const id = documentId(document.key);
    const author = await this.principal(document.author, document.institution);
    if (document.stage !== 'IN_REVIEW' && !document.reviewer) return;
    await this.services.get(DraftsService).submit(author, id, null);
    if (document.stage !== 'IN_REVIEW') await this.approve(document);
  }

  private async approve(document: DemoDocument): Promise<void> {
    if (!document.reviewer) return;
    const reviewer = await this.principal(document.reviewer, document.institution);
    const review = { decision: 'APPROVE', comment: 'Clear, and shared with the right people.' } as const;
    await this.services.get(ReviewsService).review(reviewer, documentId(document.key), review, null);
  }

  private async publish(document: DemoDocument, version: number): Promise<void> {
    const publisher = await this.principal(document.publisher ?? document.author, document.institution);
    await this.services.get(PublicationService).publish(publisher, documentId(document.key), version);
  }

  private async revise(document: DemoDocument): Promise<void> {
    const id = documentId(document.key);
    const author = await this.principal(document.author, document.institution);
    const drafts = this.services.get(DraftsService);
    await drafts.edit(author, id, 1, { ...document.revision });
    if (document.reviewer) {
      await drafts.submit(author, id, 2);
      await this.approve(document);
    }
    await this.publish(document, 2);
  }

  /** In favour of its replacement, if that is published by now; order of the content sees to it. */
  private async withdraw(document: DemoDocument): Promise<void> {
    const publisher = await this.principal(document.publisher ?? document.author, document.institution);
    const replacementId = document.replacement ? documentId(document.replacement) : null;
    const found =
      replacementId &&
      (await this.services.get(DocumentsReadModel).find(publisher, replacementId, new Set(['state'])));
    const known = found && found.state === 'PUBLISHED' ? replacementId : null;
    await this.services
      .get(PublicationService)
      .withdraw(publisher, documentId(document.key), document.withdrawReason ?? 'Out of date.', known);
  }

  private principal(person: string, institution: string): Promise<UserPrincipal> {
    return this.services.get(Authentication).principalOf(stableId(`user ${person}`), institution);
  }
}

/** The sharing with ids in place of slugs and keys. */
export function sharingInput(sharing: DemoSharing): SharingInput {
  const { institutions, groups, members, kinds, excludedInstitutions, ...rest } = sharing;
  return {
    ...rest,
    institutionIds: (institutions ?? []).map(institutionId),
    groupIds: (groups ?? []).map((key) => stableId(`group ${key}`)),
    membershipIds: (members ?? []).map(membershipOf),
    kinds: [...(kinds ?? [])],
    excludedInstitutionIds: (excludedInstitutions ?? []).map(institutionId),
  };
}

/** The membership of someone who has one only. */
function membershipOf(key: string): string {
  const institution = people.find((person) => person.key === key)?.memberships[0]?.institution;
  return stableId(`membership ${key} ${institution}`);
}
