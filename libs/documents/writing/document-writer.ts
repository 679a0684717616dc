import { DataSource, type EntityManager } from 'typeorm';
import {
  actingMembership,
  evaluate,
  holdMembership,
  mayAct,
  mayRead,
  toSql,
  type Actor,
  type DocumentAction,
  type UserPrincipal,
} from '#access';
import { AuditTrail } from '#audit';
import { Bindings, queueIndexWork } from '#database';
import { Clock, isId, Refusal } from '#kernel';
import { Injectable } from '@nestjs/common';
import { DocumentVersion } from '../document-version.entity.ts';
import { Document } from '../document.entity.ts';
import { FACT_COLUMNS, factsOf } from '../document-facts.ts';
import { isPossible } from '../lifecycle.ts';

/** A document being written: the row, held, the version that it shows and its latest one, and who acts. */
export interface Writing {
  manager: EntityManager;
  principal: UserPrincipal;
  actor: Actor;
  document: Document;
  shown: DocumentVersion;
  latest: DocumentVersion;
  /** What the search index knows of it, if it has been published; null before that. */
  known: string | null;
  now: Date;
}

const REFUSED: Readonly<Record<DocumentAction, string>> = {
  'document.edit': 'Only its authors may edit this.',
  'document.submit': 'Only its authors may submit this for review.',
  'document.review': 'Only reviewers of the owner may review this.',
  'document.publish': 'Only publishers of the owner whom its sharing admits may publish this.',
  'document.share': 'You may not change with whom this is shared.',
  'document.withdraw': 'Only publishers of the owner may withdraw this.',
  'document.showStub': 'Only publishers of the owner may show others that this exists.',
  'document.grantAccess': 'Only publishers of the owner may grant access to this.',
};

/**
 * The one way to write on a document: its row, visible to the caller, is held; the caller's membership is
 * held; role, expected version and state are checked; the result is checked again; trail and outbox are
 * written; all in one transaction.
 */
@Injectable()
export class DocumentWriter {
  private readonly source: DataSource;
  private readonly clock: Clock;
  private readonly trail: AuditTrail;

  constructor(source: DataSource, clock: Clock, trail: AuditTrail) {
    this.source = source;
    this.clock = clock;
    this.trail = trail;
  }

  /**
   * Runs `work` on a document that the principal may read and act on. Throws NOT_FOUND, FORBIDDEN, CONFLICT
   * when the latest version is not the expected one, or STATE, in this order; and whatever `work` throws.
   */
  async write(
    principal: UserPrincipal,
    id: string,
    action: DocumentAction,
    expectedVersion: number | null | undefined,
    work: (writing: Writing) => Promise<void>,
  ): Promise<void> {
    const chosen = actingMembership(principal);
    await this.source.transaction(async (manager) => {
      const now = this.clock.now();
      const membership = await holdMembership(manager, chosen, now);
      const memberships = principal.memberships.map((own) => (own.id === membership.id ? membership : own));
      const current = { ...principal, memberships };
      const document = await this.holdVisible(manager, current, id, now);
      const shown = await this.version(manager, document, document.shownVersion);
      const latest = await this.version(manager, document, document.latestVersion);
      const actor = { userId: principal.userId, membership };
      if (!mayAct(action, actor, factsOf(document, shown)))
        throw Refusal.of('FORBIDDEN', REFUSED[action], ['id']);
      requireVersion(document, expectedVersion);
      if (!isPossible(action, document)) {
        throw Refusal.of('STATE', `This cannot be done while the document is ${standing(document)}.`, ['id']);
      }
      const known = indexedState(document, shown);
      await work({ manager, principal: current, actor, document, shown, latest, known, now });
    });
  }

  /**
   * Saves the document as `work` has left it: checks that the caller may have it so, notes the event, and
   * where readers will notice gives it its next revision and queues the index work.
   */
  async save(writing: Writing, event: string, details: Record<string, unknown> = {}): Promise<void> {
    const { manager, principal, actor, document, latest, now } = writing;
    const shown = document.shownVersion === latest.number ? latest : writing.shown;
    if (!evaluate(mayRead(principal, now), factsOf(document, shown))) {
      throw Refusal.of('INVALID', 'You would no longer be able to read this yourself.', ['sharing']);
    }
    const changes = indexedState(document, shown) !== writing.known;
    if (changes) [document.revision] = (await nextRevisions(manager, 1)) as [string];
    await manager.update(Document, { id: document.id }, document);
    if (changes) {
      const work = { documentId: document.id, revision: document.revision, stale: writing.known !== null };
      await queueIndexWork(manager, [work], now);
    }
    await this.trail.record(manager, {
      userId: actor.userId,
      institutionId: document.institutionId,
      event,
      subjectType: 'document',
      subjectId: document.id,
      details,
    });
  }

  private async holdVisible(
    manager: EntityManager,
    principal: UserPrincipal,
    id: string,
    now: Date,
  ): Promise<Document> {
    // A look before the lock, so that whoever may not read it hears so at once, and never learns by waiting
    // that somebody writes on it; and one behind the lock, at what it has become meanwhile.
    await this.requireVisible(manager, principal, id, now);
    await manager.query('SELECT 1 FROM documents WHERE id = $1 FOR UPDATE', [id]);
    await this.requireVisible(manager, principal, id, now);
    return manager.findOneByOrFail(Document, { id });
  }

  private async requireVisible(
    manager: EntityManager,
    principal: UserPrincipal,
    id: string,
    now: Date,
  ): Promise<void> {
    if (!isId(id)) throw Refusal.notFound();
    const { bind, values } = new Bindings();
    const visible = toSql(mayRead(principal, now), { column: (field) => FACT_COLUMNS[field], bind });
    const rows: unknown[] = await manager.query(
      `SELECT d.id FROM documents d JOIN document_versions v ON v.document_id = d.id AND v.number = d.shown_version
       WHERE d.id = ${bind(id)} AND ${visible}`,
      values,
    );
    if (rows.length === 0) throw Refusal.notFound();
  }

  private version(manager: EntityManager, document: Document, number: number): Promise<DocumentVersion> {
    return manager.findOneByOrFail(DocumentVersion, { documentId: document.id, number });
  }
}

/** The next values of the sequence that orders all changes of documents. */
export async function nextRevisions(manager: EntityManager, count: number): Promise<string[]> {
  const rows = await manager.query<{ revision: string }[]>(
    `SELECT nextval('document_revisions') AS revision FROM generate_series(1, $1)`,
    [count],
  );
  return rows.map(({ revision }) => revision);
}

/**
 * What an index holds of a document, for telling whether it has changed; null for one that is in none.
 * Work on the next version is no part of it, and takes nothing from the readers of the published one.
 */
function indexedState(document: Document, shown: DocumentVersion): string | null {
  if (document.publishedAt === null) return null;
  const { workState: _workState, reviewerIds: _reviewerIds, ...facts } = factsOf(document, shown);
  return JSON.stringify([document.shownVersion, facts]);
}

function requireVersion(document: Document, expected: number | null | undefined): void {
  if (expected === null || expected === undefined || expected === document.latestVersion) return;
  throw Refusal.of(
    'CONFLICT',
    `The latest version is ${document.latestVersion}, not ${expected}: someone has changed it meanwhile.`,
    ['expectedVersion'],
  );
}

function standing({ state, workState }: Document): string {
  return workState && workState !== state ? `${state}, its next version ${workState}` : state;
}
