/** What a probe is aimed at. */
export interface Aim {
  /** Id of a document, or of a joint centre. */
  id: string;
  /** Id of an access request for it, or of nothing. */
  requestId: string;
  /** A partner that it names, or one that nothing names. */
  partnerId: string;
  /** A word that occurs in it. */
  word: string;
  /** Where the request comes from: an institution and a membership of the caller's. */
  institutionId: string;
  membershipId: string;
}

/** A request, with what it is aimed at. */
export interface Probe {
  query: string;
  variables: (aim: Aim) => Record<string, unknown>;
}
