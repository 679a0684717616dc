import type { DecisionCase } from './cases/decision-case.ts';
import { GRANT_CASES } from './cases/grants.ts';
import { GROUP_CASES } from './cases/groups.ts';
import { LEVEL_CASES } from './cases/levels.ts';
import { MEMBERSHIP_CASES } from './cases/memberships.ts';
import { ROLE_CASES } from './cases/roles.ts';
import { UNPUBLISHED_CASES } from './cases/unpublished.ts';
import { WINDOW_CASES } from './cases/windows.ts';
import { WITHDRAWN_CASES } from './cases/withdrawn.ts';

/**
 * The access model as a table: given a world, a reader and a document, is it readable? Every sentence of the
 * read rule has its cases. All forms of the rule must agree with it.
 */
export const DECISION_TABLE: readonly DecisionCase[] = [
  ...LEVEL_CASES,
  ...GROUP_CASES,
  ...GRANT_CASES,
  ...ROLE_CASES,
  ...MEMBERSHIP_CASES,
  ...WINDOW_CASES,
  ...UNPUBLISHED_CASES,
  ...WITHDRAWN_CASES,
];
