import type { EntityManager } from 'typeorm';
import { mayRead, maySeeTombstone, type DocumentFacts, type Predicate, type UserPrincipal } from '#access';
import { Bindings } from '#database';
import { documentSql, FACTS_JSON, factsFromJson } from '#documents';
import { isId, Refusal } from '#kernel';
import { ASKING_VERSION, isOpenForAnswers } from './asking.ts';

/** An advisory as it stands while its row is held. */
export interface HeldAdvisory {
  facts: DocumentFacts;
  shownVersion: number;
  /** See ASKING_VERSION. */
  askingVersion: number;
  /** Whether it is published and has not expired. */
  isOpen: boolean;
}

interface Row {
  facts: Record<string, unknown>;
  shownVersion: number;
  askingVersion: number;
  isOpen: boolean;
}

/**
 * The advisory that the principal may read, held so that no version of it is published meanwhile: shared
 * with others who answer, or alone. Throws NOT_FOUND; STATE for one that was withdrawn and of which the
 * principal sees what is left; INVALID for any other document.
 */
export async function holdAdvisory(
  manager: EntityManager,
  principal: UserPrincipal,
  id: string,
  now: Date,
  mode: 'FOR SHARE' | 'FOR UPDATE',
): Promise<HeldAdvisory> {
  // A look before the lock, so that whoever may not read it never learns by waiting that somebody writes
  // on it; and one behind the lock, at what it has become meanwhile.
  await requireReadable(manager, principal, id, now);
  await manager.query(`SELECT 1 FROM documents WHERE id = $1 ${mode}`, [id]);
  const row = await requireReadable(manager, principal, id, now);
  const facts = factsFromJson(row.facts);
  if (facts.kind !== 'ADVISORY') throw Refusal.of('INVALID', 'This is no advisory.', ['documentId']);
  const { shownVersion, askingVersion, isOpen } = row;
  return { facts, shownVersion, askingVersion, isOpen };
}

async function requireReadable(
  manager: EntityManager,
  principal: UserPrincipal,
  id: string,
  now: Date,
): Promise<Row> {
  const row = isId(id) ? await find(manager, principal, id, now, mayRead(principal, now)) : null;
  if (row) return row;
  const left = isId(id) ? await find(manager, principal, id, now, maySeeTombstone(principal)) : null;
  if (left && factsFromJson(left.facts).kind === 'ADVISORY') {
    throw Refusal.of('STATE', 'This advisory has been withdrawn.', ['documentId']);
  }
  throw Refusal.notFound(['documentId']);
}

async function find(
  manager: EntityManager,
  principal: UserPrincipal,
  id: string,
  now: Date,
  rule: Predicate,
): Promise<Row | null> {
  const { bind, values } = new Bindings();
  const rows: Row[] = await manager.query(
    `SELECT ${FACTS_JSON} AS facts, d.shown_version AS "shownVersion", ${ASKING_VERSION} AS "askingVersion",
       ${isOpenForAnswers(bind(now))} AS "isOpen"
     FROM documents d JOIN document_versions v ON v.document_id = d.id AND v.number = d.shown_version
     WHERE d.id = ${bind(id)} AND ${documentSql(rule, { principal, now, bind })}`,
    values,
  );
  return rows[0] ?? null;
}
