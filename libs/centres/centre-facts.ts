import {
  isInsider,
  mayReadPublished,
  maySeeAttribution,
  toSql,
  type Predicate,
  type Principal,
  type SharingFacts,
} from '#access';
import { sharingColumns } from '#documents';

/** Who asks, when, and where the statement's parameters go. */
export interface CentreContext {
  principal: Principal;
  now: Date;
  bind: (value: unknown) => string;
}

/**
 * What the access rule may ask of a joint centre `c`, in the words in which it asks of a document. A centre
 * is published from the moment it is recorded until it is deleted; it has no author who would read it under
 * a rule of his own, no co-authors and no reviewers: the record is the institution's.
 */
const FACTS: Readonly<Record<string, string>> = {
  id: 'c.id',
  state: `(CASE WHEN c.deleted_at IS NULL THEN 'PUBLISHED' ELSE 'WITHDRAWN' END)`,
  ownerId: 'c.institution_id',
  authorId: 'NULL::uuid',
  coAuthorIds: `'{}'::uuid[]`,
  ...(sharingColumns('c') satisfies Record<keyof SharingFacts, string>),
};

/** A predicate of the access rule as SQL over joint centres `c`. */
function centreSql(predicate: Predicate, bind: CentreContext['bind']): string {
  const column = (field: string): string => {
    const expression = FACTS[field];
    if (!expression) throw new Error(`the access rule asks for the ${field} of a joint centre`);
    return expression;
  };
  return toSql(predicate, { column, bind });
}

/** Whether the principal may read the centre: the rule for what is published, and no other. */
export function readableCentre({ principal, now, bind }: CentreContext): string {
  return centreSql(mayReadPublished(principal, now), bind);
}

/** Whether the principal sees which institution keeps the record. */
export function attributedCentre({ principal, bind }: CentreContext): string {
  return centreSql(maySeeAttribution(principal), bind);
}

/** Whether the principal is inside the institution that keeps the record. */
export function ownCentre({ principal, bind }: CentreContext): string {
  return centreSql(isInsider(principal), bind);
}
