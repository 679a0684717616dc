/**
 * Whom an advisory asks, and for which of its versions.
 *
 * Asked is every institution whose members may read it because they are members: the institution as such is
 * in the audience, by its kind, by name, through a sharing group, by a grant, or because everybody is. The
 * issuer itself is not asked, and a NAMED advisory asks nobody, for it speaks to people. Nothing is stored
 * of this: whoever comes into the audience is asked from then on, whoever leaves it is asked no more.
 */
import {
  and,
  is,
  isIn,
  mayReadPublished,
  not,
  type DocumentFacts,
  type Predicate,
  type UserPrincipal,
  evaluate,
} from '#access';
import { asMembership, asUser, type AudienceInstitution } from '#documents';

/**
 * Whether a document is an advisory that asks the institution of the reader's one membership, and that the
 * reader may read as its member. An answer is read by nobody who may not read what it answers.
 */
export function isAsked(reader: UserPrincipal, now: Date): Predicate {
  const institutionIds = reader.memberships.map((membership) => membership.institutionId);
  return and(
    is('kind', 'ADVISORY'),
    not(is('level', 'NAMED')),
    not(isIn('ownerId', institutionIds)),
    mayReadPublished(reader, now),
  );
}

/**
 * Those of the institutions that the document asks. `granted` have been granted access to it for a time.
 * The highest role stands for its members: an advisory for REVIEWERs and above asks their institution.
 */
export function institutionsAsked(
  document: DocumentFacts,
  institutions: readonly AudienceInstitution[],
  granted: ReadonlySet<string>,
  now: Date,
): string[] {
  return institutions
    .filter((institution) => {
      const member = asMembership(institution, '', 'PUBLISHER');
      const grantedDocumentIds = granted.has(institution.id) ? [document.id] : [];
      return evaluate(isAsked(asUser('', { ...member, grantedDocumentIds }), now), document);
    })
    .map(({ id }) => id);
}

/**
 * The version of document `d` that asks: the last one with a material change, up to what `d` shows. It may
 * never have been published itself; then the one that brought its change to the readers asks in its stead.
 */
export const ASKING_VERSION = `(SELECT coalesce(max(a.number), 1) FROM document_versions a
  WHERE a.document_id = d.id AND a.material AND a.number <= d.shown_version)`;

/** Whether the advisory `d`, showing `v`, can be answered still, by the time bound as `now`. */
export function isOpenForAnswers(now: string): string {
  return `(d.state = 'PUBLISHED' AND coalesce((v.details->>'expiresAt')::timestamptz > ${now}, true))`;
}
