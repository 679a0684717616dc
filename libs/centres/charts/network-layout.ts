import forceAtlas2 from 'graphology-layout-forceatlas2';
import { UndirectedGraph } from 'graphology';
import type { CollaborationNetwork } from '../network/network.ts';

export interface Place {
  x: number;
  y: number;
  radius: number;
}

/** Its types name a default export that the module itself is. */
const layout = forceAtlas2 as unknown as (
  graph: UndirectedGraph,
  options: { iterations: number; getEdgeWeight: string; settings: object },
) => Record<string, { x: number; y: number }>;

const [LEAST_RADIUS, MOST_RADIUS] = [4, 26];
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

/**
 * A place for every organisation within `width` and `height`: those that are linked lie near each other. The
 * same network is always drawn the same: it begins on a spiral, the best connected inside, and nothing in it
 * is left to chance.
 */
export function placesOf(
  { organisations, links }: Pick<CollaborationNetwork, 'organisations' | 'links'>,
  width: number,
  height: number,
): Map<string, Place> {
  if (organisations.length === 0) return new Map();
  const most = Math.max(1, ...organisations.map(({ weightedDegree }) => weightedDegree));
  const shrink = Math.min(1, Math.sqrt(80 / organisations.length));
  const graph = new UndirectedGraph();
  organisations.forEach(({ key, weightedDegree }, index) => {
    const size = shrink * (LEAST_RADIUS + (MOST_RADIUS - LEAST_RADIUS) * Math.sqrt(weightedDegree / most));
    const [angle, distance] = [index * GOLDEN_ANGLE, 10 * Math.sqrt(index)];
    graph.addNode(key, { x: Math.cos(angle) * distance, y: Math.sin(angle) * distance, size });
  });
  for (const { source, target, weight } of links)
    graph.addEdge(source, target, { weight: Math.sqrt(weight) });
  const settings = { linLogMode: true, gravity: 0.6, scalingRatio: 6, slowDown: 5, edgeWeightInfluence: 1 };
  const found = layout(graph, { iterations: 600, getEdgeWeight: 'weight', settings });
  return fitted(found, graph, width, height);
}

/** Stretched to the place that there is, and pushed apart where they would cover each other. */
function fitted(
  found: Record<string, { x: number; y: number }>,
  graph: UndirectedGraph,
  width: number,
  height: number,
): Map<string, Place> {
  const all = Object.values(found);
  const [left, right] = [Math.min(...all.map(({ x }) => x)), Math.max(...all.map(({ x }) => x))];
  const [top, bottom] = [Math.min(...all.map(({ y }) => y)), Math.max(...all.map(({ y }) => y))];
  const stretch = (value: number, from: number, to: number, size: number): number =>
    to > from ? ((value - from) / (to - from)) * size : size / 2;
  const places = graph.nodes().map((key): [string, Place] => [
    key,
    {
      x: stretch(found[key]!.x, left, right, width),
      y: stretch(found[key]!.y, top, bottom, height),
      radius: graph.getNodeAttribute(key, 'size') as number,
    },
  ]);
  separate(
    places.map(([, place]) => place),
    width,
    height,
  );
  return new Map(places);
}

const GAP = 3;
const ROUNDS = 60;

function separate(places: readonly Place[], width: number, height: number): void {
  for (let round = 0; round < ROUNDS; round += 1) {
    const ordered = places.toSorted((one, other) => one.x - other.x);
    const moved = ordered.map((one, index) => pushNeighbours(one, ordered.slice(index + 1)));
    for (const place of places) {
      place.x = Math.min(Math.max(place.x, 0), width);
      place.y = Math.min(Math.max(place.y, 0), height);
    }
    if (!moved.includes(true)) return;
  }
}

/** Whether anything had to move. `others` are those further right. */
function pushNeighbours(one: Place, others: readonly Place[]): boolean {
  const near = others.filter((other) => other.x - one.x <= 2 * MOST_RADIUS + GAP);
  return near.map((other) => pushApart(one, other)).includes(true);
}

function pushApart(one: Place, other: Place): boolean {
  const [dx, dy] = [other.x - one.x, other.y - one.y];
  const distance = Math.hypot(dx, dy);
  const missing = one.radius + other.radius + GAP - distance;
  if (missing <= 0) return false;
  const [ux, uy] = distance > 0 ? [dx / distance, dy / distance] : [1, 0];
  one.x -= (ux * missing) / 2;
  one.y -= (uy * missing) / 2;
  other.x += (ux * missing) / 2;
  other.y += (uy * missing) / 2;
  return true;
}
