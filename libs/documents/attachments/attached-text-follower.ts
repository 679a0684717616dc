import { TextFollowers } from '#attachments';
import { queueIndexWork } from '#database';
import { Clock } from '#kernel';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** Documents are found by the words of what is attached to them: when these change, the index must learn it. */
@Injectable()
export class AttachedTextFollower implements OnModuleInit {
  private readonly followers: TextFollowers;
  private readonly clock: Clock;

  constructor(followers: TextFollowers, clock: Clock) {
    this.followers = followers;
    this.clock = clock;
  }

  onModuleInit(): void {
    this.followers.add((manager, attachmentId) => this.requeue(manager, attachmentId));
  }

  /**
   * Gives the published document that shows the attachment its next revision, and queues it. Not as stale:
   * who may read it is as before, so it goes on being found by the words that the index knows.
   */
  private async requeue(manager: EntityManager, attachmentId: string): Promise<void> {
    const [documents] = await manager.query<[{ id: string; revision: string }[], number]>(
      `UPDATE documents d SET revision = nextval('document_revisions') FROM document_version_attachments va
       WHERE va.document_id = d.id AND va.version_number = d.shown_version AND d.state = 'PUBLISHED'
         AND va.attachment_id = $1
       RETURNING d.id, d.revision`,
      [attachmentId],
    );
    const work = documents.map(({ id, revision }) => ({ documentId: id, revision, stale: false }));
    if (work.length > 0) await queueIndexWork(manager, work, this.clock.now());
  }
}
