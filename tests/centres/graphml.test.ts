import fc from 'fast-check';
import graphology from 'graphology';
import { parse } from 'graphology-graphml';
import { graphml } from '../../libs/centres/network/graphml.ts';
import { networkOf } from '../../libs/centres/network/network.ts';
import type { ParticipationRow } from '../../libs/centres/network/organisation-keys.ts';

/** Read back by a parser that is not ours. */
const readBack = (text: string): any => parse(graphology as never, text);

test('GraphML says what the network says, whatever organisations are called', () => {
  const name = fc
    .oneof(
      fc.string({ unit: 'grapheme', minLength: 1 }),
      fc.constantFrom('<b>&"\'', ']]>', '中国 & "co"', 'A\tB'),
    )
    .filter((text) => text.trim() !== '');
  fc.assert(
    fc.property(fc.uniqueArray(name, { minLength: 2, maxLength: 6 }), (names) => {
      const rows = names.flatMap((one, index): ParticipationRow[] =>
        (['DOMESTIC', 'PARTNER'] as const).map((side) => ({
          ...{ centreId: String(index), side, rorId: null, institutionId: null },
          ...(side === 'DOMESTIC'
            ? { partnerId: `p${index}`, name: one }
            : { partnerId: 'hub', name: 'Hub' }),
        })),
      );
      const network = networkOf(rows, { centres: names.length, tlp: 'GREEN' });
      const graph = readBack([...graphml(network)].join(''));
      expect(graph.order).toBe(network.organisations.length);
      expect(graph.size).toBe(network.links.length);
      for (const one of network.organisations) {
        const read = graph.getNodeAttributes(one.key);
        expect(read).toMatchObject({
          ...{ degree: one.degree, weightedDegree: one.weightedDegree, sides: one.sides.join(' ') },
          ...{ betweenness: one.betweenness, centres: one.centres, component: 1 },
        });
        // XML has no place for some characters, and takes line ends for each other.
        if (/^[\x20-\x7e\u4e00-\u9fff]*$/.test(one.name)) expect(read.name.trim()).toBe(one.name.trim());
      }
      for (const { source, target, weight } of network.links) {
        expect(graph.getEdgeAttribute(graph.edge(source, target), 'weight')).toBe(weight);
      }
    }),
    { numRuns: 50 },
  );
});

test('it carries the label by which it must be handled', () => {
  const text = [...graphml(networkOf([], { centres: 1, tlp: 'AMBER_STRICT' }))].join('');
  expect(text).toContain('<data key="tlp">AMBER_STRICT</data>');
});
