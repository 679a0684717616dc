import { evaluate, explain, type DocumentFacts } from '#access';
import { factsIn, principalIn } from '../world/plain-facts.ts';
import type { World, WorldDocument } from '../world/world.ts';
import { byCode, ruleFor, type Rule } from './by-code.ts';
import type { Found, SearchTable } from './by-search.ts';
import { byWords } from './by-words.ts';
import type { Scene } from './changes/change.ts';
import { faultOf } from './reasons.ts';
import { difference, type Sight } from './sight.ts';

/** What everyone sees of everything in a scene: by person (null is nobody), then by document. */
export type Sights = Map<string | null, Map<string, Sight>>;

/** Somebody for whom two forms of the rule differ. */
export interface Disagreement {
  userId: string | null;
  documentId: string;
  what: string;
}

/** Everyone in a world, and somebody who is not signed in. */
export function everyoneIn({ users }: World): (string | null)[] {
  return [null, ...users.map(({ id }) => id)];
}

/**
 * Asks the forms of the rule that need no server, for everyone and about everything: plain code, the search
 * filter, the explanation. With `more` the filter is asked for what no search asks, too. Returns what all see
 * by the words, and where a form differs from them.
 */
export function askInMemory(
  scene: Scene,
  search: SearchTable,
  more: boolean,
): { sights: Sights; disagreement: Disagreement | null } {
  const { world, now } = scene;
  const documents = world.documents.map((document) => ({ document, facts: factsIn(document) }));
  search.hold(documents.map(({ facts }) => facts));
  const sights: Sights = new Map();
  let disagreement: Disagreement | null = null;
  for (const userId of everyoneIn(world)) {
    const rule = ruleFor(principalIn(world, userId, now), now);
    const found = search.ask(rule, more);
    const own = new Map<string, Sight>();
    for (const { document, facts } of documents) {
      const expected = byWords(scene, userId, document);
      own.set(document.id, expected);
      const what =
        difference('code', byCode(rule, document, facts), expected) ??
        differenceOfSearch(found.get(document.id)!, document, expected) ??
        faultOfExplanation(rule, facts, scene, userId, document, expected);
      if (what !== null) disagreement ??= { userId, documentId: document.id, what };
    }
    sights.set(userId, own);
  }
  return { sights, disagreement };
}

/** A search finds what is published and readable; the other parts of the rule hold as they do elsewhere. */
function differenceOfSearch(
  { found, ...rest }: Found,
  { state }: WorldDocument,
  expected: Sight,
): string | null {
  if (found !== (state === 'PUBLISHED' && expected.reads)) return `a search ${found ? 'finds' : 'misses'} it`;
  return difference('filter', rest, expected);
}

function faultOfExplanation(
  { read }: Rule,
  facts: DocumentFacts,
  scene: Scene,
  userId: string | null,
  document: WorldDocument,
  expected: Sight,
): string | null {
  const explanation = explain(read, facts);
  if (explanation.holds !== expected.reads || explanation.holds !== evaluate(read, facts)) {
    return `explained as ${explanation.holds ? 'readable' : 'unreadable'}`;
  }
  return faultOf(explanation, scene, userId, document);
}
