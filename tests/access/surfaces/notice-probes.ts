import type { Probe } from './aim.ts';

const ERRORS = 'userErrors { code message field }';
const SHOWN = 'id title summary state';

/** Root fields by which people are told of documents; see PROBES. */
export const NOTICE_PROBES: Readonly<Record<string, Probe>> = {
  'Query.following': {
    query: `{ following(first: 100) { edges { node { id kind topic document { ${SHOWN} } } } } }`,
    variables: () => ({}),
  },
  'Query.breakGlassAccesses': {
    query: `query($institution: ID!) { breakGlassAccesses(institutionId: $institution, first: 100) {
      edges { node { id documentId document { ${SHOWN} } reason readings } } } }`,
    variables: ({ institutionId }) => ({ institution: institutionId }),
  },
  'Query.notifications': {
    query: `{ notifications(first: 100) { edges { node { id event document { ${SHOWN} }
      tombstone { id reason } breakGlassAccess { id documentId document { ${SHOWN} } } following { id document { ${SHOWN} } } } } } }`,
    variables: () => ({}),
  },
  'Mutation.follow': {
    query: `mutation($id: ID!) { follow(input: { documentId: $id }) { following { id document { ${SHOWN} } } ${ERRORS} } }`,
    variables: ({ id }) => ({ id }),
  },
  'Mutation.unfollow': {
    query: `mutation($id: ID!) { unfollow(id: $id) { unfollowedId ${ERRORS} } }`,
    variables: ({ id }) => ({ id }),
  },
  'Query.decisionsTouched': {
    query: `query($id: ID!) { decisionsTouched(documentId: $id) { ${SHOWN} } }`,
    variables: ({ id }) => ({ id }),
  },
  'Query.decisionReasons': {
    query: `query($id: ID!) { decisionReasons(documentId: $id) { ${SHOWN} } }`,
    variables: ({ id }) => ({ id }),
  },
  'Mutation.decisionConfirm': {
    query: `mutation($id: ID!) { decisionConfirm(documentId: $id) { document { ${SHOWN} } ${ERRORS} } }`,
    variables: ({ id }) => ({ id }),
  },
  'Mutation.notificationsMarkRead': {
    query: `mutation($id: ID!) { notificationsMarkRead(ids: [$id]) { done ${ERRORS} } }`,
    variables: ({ id }) => ({ id }),
  },
};

/** Fields of theirs that lead to a document; see EXAMINED_FIELDS. */
export const NOTICE_FIELDS: readonly string[] = [
  'Following.document',
  'BreakGlassAccess.document',
  'Notification.document',
  'Notification.tombstone',
];
