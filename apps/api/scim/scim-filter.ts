import type { ScimCriterion } from '#institutions';
import { parse, type Filter } from 'scim2-parse-filter';
import { ScimError } from './scim-error.ts';
import { USER_SCHEMA } from './scim-user.ts';

const LONGEST = 1_000;
const DEEPEST = 10;
const NAMES: Readonly<Record<string, 'id' | 'userName' | 'externalId' | 'email'>> = {
  ...{ id: 'id', username: 'userName', externalid: 'externalId', emails: 'email', 'emails.value': 'email' },
};

/** A filter (RFC 7644, 3.4.2.2) of `eq`, `and` and `or` over what can be asked for. Throws ScimError. */
export function readFilter(given: string): ScimCriterion {
  if (given.length > LONGEST || given.includes('\0')) throw refused();
  let filter: Filter;
  try {
    filter = parse(given);
  } catch {
    throw refused();
  }
  return criterionOf(filter, '', DEEPEST);
}

function criterionOf(filter: Filter, within: string, depth: number): ScimCriterion {
  if (depth === 0) throw refused();
  if (filter.op === 'and' || filter.op === 'or') {
    const parts = (filter as { filters: Filter[] }).filters.map((one) => criterionOf(one, within, depth - 1));
    return filter.op === 'and' ? { all: parts } : { any: parts };
  }
  if (filter.op === '[]') {
    const { attrPath, valFilter } = filter as { attrPath: string; valFilter: Filter };
    return criterionOf(valFilter, `${attrPath}.`, depth - 1);
  }
  if (filter.op !== 'eq') throw refused();
  const { attrPath, compValue } = filter as { attrPath: string; compValue: unknown };
  const path = `${within}${attrPath.replace(`${USER_SCHEMA}:`, '')}`.toLowerCase();
  if (path === 'active' && typeof compValue === 'boolean') return { attribute: 'active', value: compValue };
  const attribute = Object.hasOwn(NAMES, path) ? NAMES[path] : undefined;
  if (!attribute || typeof compValue !== 'string') throw refused();
  return { attribute, value: compValue };
}

function refused(): ScimError {
  const detail =
    'Filters compare id, userName, externalId, emails.value and active with eq, joined by and, or.';
  return new ScimError(400, detail, 'invalidFilter');
}
