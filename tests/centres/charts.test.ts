import { networkChart } from '../../libs/centres/charts/network-chart.ts';
import { placesOf } from '../../libs/centres/charts/network-layout.ts';
import { yearsChart } from '../../libs/centres/charts/years-chart.ts';
import { statisticsOf } from '../../libs/centres/figures/statistics.ts';
import { networkOf, type CollaborationNetwork } from '../../libs/centres/network/network.ts';
import type { ParticipationRow } from '../../libs/centres/network/organisation-keys.ts';
import { studyCentres } from './published-study.ts';

const NASTY = '</title><script>alert(1)</script> & "co" 大学';

const years = (): string =>
  yearsChart(statisticsOf(studyCentres().map((one) => ({ ...one, funders: [], tlp: 'GREEN' as const }))));

/** As many organisations at home and abroad, the first of all in every centre. */
function network(count: number, first = 'Hub'): CollaborationNetwork {
  const more = { institutionId: null, partnerId: null, rorId: null };
  const rows = Array.from({ length: count }, (_, index): ParticipationRow[] => [
    { centreId: String(index), side: 'DOMESTIC', name: index % 3 ? `Home ${index}` : first, ...more },
    { centreId: String(index), side: 'PARTNER', name: `Away ${index % 40}`, ...more },
  ]);
  return networkOf(rows.flat(), { centres: count, tlp: 'AMBER_STRICT' });
}

/** Nothing is loaded or run, and everything that is opened is closed. */
function expectPlainPicture(svg: string): void {
  expect(svg).not.toMatch(/<script|<foreignObject|<image|<use|href=|\son\w+=|url\(|@import|javascript:/i);
  expect(svg.match(/https?:[^"]+/g)).toEqual(['http://www.w3.org/2000/svg']);
  const open: string[] = [];
  for (const [, closing, name, , selfClosing] of svg.matchAll(/<(\/?)([a-z]+)((?:\s[^<>]*?)?)(\/?)>/g)) {
    if (closing) expect(open.pop()).toBe(name);
    else if (!selfClosing) open.push(name!);
  }
  expect(open).toEqual([]);
  expect(svg).not.toMatch(/NaN|undefined|Infinity/);
}

test('the years say every number, the years without a centre too, and how to handle them', () => {
  const svg = years();
  expectPlainPicture(svg);
  expect(svg).toContain('<title id="title">Joint centres by year of foundation</title>');
  expect(svg).toContain('153 centres, 2003 to 2021 · TLP:GREEN');
  expect(svg).toMatch(
    /<desc id="description">[^<]*Most were founded in 2018, namely 27\.[^<]*2021: 1, 153 so far/,
  );
  expect(svg).toContain('2005: 3 founded so far');
  expect(svg.match(/<title>\d{4}: \d+ founded<\/title>/g)).toHaveLength(18);
});

test('the network names who is best connected, and no name breaks out of its place', () => {
  const svg = networkChart(network(30, NASTY));
  expectPlainPicture(svg);
  expect(svg).toContain('&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;co&quot; 大学');
  expect(svg).toContain('TLP:AMBER+STRICT');
  expect(svg).toMatch(/<desc id="description">[^<]*Best connected: /);
});

test('the same network is always drawn the same', () => {
  expect(networkChart(network(60))).toBe(networkChart(network(60)));
});

test('of a large network the best connected are drawn, and it says so', () => {
  const svg = networkChart(network(400));
  expectPlainPicture(svg);
  expect(svg).toContain('drawn: the 150 best connected');
  const marks = svg.match(/joint centres? with \d+ organisations/g) ?? [];
  expect(marks).toHaveLength(150);
});

test('no mark covers another, and all are inside the picture', () => {
  const places = [...placesOf(network(80), 1_000, 700).values()];
  for (const [index, { x, y, radius }] of places.entries()) {
    expect([x >= 0, x <= 1_000, y >= 0, y <= 700]).toEqual([true, true, true, true]);
    for (const other of places.slice(index + 1)) {
      expect(Math.hypot(other.x - x, other.y - y)).toBeGreaterThan((radius + other.radius) * 0.8);
    }
  }
});

test('nothing, and very little, can be drawn too', () => {
  expectPlainPicture(yearsChart(statisticsOf([])));
  expectPlainPicture(networkChart(networkOf([], { centres: 0, tlp: null })));
  expectPlainPicture(networkChart(network(1)));
  const [one] = studyCentres();
  const svg = yearsChart(statisticsOf([{ ...one!, funders: [], tlp: 'CLEAR' }]));
  expectPlainPicture(svg);
  expect(svg).toMatch(/1 centre, \d{4} ·/);
});
