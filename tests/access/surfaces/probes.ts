/**
 * Every root field, with a request that aims it at one document and one word. What an outsider gets for a
 * hidden document must be, to the letter, what is given for one that does not exist.
 */
import type { Probe } from './aim.ts';
import { ADVISORY_FIELDS, ADVISORY_PROBES, ANSWERS } from './advisory-probes.ts';
import { CENTRE_FIELDS, CENTRE_PROBES } from './centre-probes.ts';
import { NOTICE_FIELDS, NOTICE_PROBES } from './notice-probes.ts';

const ATTACHMENT =
  'id name mediaType size sha256 state textState reason uploadedBy { id } uploadedAt downloadUrl';
const DOCUMENT = `id kind state title summary body bodyHtml topics countries language versionNumber createdAt publishedAt
  updatedAt reviewBy overdue viewerCan institution { id name } author { id } sharing { level tlp attribution }
  attachments { ${ATTACHMENT} } versions { edges { node { number title body diff attachments { ${ATTACHMENT} } } } }
  working { number title attachments { ${ATTACHMENT} } } supersededBy { id title } partners { id name }
  ... on Advisory { severity actions expired responseDue ${ANSWERS} }`;
const ERRORS = 'userErrors { code message field }';
const onDocument = (call: string, more = ''): Probe => ({
  query: `mutation($id: ID!${more}) { ${call} { document { ${DOCUMENT} } warnings { excerpt } ${ERRORS} } }`,
  variables: ({ id }) => ({ id }),
});

/** By coordinate of the schema. */
export const PROBES: Readonly<Record<string, Probe>> = {
  'Query.document': {
    query: `query($id: ID!) { document(id: $id) { ${DOCUMENT} } }`,
    variables: ({ id }) => ({ id }),
  },
  'Query.tombstone': {
    query: `query($id: ID!) { tombstone(id: $id) { id kind withdrawnAt reason replacement { id title } } }`,
    variables: ({ id }) => ({ id }),
  },
  'Query.documents': {
    query: `query($word: String!, $owner: [ID!], $partners: [ID!]) {
      all: documents(first: 100) { edges { cursor node { ${DOCUMENT} } } pageInfo { hasNextPage endCursor } }
      title: documents(first: 100, orderBy: TITLE) { edges { node { id } } }
      updated: documents(first: 100, orderBy: UPDATED) { edges { node { id } } }
      topic: documents(filter: { topics: [$word] }) { edges { node { id } } }
      owner: documents(filter: { institutionIds: $owner }) { edges { node { id } } }
      partners: documents(filter: { partnerIds: $partners }) { edges { node { id } } }
      states: documents(filter: { states: [DRAFT, IN_REVIEW, APPROVED, WITHDRAWN] }) { edges { node { id } } }
      mine: documents(filter: { mine: true }) { edges { node { id } } } }`,
    variables: ({ word, institutionId, partnerId }) => ({
      word,
      owner: [institutionId],
      partners: [partnerId],
    }),
  },
  'Query.partner': {
    query: `query($partner: ID!) { partner(id: $partner) {
      documents(first: 100) { edges { cursor node { ${DOCUMENT} } } pageInfo { hasNextPage endCursor } }
      notes: documents(kinds: [GUIDANCE, PARTNER_NOTE], includeRelated: true) { edges { node { id } } }
      documentCounts { kind count } related: documentCounts(includeRelated: true) { kind count }
      experience { institution { id } caseStudies partnerNotes latest }
      timeline { date what document { ${DOCUMENT} } } } }`,
    variables: ({ partnerId }) => ({ partner: partnerId }),
  },
  'Query.partners': {
    query: `{ partners(first: 100) { edges { node { documents(first: 100) { edges { node { ${DOCUMENT} } } } } } } }`,
    variables: () => ({}),
  },
  'Query.matchPartner': {
    query: `query($word: String!) { matchPartner(name: $word) { confidence partner { documents { edges { node { ${DOCUMENT} } } } } } }`,
    variables: ({ word }) => ({ word }),
  },
  'Query.search': {
    query: `query($word: String!, $partners: [ID!]) {
      about: search(query: "", filter: { partnerIds: $partners }, facets: [PARTNER]) { total edges { node { document { id } } } facets { counts { value count } } }
      search(query: $word, first: 100, facets: [KIND, INSTITUTION, TOPIC, COUNTRY, RISK_AREA, DECISION, TECHNOLOGY_AREA, COLLABORATION_TYPE, SEVERITY, PARTNER, YEAR]) {
        total totalIsExact correctedQuery edges { cursor node { score titleHighlighted snippet document { ${DOCUMENT} } } }
        facets { facet counts { value label count } } stubs { id title } pageInfo { hasNextPage startCursor endCursor } }
      mixed: search(query: $word, first: 1) { total pageInfo { hasNextPage } } }`,
    variables: ({ word, partnerId }) => ({ word, partners: [partnerId] }),
  },
  'Query.suggest': {
    query: `query($word: String!) { suggest(prefix: $word, first: 100) { text kind id } }`,
    variables: ({ word }) => ({ word }),
  },
  'Query.precedents': {
    query: `query($word: String!) {
      precedents(for: { description: $word, riskAreas: [EXPORT_CONTROL], countries: ["CN"] }, first: 100) {
        precedents { score reasons document { ${DOCUMENT} } } guidance { score reasons document { ${DOCUMENT} } }
        advisories { score reasons document { ${DOCUMENT} } } partnerNotes { score reasons document { ${DOCUMENT} } } } }`,
    variables: ({ word }) => ({ word }),
  },
  'Query.documentStubs': {
    query: `query($word: String!) { documentStubs(query: $word) { edges { node { id title } } } all: documentStubs { edges { node { id } } } }`,
    variables: ({ word }) => ({ word }),
  },
  'Query.accessRequests': {
    query: '{ accessRequests { edges { node { id documentId stubTitle } } } }',
    variables: () => ({}),
  },
  'Query.explainAccess': {
    query: `query($id: ID!, $membership: ID!) { explainAccess(documentId: $id, membershipId: $membership) { allowed reasons } }`,
    variables: ({ id, membershipId }) => ({ id, membership: membershipId }),
  },
  'Query.documentReaders': {
    query: `query($id: ID!) { documentReaders(id: $id) { documentId institutionCount exportedCount unnamedCount
      institutions { edges { node { institution { id name } firstDay lastDay exported latestVersion } } } } }`,
    variables: ({ id }) => ({ id }),
  },
  'Query.previewAudience': {
    query: `query($id: ID!) { previewAudience(documentId: $id, sharing: { level: PUBLIC }) { peopleBefore warnings } }`,
    variables: ({ id }) => ({ id }),
  },
  'Query.documentWarnings': {
    query: `query($id: ID!) { documentWarnings(id: $id, sharing: { level: PUBLIC }) { kind field excerpt } present: documentWarnings(id: $id) { excerpt } }`,
    variables: ({ id }) => ({ id }),
  },
  'Mutation.documentCreate': {
    // The sharing points at the document where an institution, a group and a member should be.
    query: `mutation($id: ID!) { documentCreate(input: { title: "t", summary: "s", body: "b", details: { guidance: {} },
      coAuthorIds: [$id], sharing: { level: GROUPS, groupIds: [$id] } }) { document { id } ${ERRORS} } }`,
    variables: ({ id }) => ({ id }),
  },
  'Mutation.documentEdit': onDocument('documentEdit(id: $id, expectedVersion: 1, input: { title: "x" })'),
  'Mutation.documentAttach': onDocument(
    'documentAttach(id: $id, expectedVersion: 1, uploadIds: ["00000000-0000-4000-8000-000000000000"])',
  ),
  'Mutation.documentDetach': onDocument(
    'documentDetach(id: $id, expectedVersion: 1, attachmentIds: ["00000000-0000-4000-8000-000000000000"])',
  ),
  'Mutation.documentSubmit': onDocument('documentSubmit(id: $id)'),
  'Mutation.documentReview': onDocument('documentReview(id: $id, decision: APPROVE)'),
  'Mutation.documentPublish': onDocument('documentPublish(id: $id, expectedVersion: 1)'),
  'Mutation.documentShare': onDocument('documentShare(id: $id, sharing: { level: PUBLIC })'),
  'Mutation.documentWithdraw': onDocument('documentWithdraw(id: $id, reason: "x")'),
  'Mutation.documentShowStub': onDocument('documentShowStub(id: $id, title: "x")'),
  'Mutation.accessRequest': {
    query: `mutation($id: ID!) { accessRequest(documentId: $id, reason: "x") { accessRequest { id } ${ERRORS} } }`,
    variables: ({ id }) => ({ id }),
  },
  'Mutation.accessRequestDecide': {
    query: `mutation($id: ID!) { accessRequestDecide(id: $id, decision: DECLINE) { accessRequest { id } ${ERRORS} } }`,
    variables: ({ requestId }) => ({ id: requestId }),
  },
  'Mutation.accessGrantRevoke': {
    query: `mutation($id: ID!, $to: ID!) { accessGrantRevoke(documentId: $id, institutionId: $to) { document { id } ${ERRORS} } }`,
    variables: ({ id, institutionId }) => ({ id, to: institutionId }),
  },
  ...ADVISORY_PROBES,
  ...CENTRE_PROBES,
  ...NOTICE_PROBES,
};

/** Root fields that reach no document, each with what they reach instead. */
export const APART: Readonly<Record<string, string>> = {
  'Query.searchHealth': 'the state of the search indexes, in numbers',
  'Query.viewer': 'the account and its memberships',
  'Query.institution': 'institutions',
  'Query.institutions': 'institutions',
  'Query.members': 'memberships',
  'Query.sharingGroups': 'sharing groups',
  'Query.apiTokens': 'tokens',
  'Query.accountExport':
    'the caller’s own account; of documents the own ones, by the rule, tested by themselves',
  'Mutation.accountErase': 'the account',
  'Query.notificationSettings': 'how the caller is told',
  'Mutation.notificationSettingsChange': 'how the caller is told',
  'Query.auditEvents': 'the trail of an institution of which one is auditor, which has tests of its own',
  'Query.webhooks': 'webhooks, whose deliveries have tests of their own',
  'Mutation.webhookCreate': 'webhooks',
  'Mutation.webhookDelete': 'webhooks',
  'Mutation.webhookResume': 'webhooks',
  'Query.feedTokens': 'keys to feeds, whose contents have tests of their own',
  'Mutation.feedTokenCreate': 'keys to feeds',
  'Mutation.feedTokenRevoke': 'keys to feeds',
  'Query.federationScopes': 'scopes registered for the own institution',
  'Query.serviceAccounts': 'accounts of programs and their tokens',
  'Mutation.serviceAccountCreate': 'accounts of programs',
  'Mutation.serviceAccountSuspend': 'accounts of programs',
  'Mutation.serviceAccountResume': 'accounts of programs',
  'Mutation.serviceAccountTokenCreate': 'tokens of programs',
  'Mutation.serviceAccountTokenRotate': 'tokens of programs',
  'Mutation.serviceAccountTokenRevoke': 'tokens of programs',
  'Query.scimTokens': 'keys of directories',
  'Mutation.scimTokenCreate': 'keys of directories',
  'Mutation.scimTokenRevoke': 'keys of directories',
  'Mutation.membershipInvite': 'memberships',
  'Mutation.membershipChange': 'memberships',
  'Mutation.membershipRevoke': 'memberships',
  'Mutation.sharingGroupCreate': 'sharing groups',
  'Mutation.sharingGroupAdd': 'sharing groups',
  'Mutation.sharingGroupAccept': 'sharing groups',
  'Mutation.sharingGroupRemove': 'sharing groups',
  'Mutation.sharingGroupDelete': 'sharing groups',
  'Mutation.apiTokenCreate': 'tokens',
  'Mutation.apiTokenRevoke': 'tokens',
  'Mutation.partnerAdd': 'the registry',
  'Mutation.partnerProposeName': 'the registry',
};

/** Fields below the root that lead to a document or to a part of one, and are asked for in the probes. */
export const EXAMINED_FIELDS: readonly string[] = [
  ...['supersededBy', 'versions', 'working', 'attachments'].flatMap((field) =>
    ['Document', 'Guidance', 'CaseStudy', 'PartnerNote', 'Advisory'].map((type) => `${type}.${field}`),
  ),
  'PartnerNote.findings',
  ...['WorkingVersion.attachments', 'DocumentVersion.attachments'],
  'Tombstone.replacement',
  ...[
    'DocumentConnection.edges',
    'DocumentEdge.node',
    'DocumentVersionConnection.edges',
    'DocumentVersionEdge.node',
  ],
  'Precedent.document',
  ...['SearchConnection.edges', 'SearchConnection.facets', 'SearchConnection.stubs', 'SearchEdge.node'],
  ...['SearchHit.document', 'FacetResult.counts'],
  ...['DocumentStubConnection.edges', 'DocumentStubEdge.node'],
  ...['AccessRequestConnection.edges', 'AccessRequestEdge.node', 'AccessRequestPayload.accessRequest'],
  'DocumentPayload.document',
  ...['DocumentReaders.institutions', 'DocumentReaderConnection.edges', 'DocumentReaderEdge.node'],
  ...['Partner.documents', 'Partner.documentCounts', 'TimelineEntry.document'],
  ...ADVISORY_FIELDS,
  ...CENTRE_FIELDS,
  ...NOTICE_FIELDS,
];
