import { DOCUMENT_ACTIONS } from '#access';
import { DOCUMENT_STATES, type DocumentState } from '#kernel';
import {
  isPossible,
  nextWorkState,
  WORK_TRANSITIONS,
  type WorkStep,
} from '../../libs/documents/lifecycle.ts';

type WorkState = keyof typeof WORK_TRANSITIONS;
interface Standing {
  state: DocumentState;
  workState: WorkState | null;
}

const WORK_STATES = Object.keys(WORK_TRANSITIONS) as WorkState[];
const STEPS: readonly WorkStep[] = ['edit', 'submit', 'approve', 'requestChanges', 'voidApproval', 'publish'];
const nameOf = ({ state, workState }: Standing): string => `${state}/${workState ?? 'none'}`;

/** Where a document stands after each thing that can happen to it now. */
function following(standing: Standing): Standing[] {
  const published = standing.state === 'PUBLISHED';
  const afterSteps = STEPS.flatMap((step): Standing[] => {
    const next = nextWorkState(standing, step);
    if (next === undefined) return [];
    if (next === null) return [{ state: 'PUBLISHED', workState: null }];
    return [{ state: published ? 'PUBLISHED' : next, workState: next }];
  });
  const withdrawn: Standing = { state: 'WITHDRAWN', workState: null };
  return isPossible('document.withdraw', standing) ? [...afterSteps, withdrawn] : afterSteps;
}

/** Everything that can be reached from here, this included. */
function reachableFrom(start: Standing): Map<string, Standing> {
  const found = new Map([[nameOf(start), start]]);
  const open = [start];
  for (let standing = open.pop(); standing; standing = open.pop()) {
    for (const next of following(standing)) {
      if (found.has(nameOf(next))) continue;
      found.set(nameOf(next), next);
      open.push(next);
    }
  }
  return found;
}

const START: Standing = { state: 'DRAFT', workState: 'DRAFT' };
const ALL = [...reachableFrom(START).values()];

describe('the lifecycle', () => {
  test('reaches every state of the contract from a new draft, and no odd one', () => {
    expect(new Set(ALL.map(({ state }) => state))).toEqual(new Set(DOCUMENT_STATES));
    expect(ALL.map(nameOf).toSorted()).toEqual(
      [
        ...['DRAFT/DRAFT', 'IN_REVIEW/IN_REVIEW', 'APPROVED/APPROVED', 'PUBLISHED/none', 'WITHDRAWN/none'],
        ...['PUBLISHED/DRAFT', 'PUBLISHED/IN_REVIEW', 'PUBLISHED/APPROVED'],
      ].toSorted(),
    );
  });

  test.each(ALL.filter(({ state }) => state !== 'WITHDRAWN').map((one) => [nameOf(one), one] as const))(
    'has no dead end at %s: it leads to publication and to withdrawal, and can be edited',
    (_name, standing) => {
      const ahead = reachableFrom(standing);

      expect([...ahead.keys()]).toEqual(expect.arrayContaining(['PUBLISHED/none', 'WITHDRAWN/none']));
      expect(isPossible('document.edit', standing)).toBe(true);
    },
  );

  test('ends with withdrawal: nothing is possible any more', () => {
    const withdrawn: Standing = { state: 'WITHDRAWN', workState: null };

    expect(following(withdrawn)).toEqual([]);
    expect(DOCUMENT_ACTIONS.filter((action) => isPossible(action, withdrawn))).toEqual([]);
  });

  test('leads only to states that it knows', () => {
    for (const state of WORK_STATES) {
      for (const next of Object.values(WORK_TRANSITIONS[state]))
        expect([...WORK_STATES, null]).toContain(next);
    }
  });

  test('makes a draft of whatever is edited, so that no review outlives an edit', () => {
    for (const standing of ALL.filter(({ state }) => state !== 'WITHDRAWN')) {
      expect(nextWorkState(standing, 'edit')).toBe('DRAFT');
    }
  });

  test('approves only what has been submitted', () => {
    for (const standing of ALL) {
      const possible = standing.workState === 'IN_REVIEW' || standing.workState === 'APPROVED';
      expect([nameOf(standing), nextWorkState(standing, 'approve')]).toEqual([
        nameOf(standing),
        possible ? 'APPROVED' : undefined,
      ]);
      expect(isPossible('document.review', standing)).toBe(possible);
    }
  });

  test('submits only drafts, and publishes only what is being worked on', () => {
    for (const standing of ALL) {
      expect(isPossible('document.submit', standing)).toBe(standing.workState === 'DRAFT');
      expect(isPossible('document.publish', standing)).toBe(standing.workState !== null);
    }
  });

  test('withdraws only what is published, whether it is being revised or not', () => {
    for (const standing of ALL) {
      expect(isPossible('document.withdraw', standing)).toBe(standing.state === 'PUBLISHED');
    }
  });

  test('forgets an approval only where there is one', () => {
    for (const standing of ALL) {
      const wanted = standing.workState === 'APPROVED' ? 'IN_REVIEW' : undefined;
      expect(nextWorkState(standing, 'voidApproval')).toBe(wanted);
    }
  });
});
