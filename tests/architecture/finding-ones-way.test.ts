import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// The README and the architecture name every library, application and folder of the api, and nothing that is not there.

const ROOT = join(import.meta.dirname, '../..');
const text = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const foldersOf = (path: string): string[] =>
  readdirSync(join(ROOT, path), { withFileTypes: true }).flatMap((one) =>
    one.isDirectory() ? [one.name] : [],
  );

/** What stands between backticks. */
const quoted = (path: string): Set<string> =>
  new Set([...text(path).matchAll(/`([^`\n]+)`/g)].map(([, one]) => one!));

test('the README names every library and application', () => {
  const there = [
    ...foldersOf('libs').map((name) => `libs/${name}`),
    ...foldersOf('apps').map((name) => `apps/${name}`),
  ];
  expect([...quoted('README.md')]).toEqual(expect.arrayContaining(there));
});

test('the architecture names every folder of the api, and every library in the order in which they import', () => {
  expect([...quoted('docs/architecture.md')]).toEqual(expect.arrayContaining(foldersOf('apps/api')));
  const drawn = /┬─+┘\n([a-z\s]+)```/.exec(text('docs/architecture.md'))![1]!.trim().split(/\s+/);
  const [, listed] = /LIBRARIES = \[([^\]]+)\]/.exec(text('.dependency-cruiser.cjs'))!;
  expect(drawn.toReversed()).toEqual([...listed!.matchAll(/'([a-z-]+)'/g)].map(([, name]) => name));
});

test.each(['README.md', 'docs/architecture.md', 'docs/operations.md'])(
  '%s: every path that it names is there',
  (file) => {
    const named = [...quoted(file)].filter((one) =>
      /^(apps|libs|tests|docs|docker|kubernetes)(\/[\w./-]*)?$/.test(one),
    );
    const linked = [...text(file).matchAll(/\]\(([^)#:]+)\)/g)].map(([, path]) => path!);
    const base = file.startsWith('docs/') ? 'docs' : '.';
    const missing = [...named, ...linked.map((path) => join(base, path))].filter(
      (path) => !existsSync(join(ROOT, path)),
    );
    expect(missing).toEqual([]);
  },
);
