/**
 * The access rule: who may read a document. Written once, here; `evaluate`, `toSql` and the search
 * engines compile it. Each function says one sentence of the access model and returns a predicate over
 * the document, in which everything about the caller is already a constant.
 */
import type { MembershipFacts, Principal } from './principal.ts';
import {
  and,
  atMost,
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
      and(is('level', 'PUBLIC'), isOpen(now)),
      anyMembership(principal, (membership) =>
        or(
          and(inAudience(membership), isOpen(now)),
          isAuthor(principal, membership),
          // Outside the window only those who look after the document for its owner.
          isAtLeast(membership.role, 'REVIEWER')
            ? and(isOwner(membership), inAudience(membership), not(isOpen(now)))
            : never,
        ),
      ),
    ),
  );
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
          contains('coAuthorIds', membership.id),
          hasReviewed,
          and(is('level', 'NAMED'), contains('memberIds', membership.id)),
          and(
            not(is('level', 'NAMED')),
            isAtLeast(membership.role, 'PUBLISHER')
              ? isIn('workState', ['DRAFT', 'IN_REVIEW', 'APPROVED'])
              : reviewer
                ? isIn('workState', ['IN_REVIEW', 'APPROVED'])
                : never,
          ),
        ),
      );
    }),
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
  return and(
    or(
      and(isOwner(membership), not(is('level', 'NAMED'))),
      and(is('level', 'NAMED'), isNamed(membership)),
      and(
        is('level', 'GROUPS'),
        or(
          contains('institutionIds', membership.institutionId),
          overlaps('groupIds', membership.groupIds),
        ),
      ),
      and(
        is('level', 'COMMUNITY'),
        or(isEmpty('kinds'), contains('kinds', membership.institutionKind)),
      ),
      is('level', 'PUBLIC'),
    ),
    not(contains('excludedInstitutionIds', membership.institutionId)),
    atMost('minimumRole', rankOf(membership.role)),
  );
}

/** NAMED is for the author, co-authors and the listed members. (The author has a clause of his own.) */
function isNamed(membership: MembershipFacts): Predicate {
  return or(
    contains('memberIds', membership.id),
    and(isOwner(membership), contains('coAuthorIds', membership.id)),
  );
}

function isOwner(membership: MembershipFacts): Predicate {
  return is('ownerId', membership.institutionId);
}

/** The author keeps reading as long as the membership in the owner counts. */
function isAuthor(principal: Principal, membership: MembershipFacts): Predicate {
  return principal.userId ? and(isOwner(membership), is('authorId', principal.userId)) : never;
}

function isOpen(now: Date): Predicate {
  return and(begunBy('visibleFrom', now), endsAfter('visibleUntil', now));
}
