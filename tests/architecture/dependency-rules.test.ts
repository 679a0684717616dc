import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/*
 * The lint step checks the repository against .dependency-cruiser.cjs. This checks the rules themselves, on
 * a small repository in which every one of them is broken: a rule that no longer sees anything is silent.
 */

const root = join(import.meta.dirname, '../..');
const config = join(root, '.dependency-cruiser.cjs');
const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

/** What a file imports, and the rules that it breaks by that. */
type Faults = Readonly<Record<string, readonly [imports: string, ...rules: string[]]>>;

const FAULTS: Faults = {
  'libs/kernel/up.ts': ['#input', 'kernel-is-below'],
  'libs/input/up.ts': ['#config', 'input-is-below'],
  'libs/config/up.ts': ['#database', 'config-is-below'],
  'libs/tracing/up.ts': ['#database', 'tracing-is-below'],
  'libs/outgoing/up.ts': ['#database', 'outgoing-is-below'],
  'libs/database/up.ts': ['#access', 'database-is-below'],
  'libs/access/up.ts': ['#audit', 'access-is-below'],
  'libs/audit/up.ts': ['#identity', 'audit-is-below'],
  'libs/identity/up.ts': ['#institutions', 'identity-is-below'],
  'libs/institutions/up.ts': ['#partners', 'institutions-is-below'],
  'libs/partners/up.ts': ['#attachments', 'partners-is-below'],
  'libs/attachments/up.ts': ['#documents', 'attachments-is-below'],
  'libs/documents/up.ts': ['#advisories', 'documents-is-below'],
  'libs/advisories/up.ts': ['#centres', 'advisories-is-below'],
  'libs/centres/up.ts': ['#search', 'centres-is-below'],
  'libs/search/up.ts': ['#notices', 'search-is-below'],
  'libs/notices/up.ts': ['#backup', 'notices-is-below'],
  'libs/search/new.ts': ['#novelty', 'library-without-a-place'],
  'libs/search/egg.ts': ['./hen.ts', 'no-cycles'],
  'libs/search/app.ts': ['../../apps/api/bootstrap.ts', 'libraries-know-no-application'],
  'libs/search/factory.ts': ['#testing', 'testing-is-for-tests'],
  'apps/api/case.ts': ['../../tests/sound.test.ts', 'tests-are-for-jest'],
  'libs/search/inside.ts': ['../kernel/inner.ts', 'library-only-through-its-index'],
  'apps/api/inside.ts': ['../../libs/kernel/inner.ts', 'library-only-through-its-index'],
  'libs/search/path.ts': ['../kernel/index.ts', 'library-only-by-its-name'],
  'apps/api/path.ts': ['../../libs/kernel/index.ts', 'library-only-by-its-name'],
  'tests/sound/path.ts': ['../../libs/kernel/index.ts', 'library-only-by-its-name'],
  'libs/search/self.ts': ['#search', 'no-own-name-inside-a-library'],
  'apps/api/cli.ts': ['../cli/sound.ts', 'api-and-worker-stand-alone'],
  'apps/worker/api.ts': ['../api/bootstrap.ts', 'api-and-worker-stand-alone'],
  'apps/cli/deep.ts': ['../api/inner.ts', 'cli-only-puts-together'],
  'apps/api/develop.ts': ['dev-tool', 'no-development-packages'],
  'apps/api/stray.ts': ['stray', 'no-undeclared-packages'],
  'apps/api/lost.ts': ['./nowhere.ts', 'not-found'],
  'libs/database/native.ts': ['pg-native', 'no-pg-native', 'no-undeclared-packages'],
};

/** Breaks nothing. */
const SOUND: Faults = {
  'libs/kernel/index.ts': ['./inner.ts'],
  'libs/kernel/inner.ts': ['node:path'],
  ...Object.fromEntries(
    [
      'input',
      'config',
      'database',
      'access',
      'audit',
      'identity',
      'institutions',
      'partners',
      'attachments',
      'documents',
      'advisories',
      'centres',
      'search',
      'notices',
      'backup',
      'novelty',
    ].map((name): [string, [string]] => [`libs/${name}/index.ts`, ['#kernel']]),
  ),
  'libs/testing/index.ts': ['dev-tool'],
  // Half of a circle; it is reported once.
  'libs/search/hen.ts': ['./egg.ts'],
  'libs/audit/beside.ts': ['#access'],
  'apps/api/bootstrap.ts': ['#search'],
  'apps/api/inner.ts': ['tool'],
  'apps/worker/worker.module.ts': ['#search'],
  'apps/cli/sound.ts': ['../api/bootstrap.ts'],
  'apps/cli/serve.ts': ['../worker/worker.module.ts'],
  'tests/sound.test.ts': ['../libs/kernel/inner.ts'],
  'tests/factory.ts': ['#testing'],
};

/** Imported by nobody, importing nobody. */
const ORPHAN = 'libs/kernel/lonely.ts';

interface Violation {
  from: string;
  rule: { name: string };
}

let folder: string;
let found: Map<string, Set<string>>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'precedent-rules-'));
  const imports = { '#*': { source: './libs/*/index.ts', default: './dist/libs/*/index.js' } };
  const manifest = {
    type: 'module',
    imports,
    dependencies: { tool: '1' },
    devDependencies: { 'dev-tool': '1' },
  };
  write('package.json', JSON.stringify(manifest));
  write(
    'tsconfig.json',
    JSON.stringify({ compilerOptions: { module: 'NodeNext', customConditions: ['source'] } }),
  );
  for (const name of ['tool', 'dev-tool', 'stray', 'pg-native']) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    write(`node_modules/${name}/index.js`, 'module.exports = {};');
  }
  for (const [file, [imported]] of Object.entries({ ...SOUND, ...FAULTS }))
    write(file, `import '${imported}';`);
  write(ORPHAN, 'export const alone = true;');
  found = cruise();
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('sees every rule that is broken, and nothing else', () => {
  const faults = Object.entries(FAULTS).map(([file, [, ...rules]]): [string, Set<string>] => [
    file,
    new Set(rules),
  ]);
  expect(found).toEqual(new Map([...faults, [ORPHAN, new Set(['no-orphans'])]]));
});

it('tries every rule', () => {
  const { forbidden } = createRequire(import.meta.url)(config) as { forbidden: { name: string }[] };
  const seen = new Set([...found.values()].flatMap((rules) => [...rules]));
  expect(forbidden.map(({ name }) => name).filter((name) => !seen.has(name))).toEqual([]);
});

function cruise(): Map<string, Set<string>> {
  const call = [cruiser, '--config', config, '--output-type', 'json', 'apps', 'libs', 'tests'];
  const { stdout, stderr } = spawnSync(process.execPath, call, { cwd: folder, encoding: 'utf8' });
  if (stderr) throw new Error(stderr);
  const { summary } = JSON.parse(stdout) as { summary: { violations: Violation[] } };
  const rulesOf = (file: string): string[] =>
    summary.violations.filter(({ from }) => from === file).map(({ rule }) => rule.name);
  return new Map(summary.violations.map(({ from }) => [from, new Set(rulesOf(from))]));
}

function write(file: string, text: string): void {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
