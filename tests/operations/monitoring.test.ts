import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { TestApp } from '../support/test-app.ts';

// The dashboard and the alerts ask only for what a real process exports, by labels that it really has.

interface Panel {
  title: string;
  type: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets?: { expr: string; legendFormat: string }[];
}

interface Rule {
  alert: string;
  expr: string;
  annotations: { summary: string };
}

const FOLDER = join(import.meta.dirname, '../../docker/monitoring');
const text = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');
const dashboard = JSON.parse(text('precedent.json')) as { uid: string; panels: Panel[] };
const alerts = parse(text('alerts.yaml')) as { groups: { rules: Rule[] }[] };
const rules = alerts.groups.flatMap((group) => group.rules);
/** An expression, and the labels that the words beside it show. */
const asked = [
  ...dashboard.panels.flatMap(({ targets = [] }) =>
    targets.map(({ expr, legendFormat }) => [expr, labelsShown(legendFormat, /\{\{(\w+)\}\}/g)] as const),
  ),
  ...rules.map(
    ({ expr, annotations }) => [expr, labelsShown(annotations.summary, /\$labels\.(\w+)/g)] as const,
  ),
];

/** What Prometheus adds to every series. */
const ADDED = ['instance', 'job'];
const METRIC = /\b(up|(?:precedent|process|nodejs)_\w+)(?:\{([^}]*)\})?/g;

let app: TestApp;
/** The labels of each metric that is exported, by its name; of a histogram, of its parts. */
const exported = new Map<string, Set<string>>([['up', new Set(ADDED)]]);
const typeOf = new Map<string, string>();

beforeAll(async () => {
  app = await TestApp.start();
  await app.anonymous.send('{ apiTokens { id } }');
  const response = await fetch(`${await app.app.getUrl()}/metrics`);
  for (const line of (await response.text()).split('\n')) read(line);
});
afterAll(() => app.stop());

function labelsShown(words: string, pattern: RegExp): string[] {
  return [...words.matchAll(pattern)].map(([, label]) => label!);
}

function read(line: string): void {
  const type = /^# TYPE (\w+) (\w+)/.exec(line);
  if (type) typeOf.set(type[1]!, type[2]!);
  const series = /^(\w+)(?:\{(.*)\})? /.exec(line);
  if (!series) return;
  const labels = [...(series[2] ?? '').matchAll(/(\w+)="(?:[^"\\]|\\.)*"/g)].map(([, label]) => label!);
  exported.set(series[1]!, new Set([...labels, ...ADDED]));
}

/** Metrics that an expression names, and the labels that it needs of them. */
function needs(expr: string): {
  metrics: string[];
  matched: [metric: string, label: string][];
  grouped: string[];
} {
  const found = [...expr.matchAll(METRIC)];
  const matched = found.flatMap(([, metric, matchers = '']) =>
    [...matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label]): [string, string] => [metric!, label!]),
  );
  const grouped = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, labels]) => labels!.split(/,\s*/));
  return { metrics: found.map(([, metric]) => metric!), matched, grouped };
}

test.each(asked)('%s', (expr, shown) => {
  const { metrics, matched, grouped } = needs(expr);
  expect(metrics.length).toBeGreaterThan(0);
  expect([...exported.keys()]).toEqual(expect.arrayContaining(metrics));
  for (const [metric, label] of matched) expect([...exported.get(metric)!]).toContain(label);
  for (const metric of metrics) expect([...exported.get(metric)!]).toEqual(expect.arrayContaining(grouped));
  // What an aggregation leaves out cannot be shown.
  const left = /\bby \(/.test(expr)
    ? grouped
    : /^(sum|max|count)\(/.test(expr)
      ? []
      : [...exported.get(metrics[0]!)!];
  expect(left).toEqual(expect.arrayContaining(shown));
});

test('every metric of ours is on the dashboard', () => {
  const drawn = new Set(
    dashboard.panels.flatMap(({ targets = [] }) => targets).flatMap(({ expr }) => needs(expr).metrics),
  );
  const ours = [...typeOf].filter(([name]) => name.startsWith('precedent_'));
  expect(ours.length).toBeGreaterThan(10);
  const series = ours.map(([name, type]) => (type === 'histogram' ? `${name}_bucket` : name));
  expect([...drawn]).toEqual(expect.arrayContaining(series));
});

test('the alerts look at readiness, the index, failed jobs and the sealing of the trail', () => {
  const watched = rules.flatMap(({ expr }) => needs(expr).metrics);
  const wanted = ['precedent_ready', 'precedent_index_lag_seconds', 'precedent_queue_failing'];
  expect(watched).toEqual(expect.arrayContaining(wanted));
  const queues = rules.flatMap(({ expr }) =>
    [...expr.matchAll(/queue!?="(\w+)"/g)].map(([, queue]) => queue),
  );
  expect(queues).toContain('sealing');
});

test('no panel lies on another one', () => {
  const taken = new Set<string>();
  for (const { gridPos: at } of dashboard.panels) {
    expect(at.x + at.w).toBeLessThanOrEqual(24);
    for (let x = at.x; x < at.x + at.w; x++) {
      for (let y = at.y; y < at.y + at.h; y++) {
        expect(taken).not.toContain(`${x} ${y}`);
        taken.add(`${x} ${y}`);
      }
    }
  }
});
