import { readFileSync } from 'node:fs';

// The build's own settings, but imports keep their `.ts`: tests run from source.
const { $schema, ...swc } = JSON.parse(readFileSync(new URL('.swcrc', import.meta.url), 'utf8'));
swc.jsc.rewriteRelativeImportExtensions = false;

// As the program itself runs: libraries check less, and what they do differently is tested.
process.env.NODE_ENV = 'production';

/** Tests run from source, as ES modules; and `#library` means its source, not its build. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  // OpenTelemetry's own packages mean something of theirs by `#platform`.
  moduleNameMapper: {
    // In one file: its two hundred would be loaded anew for every test file.
    '^rxjs(/operators)?$': '<rootDir>/node_modules/rxjs/dist/bundles/rxjs.umd.js',
    '^#(?!platform$)([a-z]+)$': '<rootDir>/libs/$1/index.ts',
  },
  transform: { '^.+\\.ts$': ['@swc/jest', { ...swc, swcrc: false }] },
  roots: ['<rootDir>/libs', '<rootDir>/apps', '<rootDir>/tests'],
  testMatch: ['**/*.test.ts'],
  globalSetup: './tests/global-setup.js',
  globalTeardown: './tests/global-teardown.js',
  setupFiles: ['reflect-metadata'],
  testTimeout: 60_000,
  testSequencer: './tests/support/longest-first-sequencer.js',
  // What a file has imported stays in its worker's memory, some 45 MB each time; beyond this the worker
  // spends more time on collecting garbage than a new one takes to start.
  workerIdleMemoryLimit: '1GB',
};
