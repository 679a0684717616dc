import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** A name that starts with an underscore says that it is there for its place only. */
const UNUSED = {
  argsIgnorePattern: '^_',
  varsIgnorePattern: '^_',
  caughtErrorsIgnorePattern: '^_',
  ignoreRestSiblings: true,
};

const IMPORTS = {
  paths: [
    {
      name: '@nestjs/common',
      importNames: ['forwardRef'],
      message: 'It hides a cycle: move what both sides need below them.',
    },
  ],
  patterns: [
    { regex: '^\\.\\.?/(?!.*\\.(ts|json)$)', message: 'A relative import names the source file: `.ts`.' },
  ],
};

export default defineConfig(
  // The benchmark's peers are other people's ways of writing, with packages of their own.
  globalIgnores(['dist/', 'coverage/', 'data/', 'tests/benchmarks/peers/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  { rules: { eqeqeq: 'error', 'no-unused-vars': ['error', UNUSED] } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      'no-console': 'error',
      'no-restricted-imports': ['error', IMPORTS],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-unused-vars': ['error', UNUSED],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // A Nest module is a class that holds nothing but its decorator.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // `async` without `await` turns what is thrown into a rejection, as an interface may require.
      '@typescript-eslint/require-await': 'off',
      // An array's length is often known where the compiler, with noUncheckedIndexedAccess, cannot know it.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Spreading a text gives its code points, which is what the contract counts; an entity is a plain row.
      '@typescript-eslint/no-misused-spread': 'off',
      // Settings and entities are classes only for the sake of injection and columns.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
    },
  },
  {
    files: ['apps/**/*.ts', 'libs/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: { 'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: ['apps/**/*.ts', 'libs/**/*.ts'],
    // A migration is one long list of statements.
    ignores: ['**/*.test.ts', 'libs/database/migrations/**'],
    rules: { 'max-lines-per-function': ['error', { max: 45, skipBlankLines: true, skipComments: true }] },
  },
  {
    // What an answer holds is known to the test that asked.
    files: ['tests/**/*.ts', 'libs/testing/**/*.ts', '**/*.test.ts'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      // `app?.stop()` after a `beforeAll` that failed: the first error should stay the only one.
      '@typescript-eslint/no-unnecessary-condition': 'off',
    },
  },
  {
    files: ['**/*.js'],
    languageOptions: { globals: { console: 'readonly', process: 'readonly', URL: 'readonly' } },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: { sourceType: 'commonjs', globals: { module: 'writable', require: 'readonly' } },
  },
);
