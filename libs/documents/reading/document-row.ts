import { DOCUMENT_ACTIONS, mayAct, namedMembership, type DocumentFacts, type Principal } from '#access';
import type { DocumentKind } from '#kernel';
import { factsFromJson } from '../document-facts.ts';
import { isPossible } from '../lifecycle.ts';
import { institutionFields } from './document-columns.ts';

/** A document as a read model returns it: the fields asked for, named as in the schema. */
export interface DocumentRow {
  id: string;
  kind: DocumentKind;
  __typename: 'Guidance' | 'CaseStudy' | 'PartnerNote' | 'Advisory';
  [field: string]: unknown;
}

/** Fields that come out of other columns. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  bodyHtml: ['body'],
  viewerCan: ['facts'],
  supersededBy: ['supersededById'],
  effectiveFrom: ['details', 'publishedAt', 'createdAt'],
  expired: ['details'],
};

const DETAILS = new Set([
  ...[
    'appliesTo',
    'riskAreas',
    'discipline',
    'technologyAreas',
    'collaborationType',
    'decision',
    'mitigations',
  ],
  ...[
    'outcome',
    'lessons',
    'startedOn',
    'endedOn',
    'assessedOn',
    'findings',
    'severity',
    'actions',
    'expiresAt',
  ],
  'responseDue',
]);

/** The columns that the asked fields need. */
export function neededColumns(fields: ReadonlySet<string>): Set<string> {
  const needed = new Set(fields);
  for (const field of fields) {
    NEEDS[field]?.forEach((column) => needed.add(column));
    if (DETAILS.has(field)) needed.add('details');
  }
  return needed;
}

const TYPE_NAMES: Readonly<Record<DocumentKind, DocumentRow['__typename']>> = {
  ...{ GUIDANCE: 'Guidance', CASE_STUDY: 'CaseStudy', PARTNER_NOTE: 'PartnerNote', ADVISORY: 'Advisory' },
};

/**
 * What completes selected rows: they learn the name of their GraphQL type, details and the institution become fields of their own, and what the caller
 * may do is worked out.
 */
export function completion(
  fields: ReadonlySet<string>,
  principal: Principal,
  now: Date,
): (row: DocumentRow) => DocumentRow {
  const institution = institutionFields(fields).map((field) => [field, `institution.${field}`] as const);
  const actions = fields.has('viewerCan');
  return (row) => {
    row.__typename = TYPE_NAMES[row.kind];
    if (institution.length > 0) row.institution = institutionOf(row, institution);
    if (row.details) Object.assign(row, row.details);
    if (actions) {
      row.viewerCan = viewerCan(principal, factsFromJson(row.facts as Record<string, unknown>));
    }
    if (row.__typename === 'Advisory') completeAdvisory(row, now);
    return row;
  };
}

/** The institution out of its columns; null where the caller is not told which it is. */
function institutionOf(
  row: DocumentRow,
  fields: readonly (readonly [field: string, column: string])[],
): Record<string, unknown> | null {
  if (row['institution.id'] === null) return null;
  const institution: Record<string, unknown> = {};
  for (const [field, column] of fields) institution[field] = row[column];
  return institution;
}

function completeAdvisory(row: DocumentRow, now: Date): void {
  row.effectiveFrom ??= row.publishedAt ?? row.createdAt;
  row.expired = typeof row.expiresAt === 'string' && new Date(row.expiresAt) <= now;
}

/** The actions that are open to the caller now, acting for the document's owner. Others act for nobody here. */
function viewerCan(principal: Principal, facts: DocumentFacts): string[] {
  if (principal.type !== 'user') return [];
  const memberships =
    principal.actingSlug === null
      ? principal.memberships
      : [namedMembership(principal, principal.actingSlug)];
  const membership = memberships.find((own) => own.institutionId === facts.ownerId);
  if (!membership) return [];
  const actor = { userId: principal.userId, membership };
  return DOCUMENT_ACTIONS.filter((action) => isPossible(action, facts) && mayAct(action, actor, facts));
}
