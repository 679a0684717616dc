import type { CollaborationNetwork, NetworkOrganisation } from '../network/network.ts';
import { placedLabels } from './network-labels.ts';
import { placesOf, type Place } from './network-layout.ts';
import { COLOURS, element, label, picture, tip } from './svg.ts';

const [WIDTH, HEIGHT] = [1_200, 900];
const [LEFT, TOP] = [72, 150];
const [INNER_WIDTH, INNER_HEIGHT] = [WIDTH - 2 * LEFT, HEIGHT - TOP - 56];
/** More names than this are not read any more. */
const MOST_LABELS = 60;
/** More than these make a tangle that shows nothing: only the best connected are drawn then. */
const MOST_DRAWN = 150;
/** How many of the best connected are told in words. */
const TOLD = 10;

type Shown = Pick<CollaborationNetwork, 'organisations' | 'links'>;

const KINDS = [
  { name: 'at home', colour: COLOURS.first, is: (sides: string) => sides === 'DOMESTIC' },
  { name: 'partner', colour: COLOURS.second, is: (sides: string) => sides === 'PARTNER' },
  { name: 'both', colour: COLOURS.third, is: (sides: string) => sides.includes(' ') },
] as const;

/** The organisations of joint centres and who runs them with whom. SVG. */
export function networkChart(network: CollaborationNetwork): string {
  const words = inWords(network);
  const frame = {
    ...{ width: WIDTH, title: 'Who runs joint centres with whom', subtitle: words.short },
    description: words.long,
  };
  if (network.organisations.length === 0) return picture({ ...frame, height: 120, content: '' });
  const shown = bestConnected(network);
  const places = placesOf(shown, INNER_WIDTH, INNER_HEIGHT);
  const content = [
    legend(shown),
    element('g', { transform: `translate(${LEFT} ${TOP})` }, `\n${drawn(shown, places)}\n`),
  ].join('\n');
  return picture({ ...frame, height: HEIGHT, content });
}

/** The organisations that are drawn, with the links among them. */
function bestConnected({ organisations, links }: CollaborationNetwork): Shown {
  const best = organisations.slice(0, MOST_DRAWN);
  const keys = new Set(best.map(({ key }) => key));
  return {
    organisations: best,
    links: links.filter(({ source, target }) => keys.has(source) && keys.has(target)),
  };
}

function drawn({ organisations, links }: Shown, places: ReadonlyMap<string, Place>): string {
  const names = new Map(organisations.map(({ key, name }) => [key, name]));
  const lines = links.toReversed().map(({ source, target, weight }) => {
    const [from, to] = [places.get(source)!, places.get(target)!];
    const ends = { x1: from.x, y1: from.y, x2: to.x, y2: to.y };
    const centres = weight === 1 ? '1 joint centre' : `${weight} joint centres`;
    return element(
      'line',
      { ...ends, 'stroke-width': Math.min(1 + 1.2 * Math.log2(weight), 8) },
      tip(`${names.get(source)!} – ${names.get(target)!}: ${centres}`),
    );
  });
  // The small ones last, or a large one could cover them.
  const marks = organisations.map((one) => mark(one, places.get(one.key)!));
  return [
    element('g', { stroke: COLOURS.quiet, 'stroke-opacity': 0.35 }, lines.join('\n')),
    element('g', { stroke: COLOURS.paper, 'stroke-width': 1 }, marks.join('\n')),
    element('g', { 'paint-order': 'stroke' }, labels(organisations, places).join('\n')),
  ].join('\n');
}

/** Circles at home and squares abroad, so that colour is not the only thing that tells them apart. */
function mark(organisation: NetworkOrganisation, { x, y, radius }: Place): string {
  const { name, sides, centres, degree } = organisation;
  const kind = KINDS.find(({ is }) => is(sides.join(' ')))!;
  const told = tip(
    `${name} (${kind.name}): ${centres} joint ${centres === 1 ? 'centre' : 'centres'} with ${degree} organisations`,
  );
  if (kind.name !== 'partner') return element('circle', { cx: x, cy: y, r: radius, fill: kind.colour }, told);
  const side = radius * 1.8;
  const square = { x: x - side / 2, y: y - side / 2, width: side, height: side, rx: 2 };
  return element('rect', { ...square, fill: kind.colour }, told);
}

function labels(organisations: readonly NetworkOrganisation[], places: ReadonlyMap<string, Place>): string[] {
  const most = organisations[0]!.weightedDegree;
  const named = organisations.slice(0, MOST_LABELS).map(({ key, name, weightedDegree }, index) => ({
    ...{ text: name, place: places.get(key)!, isImportant: index < TOLD },
    fontSize: weightedDegree * 3 >= most ? 15 : 12,
  }));
  return placedLabels(named, [...places.values()], INNER_WIDTH).map(({ text, x, y, anchor, fontSize }) =>
    label(text, x, y, {
      ...{ 'text-anchor': anchor, 'font-size': fontSize, 'font-weight': fontSize > 12 ? 600 : 400 },
      // A name stays legible where it crosses a line.
      ...{ stroke: COLOURS.paper, 'stroke-width': 3, 'stroke-linejoin': 'round' },
    }),
  );
}

function legend({ organisations }: Shown): string {
  const present = KINDS.filter(({ is }) => organisations.some(({ sides }) => is(sides.join(' '))));
  const items = present.flatMap(({ name, colour }, index) => {
    const x = 32 + index * 110;
    const sign =
      name === 'partner'
        ? element('rect', { x, y: 89, width: 13, height: 13, rx: 2, fill: colour })
        : element('circle', { cx: x + 7, cy: 96, r: 7, fill: colour });
    return [sign, label(name, x + 20, 100)];
  });
  const hint = 'larger: more links · thicker: more joint centres';
  const at = 32 + present.length * 110;
  return [...items, label(hint, at, 100, { fill: COLOURS.quiet })].join('\n');
}

function inWords({ organisations, centres, components, concentration, tlp }: CollaborationNetwork): {
  short: string;
  long: string;
} {
  if (organisations.length === 0) return { short: 'No joint centre', long: 'No joint centre.' };
  const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
  const short = [
    `${plural(organisations.length, 'organisation', 'organisations')} in ${plural(centres, 'joint centre', 'joint centres')}`,
    `the top fifth hold ${Math.round(concentration.percent)} % of the links`,
    ...(organisations.length > MOST_DRAWN ? [`drawn: the ${MOST_DRAWN} best connected`] : []),
    ...(tlp === null ? [] : [`TLP:${tlp.replace('_', '+')}`]),
  ].join(' · ');
  const best = organisations
    .slice(0, TOLD)
    .map(({ name, weightedDegree }) => `${name} (${plural(weightedDegree, 'link', 'links')})`);
  const parts = plural(components.length, 'connected part', 'parts that are not connected with each other');
  const long = `${short}. It has ${parts}. Best connected: ${best.join(', ')}.`;
  return { short, long };
}
