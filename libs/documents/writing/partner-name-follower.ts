import type { EntityManager } from 'typeorm';
import { queueIndexWork } from '#database';
import { Clock } from '#kernel';
import { NameFollowers } from '#partners';
import { Injectable, type OnModuleInit } from '@nestjs/common';

/** Documents are found by the names of their partners: when these change, the index must learn it. */
@Injectable()
export class PartnerNameFollower implements OnModuleInit {
  private readonly followers: NameFollowers;
  private readonly clock: Clock;

  constructor(followers: NameFollowers, clock: Clock) {
    this.followers = followers;
    this.clock = clock;
  }

  onModuleInit(): void {
    this.followers.add((manager, partnerIds) => this.requeue(manager, partnerIds));
  }

  /**
   * Gives every published document that names one of the partners its next revision, and queues it. Not as
   * stale: who may read it is as before, so it goes on being found by the names the index knows.
   */
  private async requeue(manager: EntityManager, partnerIds: readonly string[]): Promise<void> {
    const [documents] = await manager.query<[{ id: string; revision: string }[], number]>(
      `UPDATE documents d SET revision = nextval('document_revisions') FROM document_versions v
       WHERE v.document_id = d.id AND v.number = d.shown_version AND d.state = 'PUBLISHED'
         AND v.partner_ids && $1::uuid[]
       RETURNING d.id, d.revision`,
      [partnerIds],
    );
    const work = documents.map(({ id, revision }) => ({ documentId: id, revision, stale: false }));
    if (work.length > 0) await queueIndexWork(manager, work, this.clock.now());
  }
}
