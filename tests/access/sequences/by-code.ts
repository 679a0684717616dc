import {
  evaluate,
  mayRead,
  mayReadPublished,
  mayReadRetired,
  mayReadWork,
  maySeeAttribution,
  maySeeStub,
  maySeeTombstone,
  type DocumentFacts,
  type Predicate,
  type Principal,
} from '#access';
import { factsIn } from '../world/plain-facts.ts';
import { isBeingRevised, shownVersion, type WorldDocument } from '../world/world.ts';
import type { Sight } from './sight.ts';

/** The rule for one person at one moment, as predicates over documents. */
export type Rule = Readonly<
  Record<
    'read' | 'readPublished' | 'readWork' | 'readRetired' | 'tombstone' | 'stub' | 'attribution',
    Predicate
  >
>;

export function ruleFor(principal: Principal, now: Date): Rule {
  return {
    read: mayRead(principal, now),
    readPublished: mayReadPublished(principal, now),
    readWork: mayReadWork(principal),
    readRetired: mayReadRetired(principal, now),
    tombstone: maySeeTombstone(principal),
    stub: maySeeStub(principal, now),
    attribution: maySeeAttribution(principal),
  };
}

/** What someone sees of a document by the predicates, evaluated as plain code. */
export function byCode(rule: Rule, document: WorldDocument, facts: DocumentFacts): Sight {
  const read = evaluate(rule.read, facts);
  const working = isBeingRevised(document) && read && evaluate(rule.readWork, facts);
  return {
    reads: read,
    working,
    tombstone: evaluate(rule.tombstone, facts),
    stub: evaluate(rule.stub, facts),
    attribution: evaluate(rule.attribution, facts),
    versions: read ? versions(rule, document, facts, working) : [],
  };
}

function versions(rule: Rule, document: WorldDocument, facts: DocumentFacts, working: boolean): number[] {
  const { history, passedOver } = document;
  const shown = shownVersion(document);
  const retired = history
    .map((sharing) => factsIn({ ...document, ...sharing, state: 'PUBLISHED' }))
    .flatMap((then, index) => (evaluate(rule.readRetired, then) ? [index + 1] : []));
  // One that was passed over counts as the draft it was.
  const draft = passedOver && evaluate(rule.readWork, { ...facts, workState: 'DRAFT' });
  return [...(working ? [shown + 1] : []), shown, ...(draft ? [shown - 1] : []), ...retired.reverse()];
}
