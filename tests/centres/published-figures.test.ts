import { recordCentre } from '../support/centres.ts';
import { TestApp } from '../support/test-app.ts';
import { PUBLISHED, studyCentres } from './published-study.ts';

/*
 * A data set with the margins that a study of UK–China joint research centres published, asked for again
 * over HTTP: every published series must come out as it was printed, the rounding too.
 */

const QUERY = `{
  jointCentreStatistics {
    centres disciplineEntries sectorEntries withoutYear
    perYear { year founded cumulative } byDiscipline { value count } byDisciplineGroup { group count percent }
    byTechnologyArea { value count } bySector { value count isTechnologyArea } regionBands { label regions }
  }
  collaborationNetwork {
    centres concentration { organisations percent } mostConnected(first: 3) { name weightedDegree }
    organisations { key } components { size }
  }
}`;

let app: TestApp;
let statistics: any;
let network: any;

beforeAll(async () => {
  app = await TestApp.start();
  const institution = await app.institution({ kind: 'SECTOR_BODY' });
  const { client } = await app.person(institution, 'PUBLISHER');
  for (const centre of studyCentres()) await recordCentre(client, centre);
  // Others read less, and their figures are of that.
  await recordCentre(client, {
    ...{ name: 'Not for others', foundedYear: 1999, disciplines: ['Immunology'] },
    ...{ technologyAreas: ['Defence'], region: 'Jiangsu', sharing: { level: 'INSTITUTION' } },
  });
  const answer = await app.anonymous.ask(QUERY);
  [statistics, network] = [answer.jointCentreStatistics, answer.collaborationNetwork];
});
afterAll(() => app.stop());

const record = (list: any[], key: string, value: string): Record<string, number> =>
  Object.fromEntries(list.map((one) => [one[key], one[value]]));

it('new centres per year, and cumulative', () => {
  expect(record(statistics.perYear, 'year', 'founded')).toEqual(PUBLISHED.newCentresPerYear);
  expect(record(statistics.perYear, 'year', 'cumulative')).toEqual(PUBLISHED.cumulativeCentres);
  expect(statistics).toMatchObject({ centres: 153, withoutYear: 0 });
});

it('disciplines: 156 entries of 153 centres, in the published order', () => {
  const published = Object.entries(PUBLISHED.disciplineCentres).map(([value, count]) => ({ value, count }));
  expect(statistics.byDiscipline).toEqual(published);
  expect(statistics.disciplineEntries).toBe(156);
});

it('the shares of STEM, non-STEM and multidisciplinary, to two decimals', () => {
  const names: Record<string, string> = {
    ...{ STEM: 'STEM', NON_STEM: 'Non-STEM', MULTIDISCIPLINARY: 'Multidisciplinary' },
  };
  const groups = statistics.byDisciplineGroup.map((one: any) => ({ ...one, group: names[one.group] }));
  expect(record(groups, 'group', 'percent')).toEqual(PUBLISHED.stemPercent);
  expect(groups.map(({ count }: any) => count)).toEqual([121, 20, 15]);
});

it('sectors, in the published order, with the one that is none of the 17 marked as such', () => {
  const published = Object.entries(PUBLISHED.nsiSectorCentres).map(([value, count]) => ({
    ...{ value, count, isTechnologyArea: value !== 'Engineering' },
  }));
  expect(statistics.bySector).toEqual(published);
  expect(record(statistics.byTechnologyArea, 'value', 'count')).not.toHaveProperty('Engineering');
  expect(statistics.sectorEntries).toBe(122);
});

it('provinces, by bands', () => {
  const sorted = (bands: [string, string[]][]): Record<string, string[]> =>
    Object.fromEntries(bands.map(([label, regions]) => [label, regions.toSorted()]));
  expect(sorted(statistics.regionBands.map(({ label, regions }: any) => [label, regions]))).toEqual(
    sorted(Object.entries(PUBLISHED.provinceBands)),
  );
});

it('the best connected organisations, and a fifth of them with two thirds of the links', () => {
  expect(network.mostConnected.map(({ name }: any) => name)).toEqual(PUBLISHED.mostConnected);
  expect(network.organisations).toHaveLength(60);
  expect(network.concentration).toEqual({ organisations: 12, percent: 66.67 });
});
