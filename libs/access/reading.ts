/**
 * The access rule: who may read a document. Written once, here; `evaluate`, `toSql` and the search
 * engines compile it. Each function says one sentence of the access model and returns a predicate over
 * the document, in which everything about the caller is already a constant.
 */
import type { MembershipFacts, Principal } from './principal.ts';
import {
  and,
  atMost,
  because,
  begunBy,
  contains,
  endsAfter,
  is,
  isEmpty,
  isIn,
  isTrue,
  never,
  not,
  or,
  overlaps,
  type Predicate,
} from './predicate.ts';
import { isAtLeast, rankOf } from './roles.ts';

/** Whether the principal may read the document: what it shows of itself, in whatever state it is. */
export function mayRead(principal: Principal, now: Date): Predicate {
  return or(
    mayReadPublished(principal, now),
    and(isIn('state', ['DRAFT', 'IN_REVIEW', 'APPROVED']), mayReadWork(principal)),
    mayReadWithdrawn(principal),
  );
}

/** PUBLISHED: anyone for PUBLIC; otherwise one membership must satisfy everything alone. */
export function mayReadPublished(principal: Principal, now: Date): Predicate {
  return and(
    is('state', 'PUBLISHED'),
    or(
      and(because(is('level', 'PUBLIC'), 'It is public.', ''), isOpen(now)),
      anyMembership(principal, (membership) =>
        or(
          and(inAudience(membership), isOpen(now)),
          isAuthor(principal, membership),
          // Outside the window only those who look after the document for its owner.
          isAtLeast(membership.role, 'REVIEWER')
            ? and(not(isOpen(now)), isOwner(membership), inAudience(membership))
            : never,
        ),
      ),
    ),
  );
}

/**
 * A version that was published once, by the sharing in force when it was retired. A grant opens what is
 * published today; like any widening it never opens history.
 */
export function mayReadRetired(principal: Principal, now: Date): Predicate {
  if (principal.type !== 'user') return mayReadPublished(principal, now);
  const memberships = principal.memberships.map((own) => ({ ...own, grantedDocumentIds: [] }));
  return mayReadPublished({ ...principal, memberships }, now);
}

/**
 * The version being worked on, of a document that was never published or of one that is being revised.
 * Colleagues see a draft late; a NAMED one never widens beyond those it names.
 */
export function mayReadWork(principal: Principal): Predicate {
  return and(
    isIn('workState', ['DRAFT', 'IN_REVIEW', 'APPROVED']),
    anyMembership(principal, (membership) => {
      const reviewer = isAtLeast(membership.role, 'REVIEWER');
      const hasReviewed = reviewer && principal.userId ? contains('reviewerIds', principal.userId) : never;
      return and(
        isOwner(membership),
        or(
          isAuthor(principal, membership),
          because(contains('coAuthorIds', membership.id), 'The member is a co-author.', ''),
          because(hasReviewed, 'The member has reviewed it.', ''),
          and(
            is('level', 'NAMED'),
            because(contains('memberIds', membership.id), 'The member is named.', 'The member is not named.'),
          ),
          and(not(is('level', 'NAMED')), seesWork(membership)),
        ),
      );
    }),
  );
}

/** Publishers of the owner see all work in progress, reviewers what has been handed to them. */
function seesWork({ role }: MembershipFacts): Predicate {
  if (isAtLeast(role, 'PUBLISHER')) {
    return because(
      isIn('workState', ['DRAFT', 'IN_REVIEW', 'APPROVED']),
      'Publishers of the owner see drafts.',
      '',
    );
  }
  if (!isAtLeast(role, 'REVIEWER')) return never;
  return because(
    isIn('workState', ['IN_REVIEW', 'APPROVED']),
    'Reviewers of the owner see what is in review.',
    'It has not been handed to the reviewers.',
  );
}

/** WITHDRAWN: the author, and the owner's REVIEWERs and PUBLISHERs; for NAMED only those it names. */
function mayReadWithdrawn(principal: Principal): Predicate {
  return and(
    is('state', 'WITHDRAWN'),
    anyMembership(principal, (membership) =>
      or(
        isAuthor(principal, membership),
        isAtLeast(membership.role, 'REVIEWER')
          ? and(isOwner(membership), or(not(is('level', 'NAMED')), isNamed(membership)))
          : never,
      ),
    ),
  );
}

/**
 * What is left of a withdrawn document: for those who may read it still, and for those whom its
 * audience held when it was withdrawn.
 */
export function maySeeTombstone(principal: Principal): Predicate {
  return or(
    mayReadWithdrawn(principal),
    and(
      is('state', 'WITHDRAWN'),
      isTrue('tombstoned'),
      or(is('level', 'PUBLIC'), anyMembership(principal, inAudience)),
    ),
  );
}

/**
 * Whether the principal sees that the document exists, without reading it: its owner has marked it so, and
 * the principal is a member of some institution that is not excluded.
 */
export function maySeeStub(principal: Principal, now: Date): Predicate {
  return and(
    isTrue('discoverable'),
    is('state', 'PUBLISHED'),
    isIn('level', ['INSTITUTION', 'GROUPS', 'COMMUNITY']),
    isOpen(now),
    anyMembership(principal, ({ institutionId }) => not(contains('excludedInstitutionIds', institutionId))),
    not(mayRead(principal, now)),
  );
}

/** Whether the principal is inside the owner, and so sees author, attribution and full sharing. */
export function isInsider(principal: Principal): Predicate {
  return anyMembership(principal, isOwner);
}

/** Whether the principal sees which institution contributed the document. */
export function maySeeAttribution(principal: Principal): Predicate {
  return or(is('attribution', 'NAMED'), isInsider(principal));
}

/** Whether the principal wrote the document, alone or with others. */
export function isMine(principal: Principal): Predicate {
  return anyMembership(principal, (membership) =>
    and(isOwner(membership), or(isAuthor(principal, membership), contains('coAuthorIds', membership.id))),
  );
}

/** Never combine the role of one membership with the audience of another. */
function anyMembership(principal: Principal, test: (membership: MembershipFacts) => Predicate): Predicate {
  return or(...principal.memberships.map(test));
}

/** The membership is in the audience, is not excluded, and its role is high enough. */
function inAudience(membership: MembershipFacts): Predicate {
  const { institutionId, groupIds, institutionKind, role, grantedDocumentIds } = membership;
  return and(
    or(
      and(not(is('level', 'NAMED')), isOwner(membership)),
      and(is('level', 'NAMED'), isNamed(membership)),
      and(
        is('level', 'GROUPS'),
        or(
          because(
            contains('institutionIds', institutionId),
            'The institution is listed.',
            'The institution is not listed.',
          ),
          because(
            overlaps('groupIds', groupIds),
            'The institution is in a listed sharing group.',
            'The institution is in no listed sharing group.',
          ),
        ),
      ),
      and(
        is('level', 'COMMUNITY'),
        or(
          because(isEmpty('kinds'), 'It is shared with the whole community.', ''),
          because(
            contains('kinds', institutionKind),
            'It is shared with institutions of this kind.',
            'It is shared with institutions of other kinds only.',
          ),
        ),
      ),
      because(is('level', 'PUBLIC'), 'It is public.', ''),
      and(
        isIn('level', ['INSTITUTION', 'GROUPS', 'COMMUNITY']),
        because(isIn('id', grantedDocumentIds), 'The institution has been granted access for a time.', ''),
      ),
    ),
    because(not(contains('excludedInstitutionIds', institutionId)), '', 'The institution is excluded.'),
    because(atMost('minimumRole', rankOf(role)), '', 'The role is below the least role that may read it.'),
  );
}

/** NAMED is for the author, co-authors and the listed members. (The author has a clause of his own.) */
function isNamed(membership: MembershipFacts): Predicate {
  return because(
    or(
      contains('memberIds', membership.id),
      and(isOwner(membership), contains('coAuthorIds', membership.id)),
    ),
    'The member is named.',
    'The member is not named.',
  );
}

function isOwner(membership: MembershipFacts): Predicate {
  return because(
    is('ownerId', membership.institutionId),
    'The institution owns the document.',
    'The institution does not own the document.',
  );
}

/** The author keeps reading as long as the membership in the owner counts. */
function isAuthor(principal: Principal, membership: MembershipFacts): Predicate {
  if (!principal.userId) return never;
  return because(and(isOwner(membership), is('authorId', principal.userId)), 'The member wrote it.', '');
}

function isOpen(now: Date): Predicate {
  return and(
    because(begunBy('visibleFrom', now), '', 'It is not visible yet.'),
    because(endsAfter('visibleUntil', now), '', 'It is no longer visible.'),
  );
}
