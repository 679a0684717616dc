import type { MembershipFacts, UserPrincipal } from '#access';
import { Injectable } from '@nestjs/common';

/** For whom an inbox is worked out, when, and where the statement's parameters go. */
export interface InboxContext {
  /** The caller with the acting membership only. */
  reader: UserPrincipal;
  acting: MembershipFacts;
  now: Date;
  bind: (value: unknown) => string;
}

/**
 * One sort of thing that can wait for a member: a SELECT of these columns, in this order, or null where
 * nothing of it can wait for this member.
 *
 *     type         text         a value of InboxItemType
 *     subject_id   uuid         what is waiting; with the type it tells items apart
 *     document_id  uuid         the document that it is about
 *     what         text         what is to be done, in words
 *     due          timestamptz  by when, or null
 *     since        timestamptz  since when it has been waiting
 *
 * It must carry the access rule for `reader`. What waits is worked out from how things stand, every time;
 * nothing is kept that somebody would have to take back.
 */
export type InboxSource = (context: InboxContext) => string | null;

/**
 * Everything that comes into inboxes. AdvisoriesModule adds what this library knows; a library above it adds
 * its own when its module starts (export this class from index.ts for it), and the word for it to
 * InboxItemType of the schema.
 */
@Injectable()
export class InboxSources {
  private readonly sources: InboxSource[] = [];

  add(source: InboxSource): void {
    this.sources.push(source);
  }

  /** The SELECTs of all sources that have something for this member. */
  selects(context: InboxContext): string[] {
    return this.sources.map((source) => source(context)).filter((select) => select !== null);
  }
}
