import {
  counts,
  explain,
  isAtLeast,
  mayRead,
  MEMBERSHIP_FACTS,
  membershipFacts,
  type DocumentFacts,
  type MembershipFacts,
  type MembershipRow,
  type UserPrincipal,
} from '#access';
import { ReadDatabase } from '#database';
import { Clock, isId, type DocumentState } from '#kernel';
import { Injectable } from '@nestjs/common';
import { asUser } from './audience-preview.ts';
import { readableFacts } from './readable-facts.ts';

/** AccessExplanation of the contract. */
export interface AccessExplanationRow {
  allowed: boolean;
  reasons: string[];
}

/** What to say where only the document's state decides. */
const STANDING: Readonly<Record<DocumentState, string>> = {
  DRAFT: 'It is a draft: its authors and the publishers of the owner see it.',
  IN_REVIEW: 'It is in review: its authors, reviewers and publishers of the owner see it.',
  APPROVED: 'It is not published yet: its authors, reviewers and publishers of the owner see it.',
  PUBLISHED: 'It is published to others.',
  WITHDRAWN: 'It has been withdrawn: its author, reviewers and publishers of the owner see it.',
};

interface Subject extends MembershipFacts {
  userId: string;
  findable: boolean;
}

/** Answers "who can see this, and why?" from the rule itself. */
@Injectable()
export class AccessExplanations {
  private readonly database: ReadDatabase;
  private readonly clock: Clock;

  constructor(database: ReadDatabase, clock: Clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Whether the person, by this membership alone, may read the document, and why or why not. For oneself,
   * and for REVIEWERs and PUBLISHERs of the owner about any membership that they can see; null otherwise,
   * as for a document that the caller may not read.
   */
  async explain(
    principal: UserPrincipal,
    documentId: string,
    membershipId: string,
  ): Promise<AccessExplanationRow | null> {
    const now = this.clock.now();
    const document = await readableFacts(this.database, principal, documentId, now);
    const subject = document && (await this.subject(membershipId, now));
    if (!subject || !mayAsk(principal, document, subject)) return null;
    const counting = counts(subject, now);
    const person = counting
      ? asUser(subject.userId, subject)
      : { ...asUser(subject.userId, subject), memberships: [] };
    const { holds, reasons } = explain(mayRead(person, now), document);
    const all = counting ? reasons : ['The membership does not count.', ...reasons];
    return { allowed: holds, reasons: all.length > 0 ? all : [STANDING[document.state]] };
  }

  private async subject(membershipId: string, now: Date): Promise<Subject | null> {
    if (!isId(membershipId)) return null;
    const rows = await this.database.rows<MembershipRow & { userId: string; findable: boolean }>(
      `SELECT ${MEMBERSHIP_FACTS}, m.user_id AS "userId", m.findable
       FROM memberships m JOIN institutions i ON i.id = m.institution_id WHERE m.id = $1`,
      [membershipId],
    );
    const [row] = rows;
    return row ? { ...membershipFacts(row, now), userId: row.userId, findable: row.findable } : null;
  }
}

function mayAsk(principal: UserPrincipal, document: DocumentFacts, subject: Subject): boolean {
  if (subject.userId === principal.userId) return true;
  const looksAfter = principal.memberships.some(
    (own) => own.institutionId === document.ownerId && isAtLeast(own.role, 'REVIEWER'),
  );
  const colleague = principal.memberships.some((own) => own.institutionId === subject.institutionId);
  return looksAfter && (colleague || subject.findable || document.memberIds.includes(subject.id));
}
