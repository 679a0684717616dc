import type { EntityManager } from 'typeorm';
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

/** As a change of a document queues it. */
async function queueIndexWork(
  manager: EntityManager,
  work: readonly { documentId: string; revision: string; stale: boolean }[],
  now: Date,
): Promise<void> {
  await manager.query(
    `INSERT INTO search_outbox (document_id, revision, stale, enqueued_at, due_at)
     SELECT "documentId", revision, stale, $2, $2
     FROM json_to_recordset($1) AS work("documentId" uuid, revision bigint, stale boolean)
     ON CONFLICT (document_id) DO UPDATE SET revision = excluded.revision,
       stale = search_outbox.stale OR excluded.stale, enqueued_at = excluded.enqueued_at,
       due_at = excluded.due_at, attempts = 0, last_error = NULL`,
    [JSON.stringify(work), now],
  );
}
