import fc from 'fast-check';
import { networkOf, type CollaborationNetwork } from '../../libs/centres/network/network.ts';
import type { ParticipationRow } from '../../libs/centres/network/organisation-keys.ts';

const of = (rows: readonly ParticipationRow[]): CollaborationNetwork =>
  networkOf(rows, { centres: new Set(rows.map(({ centreId }) => centreId)).size, tlp: 'CLEAR' });

/** An organisation of a centre, by name alone unless more is given. */
const row = (
  centreId: string,
  side: ParticipationRow['side'],
  name: string,
  more: Partial<ParticipationRow> = {},
): ParticipationRow => ({ centreId, side, name, institutionId: null, partnerId: null, rorId: null, ...more });

/** A centre of these organisations at home and these partners. */
const centre = (id: string, home: readonly string[], away: readonly string[]): ParticipationRow[] => [
  ...home.map((name) => row(id, 'DOMESTIC', name)),
  ...away.map((name) => row(id, 'PARTNER', name)),
];

test('a link joins the two sides, and weighs as many centres as there are', () => {
  const { organisations, links, components } = of([
    ...centre('1', ['A', 'B'], ['X']),
    ...centre('2', ['A'], ['X']),
    ...centre('3', ['C'], ['Y']),
    ...centre('4', ['D'], []),
  ]);
  expect(links).toEqual([
    { source: 'name:a', target: 'name:x', weight: 2 },
    { source: 'name:b', target: 'name:x', weight: 1 },
    { source: 'name:c', target: 'name:y', weight: 1 },
  ]);
  expect(
    organisations.map(({ name, degree, weightedDegree, centres }) => [name, degree, weightedDegree, centres]),
  ).toEqual([
    ['X', 2, 3, 2],
    ['A', 1, 2, 2],
    ['B', 1, 1, 1],
    ['C', 1, 1, 1],
    ['Y', 1, 1, 1],
    ['D', 0, 0, 1],
  ]);
  expect(components.map(({ keys }) => keys)).toEqual([
    ['name:a', 'name:b', 'name:x'],
    ['name:c', 'name:y'],
    ['name:d'],
  ]);
});

test('betweenness is high for the one through whom the others are connected', () => {
  const { organisations } = of([...centre('1', ['A', 'B', 'C'], ['Hub']), ...centre('2', ['D'], ['E'])]);
  const between = Object.fromEntries(organisations.map((one) => [one.name, one.betweenness]));
  // Three of the ten pairs of the other five lead through it.
  expect(between).toEqual({ Hub: 0.3, A: 0, B: 0, C: 0, D: 0, E: 0 });
});

test('one organisation is one, whatever it is called', () => {
  const rorId = 'https://ror.org/052gg0110';
  const { organisations } = of([
    row('1', 'DOMESTIC', 'Oxford', { institutionId: 'i', rorId }),
    row('2', 'PARTNER', 'University of Oxford', { partnerId: 'p', rorId }),
    row('2', 'DOMESTIC', 'UNIVERSITY of  Oxford'),
    row('3', 'DOMESTIC', 'Université de Lyon'),
    row('4', 'DOMESTIC', 'universite de lyon'),
    row('5', 'DOMESTIC', 'Twin', { partnerId: 'one' }),
    row('6', 'DOMESTIC', 'Twin', { partnerId: 'two' }),
    row('7', 'DOMESTIC', 'Twin'),
  ]);
  expect(organisations.map(({ key, centres, sides }) => [key, centres, sides]).sort()).toEqual([
    [rorId, 2, ['DOMESTIC', 'PARTNER']],
    ['name:twin', 1, ['DOMESTIC']],
    ['name:universite de lyon', 2, ['DOMESTIC']],
    ['partner:one', 1, ['DOMESTIC']],
    ['partner:two', 1, ['DOMESTIC']],
  ]);
});

test('nothing makes a network of nothing', () => {
  expect(of([])).toMatchObject({
    ...{ organisations: [], links: [], components: [] },
    concentration: { organisations: 0, percent: 0 },
  });
});

const names = (letters: string): fc.Arbitrary<string[]> => fc.subarray([...letters], { maxLength: 4 });

test('agrees with counting by hand, in random networks', () => {
  const centres = fc.array(fc.tuple(names('ABCDEFG'), names('UVWXYZG')), { maxLength: 12 });
  fc.assert(
    fc.property(centres, (given) => {
      const network = of(given.flatMap(([home, away], index) => centre(String(index), home, away)));
      // By hand: for every pair, the centres in which they stand on different sides.
      const all = [...new Set(given.flat(2))];
      const weight = (one: string, other: string): number =>
        given.filter(
          ([home, away]) =>
            (home.includes(one) && away.includes(other)) || (home.includes(other) && away.includes(one)),
        ).length;
      expect(network.organisations).toHaveLength(all.length);
      for (const { name, degree, weightedDegree, centres: count } of network.organisations) {
        const weights = all.filter((other) => other !== name).map((other) => weight(name, other));
        expect([name, degree]).toEqual([name, weights.filter((one) => one > 0).length]);
        expect([name, weightedDegree]).toEqual([name, weights.reduce((sum, one) => sum + one, 0)]);
        expect(count).toBe(given.filter((sides) => sides.flat().includes(name)).length);
      }
      const ends = network.organisations.map((one) => one.weightedDegree);
      const sum = (list: readonly number[]): number => list.reduce((one, other) => one + other, 0);
      expect(sum(ends)).toBe(2 * sum(network.links.map((link) => link.weight)));
      const { organisations, percent } = network.concentration;
      expect(organisations).toBe(Math.ceil(all.length / 5));
      const share = sum(ends) === 0 ? 0 : (sum(ends.slice(0, organisations)) / sum(ends)) * 100;
      expect(Math.abs(percent - share)).toBeLessThan(0.0051);
      expect(network.components.flatMap(({ keys }) => keys).toSorted()).toEqual(
        network.organisations.map(({ key }) => key).toSorted(),
      );
      const partOf = (key: string): number => network.components.findIndex(({ keys }) => keys.includes(key));
      for (const { source, target } of network.links) expect(partOf(source)).toBe(partOf(target));
    }),
  );
});
