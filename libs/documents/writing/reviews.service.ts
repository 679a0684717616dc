import type { UserPrincipal } from '#access';
import { parseInput, SHORT_TEXT, text } from '#input';
import { newId, Refusal, REVIEW_DECISIONS, type ReviewDecision } from '#kernel';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { DocumentReview } from '../document-review.entity.ts';
import { nextWorkState } from '../lifecycle.ts';
import { isSecondPerson } from './approvals.ts';
import { DocumentWriter } from './document-writer.ts';

const review = z.object({ decision: z.enum(REVIEW_DECISIONS), comment: text(SHORT_TEXT).nullish() });

/** The second person's part. */
@Injectable()
export class ReviewsService {
  private readonly writer: DocumentWriter;

  constructor(writer: DocumentWriter) {
    this.writer = writer;
  }

  /**
   * Approves the version that is in review, with its sharing, or asks for changes. Throws NOT_FOUND,
   * FORBIDDEN, CONFLICT, STATE, INVALID, or SECOND_PERSON on one's own work.
   */
  async review(
    principal: UserPrincipal,
    id: string,
    input: { decision: ReviewDecision; comment?: string | null },
    expectedVersion: number | null | undefined,
  ): Promise<void> {
    const { decision, comment } = parseInput(review, input);
    await this.writer.write(principal, id, 'document.review', expectedVersion, async (writing) => {
      const { manager, actor, document, latest, now } = writing;
      if (!(await isSecondPerson(writing))) {
        throw Refusal.of('SECOND_PERSON', 'Nobody reviews their own work.', ['id']);
      }
      await manager.insert(DocumentReview, {
        id: newId(),
        documentId: id,
        versionNumber: latest.number,
        reviewerId: actor.userId,
        decision,
        comment: comment ?? null,
        sharing: document.sharing,
        createdAt: now,
      });
      const step = decision === 'APPROVE' ? 'approve' : 'requestChanges';
      document.workState = nextWorkState(document, step) ?? document.workState;
      if (document.publishedAt === null && document.workState) document.state = document.workState;
      document.reviewerIds = [...new Set([...document.reviewerIds, actor.userId])];
      const event = decision === 'APPROVE' ? 'document.approved' : 'document.changes_requested';

      await this.writer.save(writing, event, { version: latest.number, level: document.sharing.level });
    });
  }
}
