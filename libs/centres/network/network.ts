import { UndirectedGraph } from 'graphology';
import { connectedComponents } from 'graphology-components';
import centrality from 'graphology-metrics/centrality/betweenness.js';
import type { TlpLabel } from '#kernel';
import { organisationOf, type ParticipationRow } from './organisation-keys.ts';

// Its types name a default export that the module itself is.
const betweenness = centrality as unknown as (
  graph: Network,
  options: { getEdgeWeight: null; normalized: boolean },
) => Record<string, number>;

export type Side = ParticipationRow['side'];

/** An organisation and how it stands in the network. */
export interface NetworkOrganisation {
  key: string;
  name: string;
  sides: Side[];
  /** Centres that it takes part in. */
  centres: number;
  /** Organisations that it is linked with. */
  degree: number;
  /** Links, each counted once for every centre. */
  weightedDegree: number;
  /** Share of the shortest ways between any two others that lead through it: 0 to 1, six decimals. */
  readonly betweenness: number;
}

export interface NetworkLink {
  source: string;
  target: string;
  /** Centres that the two run together. */
  weight: number;
}

/** How unequally links are spread. */
export interface Concentration {
  /** How many organisations the top fifth are. */
  organisations: number;
  /** The share of all link ends that they hold, in percent with two decimals. */
  percent: number;
}

/** CollaborationNetwork of the schema. */
export interface CollaborationNetwork {
  centres: number;
  tlp: TlpLabel | null;
  /** Most connected first. */
  organisations: NetworkOrganisation[];
  links: NetworkLink[];
  /** Keys of the organisations that are connected with each other; largest first. */
  components: { size: number; keys: string[] }[];
  concentration: Concentration;
}

/**
 * The network of these rows. A link joins an organisation at home with a partner that it runs a centre with,
 * and weighs as many as they run together; organisations of one side are not linked by a centre.
 */
export function networkOf(
  rows: readonly ParticipationRow[],
  { centres, tlp }: Pick<CollaborationNetwork, 'centres' | 'tlp'>,
): CollaborationNetwork {
  const graph = graphOf(rows);
  const between = betweennessIn(graph);
  const organisations = graph
    .mapNodes((key, node): NetworkOrganisation => ({
      key,
      name: node.name,
      sides: [...node.sides].sort(),
      centres: node.centres.size,
      degree: graph.degree(key),
      weightedDegree: weightedDegree(graph, key),
      get betweenness() {
        return between(key);
      },
    }))
    .sort(mostConnectedFirst);
  return {
    ...{ centres, tlp, organisations },
    links: graph
      .mapEdges((_edge, { weight }, source, target) => ({ source, target, weight }))
      .sort((one, other) => other.weight - one.weight || byText(linkKey(one), linkKey(other))),
    components: componentsOf(graph),
    concentration: concentrationOf(organisations.map((one) => one.weightedDegree)),
  };
}

/** Betweenness by key. It is most of the work, and left until somebody asks for it. */
function betweennessIn(graph: Network): (key: string) => number {
  let found: Record<string, number> | undefined;
  return (key) => {
    found ??= betweenness(graph, { getEdgeWeight: null, normalized: true });
    return Math.round(found[key]! * 1_000_000) / 1_000_000;
  };
}

interface Node {
  name: string;
  sides: Set<Side>;
  centres: Set<string>;
}

type Network = UndirectedGraph<Node, { weight: number }>;

function graphOf(rows: readonly ParticipationRow[]): Network {
  const graph: Network = new UndirectedGraph();
  const organisation = organisationOf(rows);
  for (const centre of Map.groupBy(rows, ({ centreId }) => centreId).values()) {
    const sides: Record<Side, Set<string>> = { DOMESTIC: new Set(), PARTNER: new Set() };
    for (const row of centre) {
      const { key, name } = organisation(row);
      if (!graph.hasNode(key)) graph.addNode(key, { name, sides: new Set(), centres: new Set() });
      graph.getNodeAttribute(key, 'sides').add(row.side);
      graph.getNodeAttribute(key, 'centres').add(row.centreId);
      sides[row.side].add(key);
    }
    link(graph, sides);
  }
  return graph;
}

/** One more for every pair of the centre; an organisation that stands on both sides has no link to itself. */
function link(graph: Network, { DOMESTIC, PARTNER }: Record<Side, Set<string>>): void {
  const pairs = new Map<string, [string, string]>();
  for (const one of DOMESTIC) {
    for (const other of PARTNER) if (one !== other) pairs.set([one, other].sort().join('\n'), [one, other]);
  }
  for (const [one, other] of pairs.values()) {
    graph.updateEdge(one, other, ({ weight = 0 }) => ({ weight: weight + 1 }));
  }
}

function weightedDegree(graph: Network, key: string): number {
  return graph.reduceEdges(key, (sum, _edge, { weight }) => sum + weight, 0);
}

function componentsOf(graph: Network): CollaborationNetwork['components'] {
  // Its types are those of graphs without attributes.
  return connectedComponents(graph as unknown as UndirectedGraph)
    .map((keys) => ({ size: keys.length, keys: keys.sort(byText) }))
    .sort((one, other) => other.size - one.size || byText(one.keys[0]!, other.keys[0]!));
}

function concentrationOf(weightedDegrees: readonly number[]): Concentration {
  const organisations = Math.ceil(weightedDegrees.length / 5);
  const sum = (degrees: readonly number[]): number => degrees.reduce((one, other) => one + other, 0);
  const all = sum(weightedDegrees);
  const top = sum(weightedDegrees.toSorted((one, other) => other - one).slice(0, organisations));
  return { organisations, percent: all === 0 ? 0 : Math.round((top * 10_000) / all) / 100 };
}

function mostConnectedFirst(one: NetworkOrganisation, other: NetworkOrganisation): number {
  return (
    other.weightedDegree - one.weightedDegree ||
    other.degree - one.degree ||
    byText(one.name, other.name) ||
    byText(one.key, other.key)
  );
}

function linkKey({ source, target }: NetworkLink): string {
  return `${source}\n${target}`;
}

function byText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
