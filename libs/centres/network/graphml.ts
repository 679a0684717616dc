import { escapeMarkup } from '#kernel';
import type { CollaborationNetwork } from './network.ts';

/** What GraphML is told about every node and link, with its type there. */
const NODE_KEYS = {
  ...{ name: 'string', sides: 'string', centres: 'int', degree: 'int' },
  ...{ weightedDegree: 'int', betweenness: 'double', component: 'int' },
} as const;

/**
 * The network as GraphML (http://graphml.graphdrawing.org/), for Gephi, Cytoscape, igraph and the like; in
 * pieces, to be written one after the other. The label by which it must be handled is the graph's `tlp`.
 */
export function* graphml(network: CollaborationNetwork): Generator<string> {
  const componentOf = new Map(
    network.components.flatMap(({ keys }, index) => keys.map((key) => [key, index + 1])),
  );
  yield `<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="tlp" for="graph" attr.name="tlp" attr.type="string"/>
  <key id="weight" for="edge" attr.name="weight" attr.type="int"/>
${Object.entries(NODE_KEYS)
  .map(([name, type]) => `  <key id="${name}" for="node" attr.name="${name}" attr.type="${type}"/>\n`)
  .join('')}  <graph edgedefault="undirected">
`;
  if (network.tlp) yield `    ${data('tlp', network.tlp)}\n`;
  for (const organisation of network.organisations) {
    const values = {
      ...organisation,
      sides: organisation.sides.join(' '),
      component: componentOf.get(organisation.key) ?? 0,
    };
    const names = Object.keys(NODE_KEYS) as (keyof typeof NODE_KEYS)[];
    yield `    <node id="${escapeMarkup(organisation.key)}">${names.map((name) => data(name, values[name])).join('')}</node>\n`;
  }
  for (const { source, target, weight } of network.links) {
    yield `    <edge source="${escapeMarkup(source)}" target="${escapeMarkup(target)}">${data('weight', weight)}</edge>\n`;
  }
  yield '  </graph>\n</graphml>\n';
}

function data(key: string, value: string | number): string {
  return `<data key="${key}">${escapeMarkup(String(value))}</data>`;
}
