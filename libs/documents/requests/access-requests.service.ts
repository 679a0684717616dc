import { DataSource, type EntityManager } from 'typeorm';
import { z } from 'zod';
import { actingMembership, holdMembership, maySeeStub, tlpAllows, toSql, type UserPrincipal } from '#access';
import { AuditTrail, type AuditEntry } from '#audit';
import { Bindings } from '#database';
import { moment, parseInput, SHORT_TEXT, text } from '#input';
import { Clock, isId, newId, Refusal } from '#kernel';
import { Injectable } from '@nestjs/common';
import { FACT_COLUMNS } from '../document-facts.ts';
import { DocumentWriter } from '../writing/document-writer.ts';
import { AccessGrant, AccessRequest } from './access-request.entity.ts';

const LONGEST_TITLE = 300;

const decisionInput = z.object({
  decision: z.enum(['GRANT', 'DECLINE']),
  expiresAt: moment.nullish(),
  note: text(SHORT_TEXT).nullish(),
});

export interface AccessDecision {
  decision: 'GRANT' | 'DECLINE';
  /** Needed for GRANT. */
  expiresAt?: Date | null;
  note?: string | null;
}

/** Being found by those who may not read, their asking, and the owner's answer. */
@Injectable()
export class AccessRequestsService {
  private readonly source: DataSource;
  private readonly writer: DocumentWriter;
  private readonly clock: Clock;
  private readonly trail: AuditTrail;

  constructor(source: DataSource, writer: DocumentWriter, clock: Clock, trail: AuditTrail) {
    this.source = source;
    this.writer = writer;
    this.clock = clock;
    this.trail = trail;
  }

  /**
   * Shows others that a published document exists, under a title chosen for them; null hides it again.
   * Throws NOT_FOUND, FORBIDDEN, STATE, or INVALID for a NAMED document.
   */
  async setStub(principal: UserPrincipal, id: string, title: string | null): Promise<void> {
    const stubTitle = title === null ? null : parseInput(text(LONGEST_TITLE, 1), title, ['title']).trim();
    await this.writer.write(principal, id, 'document.showStub', null, async (writing) => {
      const { document } = writing;
      if (stubTitle !== null && document.sharing.level === 'NAMED') {
        throw Refusal.of('INVALID', 'What is for named people only shows no stub.', ['id']);
      }
      document.stubTitle = stubTitle;
      document.discoverable = stubTitle !== null;
      await this.writer.save(writing, stubTitle === null ? 'document.stub_hidden' : 'document.stub_shown');
    });
  }

  /**
   * Asks for the acting institution to read a document of which the caller sees the stub; returns the
   * request's id, the pending one's if there is one. Throws NOT_FOUND without a stub, or INVALID.
   */
  async request(principal: UserPrincipal, documentId: string, reason: string): Promise<string> {
    const given = parseInput(text(SHORT_TEXT, 1), reason, ['reason']);
    const chosen = actingMembership(principal);
    return this.source.transaction(async (manager) => {
      const now = this.clock.now();
      const { institutionId } = await holdMembership(manager, chosen, now);
      const acting = { ...principal, memberships: [chosen] };
      if (!(await seesStub(manager, acting, documentId, now))) throw Refusal.notFound(['documentId']);
      const id = newId();
      // Two may ask at the same moment: an institution has one pending request at the most.
      await manager
        .createQueryBuilder()
        .insert()
        .into(AccessRequest)
        .values({
          ...{ id, documentId, institutionId, requestedById: principal.userId, reason: given },
          ...{ status: 'PENDING', createdAt: now, decidedById: null, decidedAt: null, note: null },
        })
        .orIgnore()
        .execute();
      const where = { documentId, institutionId, status: 'PENDING' as const };
      const pending = await manager.findOneByOrFail(AccessRequest, where);
      if (pending.id !== id) return pending.id;
      await this.note(manager, principal.userId, institutionId, 'access.requested', documentId, {});
      return id;
    });
  }

  /**
   * Answers a request. A grant is for the institution that asked, until `expiresAt`. Throws NOT_FOUND,
   * FORBIDDEN, STATE for one that is decided, INVALID, or TLP_CAP when the label keeps it inside.
   */
  async decide(principal: UserPrincipal, requestId: string, input: AccessDecision): Promise<void> {
    const { decision, expiresAt, note } = parseInput(decisionInput, input);
    const found = isId(requestId)
      ? await this.source.manager.findOneBy(AccessRequest, { id: requestId })
      : null;
    if (!found) throw Refusal.notFound();
    await this.writer.write(principal, found.documentId, 'document.grantAccess', null, async (writing) => {
      const { manager, actor, document, now } = writing;
      const request = await manager.findOneOrFail(AccessRequest, {
        where: { id: requestId },
        lock: { mode: 'pessimistic_write' },
      });
      if (request.status !== 'PENDING') throw Refusal.of('STATE', 'This request has been decided.', ['id']);
      const { documentId, institutionId } = request;
      if (decision === 'GRANT') {
        if (!expiresAt || expiresAt <= now) {
          throw Refusal.of('INVALID', 'A grant needs an expiry that is still to come.', ['expiresAt']);
        }
        if (!tlpAllows(document.sharing.tlp, 'GROUPS')) {
          throw Refusal.of(
            'TLP_CAP',
            `TLP:${document.sharing.tlp} does not allow it to leave its named readers.`,
            ['id'],
          );
        }
        await manager.upsert(AccessGrant, { documentId, institutionId, grantedAt: now, expiresAt }, [
          'documentId',
          'institutionId',
        ]);
      }
      const status = decision === 'GRANT' ? 'GRANTED' : 'DECLINED';
      await manager.update(
        AccessRequest,
        { id: requestId },
        { status, decidedById: actor.userId, decidedAt: now, note: note ?? null },
      );
      const event = decision === 'GRANT' ? 'access.granted' : 'access.declined';
      await this.note(manager, actor.userId, document.institutionId, event, documentId, { institutionId });
    });
  }

  /** Takes a grant back, with effect on the next request. Throws NOT_FOUND or FORBIDDEN. */
  async revoke(principal: UserPrincipal, documentId: string, institutionId: string): Promise<void> {
    await this.writer.write(
      principal,
      documentId,
      'document.grantAccess',
      null,
      async ({ manager, actor, document }) => {
        const gone = isId(institutionId)
          ? await manager.delete(AccessGrant, { documentId, institutionId })
          : null;
        if (!gone?.affected) throw Refusal.notFound(['institutionId']);
        await this.note(manager, actor.userId, document.institutionId, 'access.revoked', documentId, {
          institutionId,
        });
      },
    );
  }

  private async note(
    manager: EntityManager,
    userId: string,
    institutionId: string,
    event: string,
    documentId: string,
    details: NonNullable<AuditEntry['details']>,
  ): Promise<void> {
    await this.trail.record(manager, {
      ...{ userId, institutionId, event, details },
      subjectType: 'document',
      subjectId: documentId,
    });
  }
}

async function seesStub(
  manager: EntityManager,
  principal: UserPrincipal,
  id: string,
  now: Date,
): Promise<boolean> {
  if (!isId(id)) return false;
  const { bind, values } = new Bindings();
  const rows: unknown[] = await manager.query(
    `SELECT 1 FROM documents d JOIN document_versions v ON v.document_id = d.id AND v.number = d.shown_version
     WHERE d.id = ${bind(id)} AND ${toSql(maySeeStub(principal, now), { column: (field) => FACT_COLUMNS[field], bind })}`,
    values,
  );
  return rows.length > 0;
}
