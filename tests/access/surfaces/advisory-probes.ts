/** The root fields that are about advisories, each with a request that aims it at one document. */
import type { Probe } from './aim.ts';

const ERRORS = 'userErrors { code message field }';
const RESPONSE =
  'institution { id name } status note respondedBy { id name email } respondedAt versionNumber overdue';

/** What an advisory shows of its answers. */
export const ANSWERS = `myResponse { ${RESPONSE} } responses { ${RESPONSE} }`;

/** By coordinate of the schema. */
export const ADVISORY_PROBES: Readonly<Record<string, Probe>> = {
  'Mutation.advisoryRespond': {
    query: `mutation($id: ID!) { advisoryRespond(documentId: $id, status: DONE) { response { ${RESPONSE} } ${ERRORS} } }`,
    variables: ({ id }) => ({ id }),
  },
};

/** Fields below the root that lead to answers. */
export const ADVISORY_FIELDS: readonly string[] = [
  ...['Advisory.myResponse', 'Advisory.responses', 'AdvisoryResponsePayload.response'],
];
