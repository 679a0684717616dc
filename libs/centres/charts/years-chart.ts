import { scaleBand, scaleLinear, type ScaleBand, type ScaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { JointCentreStatistics, YearCount } from '../figures/statistics.ts';
import { COLOURS, element, label, picture, tip } from './svg.ts';

const [WIDTH, HEIGHT] = [960, 600];
const [LEFT, RIGHT] = [64, WIDTH - 32];
/** Where the two panels begin and end. */
const CUMULATIVE = { top: 124, bottom: 324, name: 'Founded so far' };
const FOUNDED = { top: 380, bottom: 540, name: 'Founded in the year' };
/** More bars than this are too narrow for a number each. */
const MOST_NUMBERS = 32;
const MOST_YEAR_LABELS = 20;

type Panel = typeof CUMULATIVE;
type Years = ScaleBand<number>;
type Values = ScaleLinear<number, number>;

/** When joint centres were founded: the sum over the years, and each year for itself. SVG. */
export function yearsChart(statistics: JointCentreStatistics): string {
  const years = everyYear(statistics.perYear);
  const title = 'Joint centres by year of foundation';
  const words = inWords(statistics);
  const frame = { width: WIDTH, height: HEIGHT, title, subtitle: words.short, description: words.long };
  if (years.length === 0) return picture({ ...frame, height: 120, content: '' });
  const x = scaleBand<number>()
    .domain(years.map(({ year }) => year))
    .range([LEFT, RIGHT])
    .padding(0.2);
  const content = [cumulativePanel(years, x), foundedPanel(years, x), yearAxis(years, x)].join('\n');
  return picture({ ...frame, content });
}

/** Years without a new centre are years too: leaving them out would draw a steeper rise than there was. */
function everyYear(perYear: readonly YearCount[]): YearCount[] {
  const byYear = new Map(perYear.map((one) => [one.year, one]));
  const [first, last] = [perYear[0]?.year ?? 1, perYear.at(-1)?.year ?? 0];
  let cumulative = 0;
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const known = byYear.get(first + index);
    cumulative = known?.cumulative ?? cumulative;
    return known ?? { year: first + index, founded: 0, cumulative };
  });
}

function cumulativePanel(years: readonly YearCount[], x: Years): string {
  const y = valueScale(CUMULATIVE, Math.max(...years.map((one) => one.cumulative)));
  const middle = ({ year }: YearCount): number => x(year)! + x.bandwidth() / 2;
  const under = area<YearCount>(middle, y(0), ({ cumulative }) => y(cumulative));
  const along = line<YearCount>(middle, ({ cumulative }) => y(cumulative));
  const points = years.map((one) =>
    element(
      'circle',
      { cx: middle(one), cy: y(one.cumulative), r: years.length > MOST_NUMBERS ? 2 : 4, fill: COLOURS.first },
      tip(`${one.year}: ${one.cumulative} founded so far`),
    ),
  );
  const last = years.at(-1)!;
  return [
    panel(CUMULATIVE, y),
    element('path', { d: under([...years]) ?? '', fill: COLOURS.first, 'fill-opacity': 0.15 }),
    element('path', { d: along([...years]) ?? '', fill: 'none', stroke: COLOURS.first, 'stroke-width': 2.5 }),
    ...points,
    label(String(last.cumulative), middle(last), y(last.cumulative) - 12, {
      ...{ 'text-anchor': 'middle', 'font-weight': 600 },
    }),
  ].join('\n');
}

function foundedPanel(years: readonly YearCount[], x: Years): string {
  const y = valueScale(FOUNDED, Math.max(...years.map((one) => one.founded)));
  const bars = years
    .filter(({ founded }) => founded > 0)
    .flatMap(({ year, founded }) => [
      element(
        'rect',
        { x: x(year)!, y: y(founded), width: x.bandwidth(), height: y(0) - y(founded), fill: COLOURS.second },
        tip(`${year}: ${founded} founded`),
      ),
      ...(years.length > MOST_NUMBERS
        ? []
        : [
            label(String(founded), x(year)! + x.bandwidth() / 2, y(founded) - 6, {
              ...{ 'text-anchor': 'middle', 'font-size': 12 },
            }),
          ]),
    ]);
  return [panel(FOUNDED, y), ...bars].join('\n');
}

function valueScale({ top, bottom }: Panel, most: number): Values {
  return scaleLinear()
    .domain([0, Math.max(most, 1)])
    .nice(4)
    .range([bottom, top]);
}

/** Name, rules and numbers of a panel. */
function panel({ top, name }: Panel, y: Values): string {
  const ticks = y.ticks(4).filter((tick) => Number.isInteger(tick));
  const rules = ticks.flatMap((tick) => [
    element('line', { x1: LEFT, x2: RIGHT, y1: y(tick), y2: y(tick), stroke: COLOURS.rule }),
    label(String(tick), LEFT - 10, y(tick) + 4, {
      ...{ 'text-anchor': 'end', 'font-size': 12, fill: COLOURS.quiet },
    }),
  ]);
  return [label(name, LEFT, top - 20, { 'font-weight': 600 }), ...rules].join('\n');
}

function yearAxis(years: readonly YearCount[], x: Years): string {
  const step = Math.ceil(years.length / MOST_YEAR_LABELS);
  return years
    .filter((_, index) => index % step === 0)
    .map(({ year }) =>
      label(String(year), x(year)! + x.bandwidth() / 2, FOUNDED.bottom + 22, {
        ...{ 'text-anchor': 'middle', 'font-size': 12, fill: COLOURS.quiet },
      }),
    )
    .join('\n');
}

function inWords({ perYear, centres, withoutYear, tlp }: JointCentreStatistics): {
  short: string;
  long: string;
} {
  const counted = centres - withoutYear;
  const handling = tlp === null ? [] : [`TLP:${tlp.replace('_', '+')}`];
  const unknown = withoutYear > 0 ? [`${withoutYear} more without a known year`] : [];
  const [first, last] = [perYear[0], perYear.at(-1)];
  if (!first || !last) {
    const short = ['No centre with a known founding year', ...unknown, ...handling].join(' · ');
    return { short, long: `${short}.` };
  }
  const span = first.year === last.year ? String(first.year) : `${first.year} to ${last.year}`;
  const peak = perYear.reduce((most, one) => (one.founded > most.founded ? one : most));
  const short = [`${counted} ${counted === 1 ? 'centre' : 'centres'}, ${span}`, ...unknown, ...handling].join(
    ' · ',
  );
  const series = perYear.map(({ year, founded, cumulative }) => `${year}: ${founded}, ${cumulative} so far`);
  const long = `${short}. Most were founded in ${peak.year}, namely ${peak.founded}. ${series.join('; ')}.`;
  return { short, long };
}
