import type { Principal } from '#access';
import { ReadDatabase } from '#database';
import { Forbidden } from '#kernel';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit-trail.ts';
import { AuditWorker } from '../sealing/audit-worker.ts';
import { EVENT_JSON } from '../sealing/chain.ts';
import { Checkpoints } from '../sealing/checkpoints.ts';
import type { EventLine, TrailLine } from '../verifying/verify-file.ts';
import { auditorOf } from './audit-events-read-model.ts';

const PAGE = 1_000;

/** Takes the whole trail of an institution out, so that it can be verified without this server. */
@Injectable()
export class AuditExport {
  private readonly database: ReadDatabase;
  private readonly trail: AuditTrail;
  private readonly worker: AuditWorker;
  private readonly checkpoints: Checkpoints;

  constructor(database: ReadDatabase, trail: AuditTrail, worker: AuditWorker, checkpoints: Checkpoints) {
    this.database = database;
    this.trail = trail;
    this.worker = worker;
    this.checkpoints = checkpoints;
  }

  /**
   * The lines of the file, each with its line end: whose trail it is, the events up to the one that records
   * this very export, and a signed checkpoint. Throws Forbidden, before the first line, unless the principal
   * is an auditor of the institution.
   */
  async lines(
    principal: Principal,
    institution: { id: string; slug: string },
  ): Promise<AsyncGenerator<string>> {
    const userId = auditorOf(principal, institution.id);
    if (userId === null) throw new Forbidden('Only auditors of the institution read its trail.');
    await this.trail.note({
      ...{ userId, institutionId: institution.id, event: 'audit_trail.exported' },
      ...{ subjectType: 'audit_trail', subjectId: institution.id },
    });
    await this.worker.seal();
    return this.write(institution);
  }

  private async *write({ id: chain, slug }: { id: string; slug: string }): AsyncGenerator<string> {
    const end = (await this.checkpoints.of(chain))!;
    const head: TrailLine = { type: 'trail', format: 1, chain, institution: slug };
    yield `${JSON.stringify(head)}\n`;
    for (let last = '0'; last !== end.position;) {
      const rows = await this.database.rows<Omit<EventLine, 'type'>>(
        `SELECT l.position::text, encode(l.hash, 'hex') AS hash, ${EVENT_JSON} AS event
         FROM audit_links l JOIN audit_events e ON e.id = l.event_id
         WHERE l.chain = $1 AND l.position > $2 AND l.position <= $3 ORDER BY l.position LIMIT ${PAGE}`,
        [chain, last, end.position],
      );
      // A broken trail is exported as far as it is there; verifying the file says so.
      if (rows.length === 0) break;
      yield rows.map((row) => `${JSON.stringify({ type: 'event', ...row })}\n`).join('');
      last = rows.at(-1)!.position;
    }
    yield `${JSON.stringify(end)}\n`;
  }
}
