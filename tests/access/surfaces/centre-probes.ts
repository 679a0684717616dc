/** The root fields that reach joint centres, each with a request that aims it at one of them. */
import { CENTRE } from '../../support/centres.ts';
import type { Probe } from './aim.ts';

const ERRORS = 'userErrors { code message field }';
const onCentre = (call: string): Probe => ({
  query: `mutation($id: ID!) { ${call} { jointCentre { ${CENTRE} } ${ERRORS} } }`,
  variables: ({ id }) => ({ id }),
});

const COUNT = 'value count percent';
const STATISTICS = `centres tlp perYear { year founded cumulative } withoutYear byDiscipline { ${COUNT} }
  disciplineEntries byDisciplineGroup { group count percent } byTechnologyArea { ${COUNT} }
  bySector { ${COUNT} isTechnologyArea } sectorEntries byRegion { ${COUNT} }
  regionBands { label least most regions } withoutRegion byFunder { ${COUNT} }`;
const NETWORK = `centres tlp organisations { key name sides centres degree weightedDegree betweenness }
  links { source target weight } components { size keys } concentration { organisations percent }
  mostConnected(first: 3) { key name }`;

/** By coordinate of the schema. */
export const CENTRE_PROBES: Readonly<Record<string, Probe>> = {
  'Query.jointCentre': {
    query: `query($id: ID!) { jointCentre(id: $id) { ${CENTRE} } }`,
    variables: ({ id }) => ({ id }),
  },
  'Query.jointCentres': {
    query: `query($word: String!, $partners: [ID!], $owner: [ID!]) {
      all: jointCentres(first: 100) { edges { cursor node { ${CENTRE} } } pageInfo { hasNextPage endCursor } }
      founded: jointCentres(first: 1, orderBy: FOUNDED) { edges { node { id } } pageInfo { hasNextPage } }
      newest: jointCentres(first: 1, orderBy: NEWEST) { edges { node { id } } pageInfo { hasNextPage } }
      word: jointCentres(filter: { query: $word }) { edges { node { id } } }
      funder: jointCentres(filter: { funders: [$word] }) { edges { node { id } } }
      region: jointCentres(filter: { regions: [$word] }) { edges { node { id } } }
      partner: jointCentres(filter: { partnerIds: $partners }) { edges { node { id } } }
      institution: jointCentres(filter: { institutionIds: $owner }) { edges { node { id } } }
      owner: jointCentres(filter: { ownerIds: $owner }) { edges { node { id } } } }`,
    variables: ({ word, partnerId, institutionId }) => ({
      word,
      partners: [partnerId],
      owner: [institutionId],
    }),
  },
  'Query.jointCentreStatistics': {
    query: `query($partners: [ID!]) { jointCentreStatistics { ${STATISTICS} }
      about: jointCentreStatistics(filter: { partnerIds: $partners }) { ${STATISTICS} } }`,
    variables: ({ partnerId }) => ({ partners: [partnerId] }),
  },
  'Query.collaborationNetwork': {
    query: `query($partners: [ID!]) { collaborationNetwork { ${NETWORK} }
      about: collaborationNetwork(filter: { partnerIds: $partners }) { ${NETWORK} } }`,
    variables: ({ partnerId }) => ({ partners: [partnerId] }),
  },
  'Mutation.jointCentreCreate': {
    // The sharing and an organisation point at the centre where institutions and groups should be.
    query: `mutation($id: ID!) { jointCentreCreate(input: { name: "x", organisations: [{ institutionId: $id }],
      sharing: { level: GROUPS, groupIds: [$id] } }) { jointCentre { id } ${ERRORS} } }`,
    variables: ({ id }) => ({ id }),
  },
  'Mutation.jointCentreEdit': onCentre(
    'jointCentreEdit(id: $id, expectedVersion: 1, input: { region: "x" })',
  ),
  'Mutation.jointCentreShare': onCentre(
    'jointCentreShare(id: $id, expectedVersion: 1, sharing: { level: PUBLIC })',
  ),
  'Mutation.jointCentreDelete': {
    query: `mutation($id: ID!) { jointCentreDelete(id: $id, expectedVersion: 1) { deletedId ${ERRORS} } }`,
    variables: ({ id }) => ({ id }),
  },
};

/** Fields below the root that lead to a joint centre, a part of one, or figures of them. */
export const CENTRE_FIELDS: readonly string[] = [
  ...['JointCentreConnection.edges', 'JointCentreEdge.node', 'JointCentrePayload.jointCentre'],
  ...['JointCentre.organisations', 'JointCentre.partners', 'JointCentre.source'],
  ...['perYear', 'byDiscipline', 'byDisciplineGroup', 'byTechnologyArea', 'bySector', 'byRegion'].map(
    (field) => `JointCentreStatistics.${field}`,
  ),
  ...['JointCentreStatistics.regionBands', 'JointCentreStatistics.byFunder'],
  ...['organisations', 'links', 'components', 'concentration', 'mostConnected'].map(
    (field) => `CollaborationNetwork.${field}`,
  ),
];
