import type { Place } from './network-layout.ts';

/** A name beside its place. */
export interface PlacedLabel {
  text: string;
  x: number;
  y: number;
  anchor: 'start' | 'middle' | 'end';
  fontSize: number;
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const LONGEST_NAME = 34;
/** How far names may reach beyond the places' own space. */
const MARGIN = 64;

/** A name that looks for room. */
interface Named {
  text: string;
  place: Place;
  fontSize: number;
  /** Whether it may cover a place rather than be left out. */
  isImportant: boolean;
}

/**
 * The names that find room, those given first before the others: beside, over or under their place, wherever
 * they cover no other name and no place; important ones may cover a place. The rest is told by pointing.
 */
export function placedLabels(
  named: readonly Named[],
  places: readonly Place[],
  width: number,
): PlacedLabel[] {
  const marks = places.map((place) => ({ place, box: boxOf(place) }));
  const taken: Box[] = [];
  return named.flatMap(({ text, place, fontSize, isImportant }): PlacedLabel[] => {
    const short = shortened(text);
    const room = widthOf(short, fontSize);
    const possible = choices(short, place, fontSize)
      .map((choice) => ({ choice, box: labelBox(choice, room) }))
      .filter(({ box }) => box.left >= -MARGIN && box.right <= width + MARGIN)
      .filter(({ box }) => !taken.some((other) => overlap(box, other)));
    const free = possible.find(
      ({ box }) => !marks.some((mark) => mark.place !== place && overlap(box, mark.box)),
    );
    const best = free ?? (isImportant ? possible[0] : undefined);
    if (!best) return [];
    taken.push(best.box);
    return [best.choice];
  });
}

function choices(text: string, { x, y, radius }: Place, fontSize: number): PlacedLabel[] {
  const middle = y + fontSize / 3;
  return [
    { text, x: x + radius + 4, y: middle, anchor: 'start', fontSize },
    { text, x: x - radius - 4, y: middle, anchor: 'end', fontSize },
    { text, x, y: y - radius - 5, anchor: 'middle', fontSize },
    { text, x, y: y + radius + fontSize, anchor: 'middle', fontSize },
    { text, x: x - radius, y: y - radius - 5, anchor: 'start', fontSize },
    { text, x: x + radius, y: y - radius - 5, anchor: 'end', fontSize },
    { text, x: x - radius, y: y + radius + fontSize, anchor: 'start', fontSize },
    { text, x: x + radius, y: y + radius + fontSize, anchor: 'end', fontSize },
  ];
}

function labelBox({ x, y, anchor, fontSize }: PlacedLabel, room: number): Box {
  const left = anchor === 'start' ? x : anchor === 'end' ? x - room : x - room / 2;
  return { left, right: left + room, top: y - fontSize, bottom: y + fontSize / 4 };
}

function boxOf({ x, y, radius }: Place): Box {
  return { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius };
}

function overlap(one: Box, other: Box): boolean {
  return one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top;
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length <= LONGEST_NAME
    ? text
    : `${characters
        .slice(0, LONGEST_NAME - 1)
        .join('')
        .trimEnd()}…`;
}

/** About: a browser's fonts are not known here. Chinese characters are as wide as they are high. */
function widthOf(text: string, fontSize: number): number {
  return [...text].reduce(
    (sum, character) => sum + fontSize * (/[\u2e80-\uffef]/.test(character) ? 1 : 0.56),
    0,
  );
}
