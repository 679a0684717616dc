import type { DocumentState } from '#kernel';
import type { DocumentAction } from '#access';
import type { WorkState } from './document.entity.ts';

/** What can happen to the version being worked on. Not every step is an action of its own for a client. */
export type WorkStep = 'edit' | 'submit' | 'approve' | 'requestChanges' | 'voidApproval' | 'publish';

/**
 * The lifecycle of a version being worked on: from which state which step leads where. `null` is a
 * document without such a version: it has been published and is not being revised.
 */
export const WORK_TRANSITIONS: Readonly<Record<WorkState, Partial<Record<WorkStep, WorkState | null>>>> = {
  DRAFT: { edit: 'DRAFT', submit: 'IN_REVIEW', publish: null },
  IN_REVIEW: { edit: 'DRAFT', approve: 'APPROVED', requestChanges: 'DRAFT', publish: null },
  APPROVED: {
    edit: 'DRAFT',
    approve: 'APPROVED',
    requestChanges: 'DRAFT',
    voidApproval: 'IN_REVIEW',
    publish: null,
  },
};

interface Standing {
  state: DocumentState;
  workState: WorkState | null;
}

/** The work state after a step; undefined when the step is not possible now. */
export function nextWorkState({ state, workState }: Standing, step: WorkStep): WorkState | null | undefined {
  if (state === 'WITHDRAWN') return undefined;
  // Revising what is published starts a new draft beside it.
  if (workState === null) return state === 'PUBLISHED' && step === 'edit' ? 'DRAFT' : undefined;
  return WORK_TRANSITIONS[workState][step];
}

/** Whether the document's state permits the action. Who may take it is the policy's business. */
export function isPossible(action: DocumentAction, standing: Standing): boolean {
  switch (action) {
    case 'document.edit':
      return nextWorkState(standing, 'edit') !== undefined;
    case 'document.submit':
      return nextWorkState(standing, 'submit') !== undefined;
    case 'document.review':
      return nextWorkState(standing, 'approve') !== undefined;
    case 'document.publish':
      return nextWorkState(standing, 'publish') !== undefined;
    case 'document.share':
      return standing.state !== 'WITHDRAWN';
    case 'document.withdraw':
    case 'document.showStub':
    case 'document.grantAccess':
      return standing.state === 'PUBLISHED';
  }
}
