import { mayWiden, type SharingFacts } from '#access';
import { Refusal } from '#kernel';
import { factsOf } from '../document-facts.ts';
import { isApproved, isSecondPerson } from './approvals.ts';
import type { Writing } from './document-writer.ts';

/**
 * Whether the actor may change the sharing of what is published to this. Narrowing is settled by the
 * policy already. Widening is a PUBLISHER's, and takes a second person: the publisher is one unless it is
 * own work; then someone else must have approved that very sharing. Throws FORBIDDEN or SECOND_PERSON.
 */
export async function requireSharingChange(
  writing: Writing,
  next: SharingFacts,
  narrows: boolean,
): Promise<void> {
  const { manager, actor, document, shown } = writing;
  if (narrows) return;
  if (!mayWiden(actor, factsOf(document, shown))) {
    throw Refusal.of('FORBIDDEN', 'Only a publisher of the owner may widen what is published.', ['sharing']);
  }
  if ((await isSecondPerson(writing)) || (await isApproved(manager, document, document.shownVersion, next)))
    return;
  throw Refusal.of('SECOND_PERSON', 'Someone other than its authors must widen or approve this.', [
    'sharing',
  ]);
}
