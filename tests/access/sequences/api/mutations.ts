/** The mutations of the stories: their arguments with types, and the object that they answer with. */
const SIGNATURES = {
  documentCreate: ['input: DocumentCreateInput!', 'document'],
  documentEdit: ['id: ID!, expectedVersion: Int!, input: DocumentEditInput!', 'document'],
  documentSubmit: ['id: ID!', 'document'],
  documentReview: ['id: ID!, decision: ReviewDecision!', 'document'],
  documentPublish: ['id: ID!, expectedVersion: Int!', 'document'],
  documentShare: ['id: ID!, sharing: SharingInput!', 'document'],
  documentWithdraw: ['id: ID!, reason: String!, replacementId: ID', 'document'],
  documentShowStub: ['id: ID!, title: String', 'document'],
  accessRequest: ['documentId: ID!, reason: String!', 'accessRequest'],
  accessRequestDecide: ['id: ID!, decision: AccessDecision!, expiresAt: DateTime', 'accessRequest'],
  accessGrantRevoke: ['documentId: ID!, institutionId: ID!', 'document'],
  membershipInvite: ['institutionId: ID!, email: String!, role: Role!, validUntil: DateTime', 'membership'],
  membershipChange: ['id: ID!, role: Role, validUntil: DateTime', 'membership'],
  membershipRevoke: ['id: ID!', 'membership'],
  sharingGroupAdd: ['id: ID!, institutionId: ID!', 'sharingGroup'],
  sharingGroupAccept: ['id: ID!', 'sharingGroup'],
  sharingGroupRemove: ['id: ID!, institutionId: ID!', 'sharingGroup'],
} as const;

export type Mutation = keyof typeof SIGNATURES;
export const MUTATIONS = Object.keys(SIGNATURES) as Mutation[];

/** The name of the object in the mutation's payload. */
export function outcomeOf(mutation: Mutation): string {
  return SIGNATURES[mutation][1];
}

/** The mutation as a GraphQL operation whose variables are named as its arguments. */
export function operation(mutation: Mutation): string {
  const [signature, outcome] = SIGNATURES[mutation];
  const passed = signature.replaceAll(/(\w+): [^,]+/g, '$1: $$$1');
  const declared = signature.replaceAll(/(\w+):/g, '$$$1:');
  return `mutation (${declared}) { ${mutation}(${passed}) { ${outcome} { id } userErrors { code } } }`;
}
