/** The root fields that are about advisories, each with a request that aims it at one document. */
import type { Probe } from './aim.ts';

const ERRORS = 'userErrors { code message field }';
const RESPONSE =
  'institution { id name } status note respondedBy { id name email } respondedAt versionNumber overdue';

/** What an advisory shows of its answers. */
export const ANSWERS = `myResponse { ${RESPONSE} } responses { ${RESPONSE} }`;

const PROGRESS = `document { id title } asked overdue remindedAt
  counts { pending acknowledged assessing done notApplicable }
  responses(first: 100) { edges { cursor node { ${RESPONSE} } } pageInfo { hasNextPage } }`;

/** By coordinate of the schema. */
export const ADVISORY_PROBES: Readonly<Record<string, Probe>> = {
  'Query.inbox': {
    query: `{ inbox(first: 100) { edges { cursor node { id type what documentId subjectId due since
      document { id title summary ... on Advisory { ${ANSWERS} } } } } pageInfo { hasNextPage endCursor } }
      one: inbox(first: 1) { pageInfo { hasNextPage } } }`,
    variables: () => ({}),
  },
  'Query.advisoryProgress': {
    query: `query($id: ID!) { advisoryProgress(documentId: $id) { ${PROGRESS} } }`,
    variables: ({ id }) => ({ id }),
  },
  'Mutation.advisoryRemind': {
    query: `mutation($id: ID!) { advisoryRemind(documentId: $id) { progress { ${PROGRESS} } ${ERRORS} } }`,
    variables: ({ id }) => ({ id }),
  },
  'Mutation.advisoryRespond': {
    query: `mutation($id: ID!) { advisoryRespond(documentId: $id, status: DONE) { response { ${RESPONSE} } ${ERRORS} } }`,
    variables: ({ id }) => ({ id }),
  },
};

/** Fields below the root that lead to answers. */
export const ADVISORY_FIELDS: readonly string[] = [
  ...['AdvisoryProgress.document', 'AdvisoryProgress.counts', 'AdvisoryProgress.responses'],
  ...['AdvisoryResponseConnection.edges', 'AdvisoryResponseEdge.node', 'AdvisoryRemindPayload.progress'],
  ...['InboxItemConnection.edges', 'InboxItemEdge.node', 'InboxItem.document'],
  ...['Advisory.myResponse', 'Advisory.responses', 'AdvisoryResponsePayload.response'],
];
