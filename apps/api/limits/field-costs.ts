/**
 * What a field costs beside what is below it, in points; see the formula in docs/guide.md. Fields that
 * stand here take a statement, a search or a calculation of their own; fields of an interface stand under
 * its name. Every other root field costs ROOT_COST, every other object 1 and every other value nothing.
 */
export const FIELD_COSTS: Readonly<Record<string, number>> = {
  'Query.search': 200,
  'Query.suggest': 20,
  'Query.precedents': 500,
  'Query.matchPartner': 50,
  'Query.documentStubs': 20,
  'Query.collaborationNetwork': 1_000,
  'Query.jointCentreStatistics': 200,
  'Query.previewAudience': 50,
  'Query.explainAccess': 20,
  'Query.inbox': 50,
  'Query.advisoryProgress': 20,
  'Query.decisionReasons': 20,
  'Query.decisionsTouched': 20,
  'Query.__schema': 300,
  'Query.__type': 10,
  'SearchConnection.stubs': 20,
  'Document.body': 2,
  'Document.bodyHtml': 5,
  'Document.versions': 5,
  'WorkingVersion.body': 2,
  'DocumentVersion.body': 2,
  'DocumentVersion.diff': 10,
  'Partner.documents': 10,
  'Partner.documentCounts': 5,
  'Partner.experience': 10,
  'Partner.timeline': 10,
};

/** A root field has at least one statement of its own. */
export const ROOT_COST = 5;
/** A write: a transaction, a line of the trail, work for the index and for those who follow. */
export const WRITE_COST = 100;
/** A list that says nothing about its length is taken to have so many entries. */
export const USUAL_LENGTH = 5;
/** What a field with an alias costs more inside of introspection, where lists are long and known. */
export const INTROSPECTION_ALIAS = 100;
