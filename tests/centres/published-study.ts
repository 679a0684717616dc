import { readFileSync } from 'node:fs';

/** What the study published, see `source` in the file. */
export const PUBLISHED = JSON.parse(
  readFileSync(new URL('./published-figures.json', import.meta.url), 'utf8'),
) as {
  newCentresPerYear: Record<string, number>;
  cumulativeCentres: Record<string, number>;
  disciplineCentres: Record<string, number>;
  stemPercent: Record<string, number>;
  nsiSectorCentres: Record<string, number>;
  provinceBands: Record<string, string[]>;
  mostConnected: string[];
};

/** Neither an area of the Act nor left out: how the study counts the centres of this sector. */
const OTHER_SECTORS = ['Engineering'];

/** As many centres as the study knew of by its last year. */
const CENTRES = Math.max(...Object.values(PUBLISHED.cumulativeCentres));

/** How many centres a province has that the study puts into a band: any number of the band will do. */
const PER_BAND: Readonly<Record<string, number>> = { '1-3': 2, '4-6': 5, '7-9': 8, '10-12': 11, '13+': 24 };

/**
 * How many links every organisation of one side has. The study names the three best connected and says that
 * a fifth of the organisations hold two thirds of the links: of 30 on each side 6 hold 102 of the 153.
 */
const others = (side: string): [string, number][] =>
  Array.from({ length: 24 }, (_, index) => [`${side} ${index + 1}`, index < 3 ? 3 : 2]);
const DOMESTIC: [string, number][] = [
  ...([
    ['University of Cambridge', 30],
    ['University of Edinburgh', 26],
  ] as [string, number][]),
  ...([
    ['Home A', 12],
    ['Home B', 12],
    ['Home C', 11],
    ['Home D', 11],
  ] as [string, number][]),
  ...others('Home'),
];
const PARTNERS: [string, number][] = [
  ...([
    ['Southeast University', 28],
    ['Away A', 16],
    ['Away B', 16],
  ] as [string, number][]),
  ...([
    ['Away C', 14],
    ['Away D', 14],
    ['Away E', 14],
  ] as [string, number][]),
  ...others('Away'),
];

/** A centre of the data set, as jointCentreCreate takes it. */
export interface StudyCentre {
  name: string;
  foundedYear: number;
  disciplines: string[];
  technologyAreas: string[];
  otherSectors: string[];
  region: string | null;
  organisations: { name: string }[];
  partners: { name: string }[];
}

/**
 * Centres with the published margins. Which centre has which of them nobody published; `shuffle` decides, and
 * no figure may depend on it. There are more entries of disciplines than centres: some have a second one.
 */
export function studyCentres(shuffle: <T>(list: readonly T[]) => T[] = (list) => [...list]): StudyCentre[] {
  const entries = <T>(counts: Iterable<readonly [T, number]>): T[] =>
    [...counts].flatMap(([value, count]) => Array<T>(count).fill(value));
  const years = shuffle(entries(Object.entries(PUBLISHED.newCentresPerYear)));
  const disciplines = entries(Object.entries(PUBLISHED.disciplineCentres));
  // What is left over is of the rarest disciplines, and the first centres have one of the most frequent.
  const [first, second] = [disciplines.slice(0, CENTRES), disciplines.slice(CENTRES)];
  const sectors = shuffle(entries(Object.entries(PUBLISHED.nsiSectorCentres)));
  const regions = shuffle(
    Object.entries(PUBLISHED.provinceBands).flatMap(([band, provinces]) =>
      entries(provinces.map((province): [string, number] => [province, PER_BAND[band]!])),
    ),
  );
  const [homes, abroad] = [shuffle(entries(DOMESTIC)), shuffle(entries(PARTNERS))];
  const centres = years.map((year, index): StudyCentre => {
    const sector = sectors[index] === undefined ? [] : [sectors[index]];
    const isOther = OTHER_SECTORS.includes(sector[0] ?? '');
    return {
      name: `Joint centre ${index + 1}`,
      foundedYear: Number(year),
      disciplines: [first[index]!, ...second.slice(index, index + 1)],
      technologyAreas: isOther ? [] : sector,
      otherSectors: isOther ? sector : [],
      region: regions[index] ?? null,
      organisations: [{ name: homes[index]! }],
      partners: [{ name: abroad[index]! }],
    };
  });
  return shuffle(centres);
}
