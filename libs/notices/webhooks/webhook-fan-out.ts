import { evaluate, mayReadPublished, maySeeTombstone, type DocumentFacts, type UserPrincipal } from '#access';
import type { NoticeEvent } from '#database';
import { Clock, newId } from '#kernel';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { InstitutionReaders } from './institution-readers.ts';

/** A webhook, and a READER of its institution. */
interface Listening {
  id: string;
  reader: UserPrincipal;
}

/** Queues a delivery for the webhooks of every institution whose READERs may read a document. */
@Injectable()
export class WebhookFanOut {
  private readonly readers: InstitutionReaders;
  private readonly clock: Clock;

  constructor(readers: InstitutionReaders, clock: Clock) {
    this.readers = readers;
    this.clock = clock;
  }

  /** Webhooks that are called, with who they are called for. */
  async listening(manager: EntityManager): Promise<Listening[]> {
    const webhooks: { id: string; institutionId: string }[] = await manager.query(
      `SELECT id, institution_id AS "institutionId" FROM webhooks
       WHERE deleted_at IS NULL AND disabled_at IS NULL`,
    );
    if (webhooks.length === 0) return [];
    const readers = await this.readers.of([...new Set(webhooks.map((one) => one.institutionId))]);
    return webhooks.flatMap(({ id, institutionId }) => {
      const reader = readers.get(institutionId);
      return reader ? [{ id, reader }] : [];
    });
  }

  /** Queues deliveries for those of them that may know of what happened to the document. */
  async queue(
    manager: EntityManager,
    listening: readonly Listening[],
    { event, versionNumber }: { event: NoticeEvent; versionNumber: number },
    facts: DocumentFacts,
  ): Promise<void> {
    const now = this.clock.now();
    const told = listening.filter(({ reader }) =>
      evaluate(event === 'WITHDRAWN' ? maySeeTombstone(reader) : mayReadPublished(reader, now), facts),
    );
    if (told.length === 0) return;
    const admitted = event === 'SHARED';
    await manager.query(
      `INSERT INTO webhook_deliveries (id, webhook_id, document_id, event, version_number, created_at, due_at)
       SELECT new.id, new.webhook_id, $3, $4, $5, $6, $6 FROM unnest($1::uuid[], $2::uuid[]) AS new(id, webhook_id)
       WHERE NOT $7 OR NOT EXISTS (
         SELECT 1 FROM webhook_deliveries d WHERE d.webhook_id = new.webhook_id AND d.document_id = $3)
       ON CONFLICT DO NOTHING`,
      [
        ...[told.map(() => newId()), told.map(({ id }) => id), facts.id],
        ...[admitted ? 'PUBLISHED' : event, versionNumber, now, admitted],
      ],
    );
  }
}
