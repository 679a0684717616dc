import {
  DISCIPLINE_GROUPS,
  DISCIPLINES,
  TECHNOLOGY_AREAS,
  type DisciplineGroup,
  type TlpLabel,
} from '#kernel';
import { strictestOf, type CountedCentre } from './counted-centre.ts';

/** How often something occurs, and its share of all occurrences. */
export interface Count {
  value: string;
  count: number;
  /** Two decimals. */
  percent: number;
}

export interface YearCount {
  year: number;
  founded: number;
  /** Up to and with this year. */
  cumulative: number;
}

export interface SectorCount extends Count {
  /** Whether it is one of the 17 of the National Security and Investment Act. */
  isTechnologyArea: boolean;
}

/** Regions with about as many centres. */
export interface RegionBand {
  label: string;
  least: number;
  /** Null is "and more". */
  most: number | null;
  regions: string[];
}

/** JointCentreStatistics of the schema. */
export interface JointCentreStatistics {
  centres: number;
  tlp: TlpLabel | null;
  perYear: YearCount[];
  withoutYear: number;
  byDiscipline: Count[];
  disciplineEntries: number;
  byDisciplineGroup: (Omit<Count, 'value'> & { group: DisciplineGroup })[];
  byTechnologyArea: Count[];
  bySector: SectorCount[];
  sectorEntries: number;
  byRegion: Count[];
  regionBands: RegionBand[];
  withoutRegion: number;
  byFunder: Count[];
}

/** How the study groups the disciplines that it counts; what it does not name here is STEM. */
const GROUPS: Readonly<Record<string, DisciplineGroup>> = {
  Multidisciplinary: 'MULTIDISCIPLINARY',
  'Social Science, General': 'NON_STEM',
  'Arts & Humanities': 'NON_STEM',
  'Economics & Business': 'NON_STEM',
};

/** The bands of the study's map, by the number of centres in a region. */
const BANDS: readonly (readonly [least: number, most: number | null])[] = [
  [1, 3],
  [4, 6],
  [7, 9],
  [10, 12],
  [13, null],
];

/**
 * The figures of these centres. A centre with several disciplines, sectors or funders is an entry in each,
 * and shares are of entries, not of centres: so the study has 156 disciplines for 153 centres, and shares
 * that make a hundred.
 */
export function statisticsOf(centres: readonly CountedCentre[]): JointCentreStatistics {
  const disciplines = centres.flatMap((centre) => centre.disciplines);
  const technologyAreas = centres.flatMap((centre) => centre.technologyAreas);
  const sectors = [...technologyAreas, ...centres.flatMap((centre) => centre.otherSectors)];
  const regions = centres.flatMap(({ region }) => (region === null ? [] : [region]));
  const byRegion = counted(regions);
  return {
    centres: centres.length,
    tlp: strictestOf(centres.map(({ tlp }) => tlp)),
    perYear: perYear(centres),
    withoutYear: centres.filter(({ foundedYear }) => foundedYear === null).length,
    byDiscipline: counted(disciplines, DISCIPLINES),
    disciplineEntries: disciplines.length,
    byDisciplineGroup: byGroup(disciplines),
    byTechnologyArea: counted(technologyAreas, TECHNOLOGY_AREAS),
    bySector: counted(sectors, TECHNOLOGY_AREAS).map((one) => ({
      ...one,
      isTechnologyArea: TECHNOLOGY_AREAS.some((area) => area === one.value),
    })),
    sectorEntries: sectors.length,
    byRegion,
    regionBands: bandsOf(byRegion),
    withoutRegion: centres.length - regions.length,
    byFunder: counted(centres.flatMap((centre) => centre.funders)),
  };
}

/** The years in which centres were founded, earliest first; a year without any is not among them. */
function perYear(centres: readonly CountedCentre[]): YearCount[] {
  const founded = new Map<number, number>();
  for (const { foundedYear } of centres) {
    if (foundedYear !== null) founded.set(foundedYear, (founded.get(foundedYear) ?? 0) + 1);
  }
  let cumulative = 0;
  return [...founded]
    .sort(([one], [other]) => one - other)
    .map(([year, count]) => ({ year, founded: count, cumulative: (cumulative += count) }));
}

/** All groups, in the order in which they are always named. */
function byGroup(disciplines: readonly string[]): JointCentreStatistics['byDisciplineGroup'] {
  const groups = disciplines.map((discipline) => GROUPS[discipline] ?? 'STEM');
  return DISCIPLINE_GROUPS.map((group) => {
    const count = groups.filter((one) => one === group).length;
    return { group, count, percent: percentOf(count, groups.length) };
  });
}

function bandsOf(byRegion: readonly Count[]): RegionBand[] {
  return BANDS.map(([least, most]) => ({
    ...{ least, most, label: most === null ? `${least}+` : `${least}-${most}` },
    regions: byRegion
      .filter(({ count }) => count >= least && (most === null || count <= most))
      .map(({ value }) => value),
  }));
}

/** What occurs, most often first; equals in the order of the vocabulary, outside it by name. */
function counted(values: readonly string[], vocabulary: readonly string[] = []): Count[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const place = (value: string): number => {
    const index = vocabulary.indexOf(value);
    return index < 0 ? vocabulary.length : index;
  };
  return [...counts]
    .map(([value, count]) => ({ value, count, percent: percentOf(count, values.length) }))
    .sort(
      (one, other) =>
        other.count - one.count ||
        place(one.value) - place(other.value) ||
        (one.value < other.value ? -1 : 1),
    );
}

/** In hundredths of a percent, halves upwards; 0 of nothing. */
function percentOf(count: number, total: number): number {
  return total === 0 ? 0 : Math.round((count * 10_000) / total) / 100;
}
