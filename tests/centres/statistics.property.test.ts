import fc from 'fast-check';
import type { CountedCentre } from '../../libs/centres/figures/counted-centre.ts';
import { statisticsOf } from '../../libs/centres/figures/statistics.ts';
import { DISCIPLINES, TECHNOLOGY_AREAS } from '#kernel';
import { PUBLISHED, studyCentres } from './published-study.ts';

const centre: fc.Arbitrary<CountedCentre> = fc.record({
  foundedYear: fc.option(fc.integer({ min: 2000, max: 2010 })),
  disciplines: fc.subarray([...DISCIPLINES], { maxLength: 3 }),
  technologyAreas: fc.subarray([...TECHNOLOGY_AREAS], { maxLength: 3 }),
  otherSectors: fc.subarray(['Engineering', 'Tourism']),
  region: fc.option(fc.constantFrom('Hubei', 'Hebei', 'Henan')),
  funders: fc.subarray(['A fund', 'B fund']),
  tlp: fc.constantFrom('RED', 'AMBER_STRICT', 'AMBER', 'GREEN', 'CLEAR'),
});

test('whichever centre has which of the published margins, the published series come out', () => {
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat()), (dice) => {
      const shuffle = <T>(list: readonly T[]): T[] =>
        list
          .map((value) => ({ value, at: dice.next().value! }))
          .sort((one, other) => one.at - other.at)
          .map(({ value }) => value);
      const figures = statisticsOf(
        studyCentres(shuffle).map((one) => ({ ...one, funders: [], tlp: 'CLEAR' as const })),
      );
      expect(figures.perYear.map(({ cumulative }) => cumulative)).toEqual(
        Object.values(PUBLISHED.cumulativeCentres),
      );
      expect(figures.byDiscipline.map(({ value }) => value)).toEqual(
        Object.keys(PUBLISHED.disciplineCentres),
      );
      expect(figures.byDisciplineGroup.map(({ percent }) => percent)).toEqual(
        Object.values(PUBLISHED.stemPercent),
      );
      expect(Object.fromEntries(figures.bySector.map(({ value, count }) => [value, count]))).toEqual(
        PUBLISHED.nsiSectorCentres,
      );
    }),
    { numRuns: 50 },
  );
});

test('every centre and every entry is counted once, and order means nothing', () => {
  fc.assert(
    fc.property(fc.array(centre, { maxLength: 40 }), (centres) => {
      const figures = statisticsOf(centres);
      const sum = (counts: readonly { count: number }[]): number =>
        counts.reduce((all, { count }) => all + count, 0);
      const entries = (of: (one: CountedCentre) => readonly unknown[]): number => centres.flatMap(of).length;
      expect((figures.perYear.at(-1)?.cumulative ?? 0) + figures.withoutYear).toBe(centres.length);
      expect(figures.perYear.reduce((all, { founded }) => all + founded, 0)).toBe(
        centres.length - figures.withoutYear,
      );
      expect(sum(figures.byDiscipline)).toBe(entries((one) => one.disciplines));
      expect(sum(figures.byDisciplineGroup)).toBe(figures.disciplineEntries);
      expect(sum(figures.byTechnologyArea)).toBe(entries((one) => one.technologyAreas));
      expect(sum(figures.bySector)).toBe(figures.sectorEntries);
      expect(sum(figures.byRegion) + figures.withoutRegion).toBe(centres.length);
      expect(sum(figures.byFunder)).toBe(entries((one) => one.funders));
      const banded = figures.regionBands.flatMap(({ regions }) => regions);
      expect(banded.toSorted()).toEqual(figures.byRegion.map(({ value }) => value).toSorted());
      for (const { percent } of figures.byDisciplineGroup) expect(percent).toBe(Number(percent.toFixed(2)));
      expect(statisticsOf(centres.toReversed())).toEqual(figures);
    }),
  );
});

test('nothing at all makes figures too', () => {
  const figures = statisticsOf([]);
  expect(figures).toMatchObject({ centres: 0, tlp: null, perYear: [], bySector: [] });
  expect(figures.byDisciplineGroup.map(({ percent }) => percent)).toEqual([0, 0, 0]);
  expect(figures.regionBands.map(({ label }) => label)).toEqual(['1-3', '4-6', '7-9', '10-12', '13+']);
});
