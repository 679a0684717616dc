/**
 * The libraries, lowest first: each may import those before it and none after it. A new library does not
 * pass until it has its place here.
 */
const LIBRARIES = [
  'kernel',
  'input',
  'config',
  'tracing',
  'outgoing',
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
];
/** What only tests use; it may import any library. */
const TESTING = 'testing';

const TESTS = '^tests/|\\.test\\.ts$';
/** How an import of `#name` looks to dependency-cruiser. */
const BY_NAME = ['aliased-subpath-import'];

const folders = (names) => `^libs/(${names.join('|')})/`;

const directions = LIBRARIES.slice(0, -1).map((name, place) => ({
  name: `${name}-is-below`,
  comment: 'Dependencies between libraries point one way: see LIBRARIES.',
  severity: 'error',
  from: { path: `^libs/${name}/`, pathNot: TESTS },
  to: { path: folders(LIBRARIES.slice(place + 1)) },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...directions,
    {
      name: 'library-without-a-place',
      comment: 'Add it to LIBRARIES, above all that it imports.',
      severity: 'error',
      from: {},
      to: { path: '^libs/', pathNot: folders([...LIBRARIES, TESTING]) },
    },
    {
      name: 'no-cycles',
      comment: 'Types count too: what two files need of each other belongs in a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'libraries-know-no-application',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'testing-is-for-tests',
      severity: 'error',
      from: { pathNot: [TESTS, `^libs/${TESTING}/`] },
      to: { path: `^libs/${TESTING}/` },
    },
    {
      name: 'tests-are-for-jest',
      severity: 'error',
      from: { pathNot: TESTS },
      to: { path: TESTS },
    },
    {
      name: 'library-only-through-its-index',
      comment: 'Import `#name`, and let index.ts export what others may use. Only tests may look inside.',
      severity: 'error',
      from: { path: '^(?:apps|libs)/([^/]+)/', pathNot: TESTS },
      to: { path: '^libs/', pathNot: ['^libs/$1/', '^libs/[^/]+/index\\.ts$'] },
    },
    {
      name: 'library-only-by-its-name',
      comment: 'Import `#name` instead of the path to its index.',
      severity: 'error',
      from: { path: '^(?:apps|libs|tests)/([^/]+)/' },
      to: { path: '^libs/[^/]+/index\\.ts$', pathNot: '^libs/$1/', dependencyTypesNot: BY_NAME },
    },
    {
      name: 'no-own-name-inside-a-library',
      comment: 'Inside a library import the file itself; its index would close a circle.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/', pathNot: TESTS },
      to: { path: '^libs/$1/', dependencyTypes: BY_NAME },
    },
    {
      name: 'api-and-worker-stand-alone',
      severity: 'error',
      from: { path: '^apps/(api|worker)/', pathNot: TESTS },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'cli-only-puts-together',
      comment: 'Its serve command starts the other two; anything else they share belongs in a library.',
      severity: 'error',
      from: { path: '^apps/cli/', pathNot: TESTS },
      to: {
        path: '^apps/',
        pathNot: ['^apps/cli/', '^apps/api/bootstrap\\.ts$', '^apps/worker/worker\\.module\\.ts$'],
      },
    },
    {
      name: 'no-orphans',
      comment:
        'Nothing imports it and it imports nothing. (Jest loads what is plain JavaScript; declarations have no imports.)',
      severity: 'error',
      from: { path: '^(apps|libs|tests)/', pathNot: '\\.(js|d\\.ts)$', orphan: true },
      to: {},
    },
    {
      name: 'no-development-packages',
      comment: 'They are missing where the built code runs.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: [TESTS, `^libs/${TESTING}/`] },
      to: { dependencyTypes: ['npm-dev'] },
    },
    {
      name: 'no-undeclared-packages',
      comment: 'package.json must name what is imported.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'not-found',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-pg-native',
      comment: 'It needs a compiler on the machine, and answers some types differently.',
      severity: 'error',
      from: {},
      to: { path: 'pg-native' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // The benchmark's peers have packages of their own.
    exclude: { path: ['^dist/', '^tests/benchmarks/peers/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      // As the compiler does: `#name` means the source of a library, not its build.
      conditionNames: ['source', 'import', 'node', 'default'],
    },
  },
};
