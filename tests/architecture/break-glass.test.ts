import { BreakGlassReader, BreakGlassService } from '#notices';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { TestApp } from '../support/test-app.ts';

/*
 * Reading past the access rule is one named path with one caller. These tests are the fence around it: a new
 * caller, or a way for requests to get at it, fails here and must be argued for.
 */

const ROOT = join(import.meta.dirname, '../..');
const COMMAND = 'apps/cli/commands/break-glass.ts';

/** Source files of the product that say the word. */
function filesThatName(word: RegExp): string[] {
  const files = ['apps', 'libs'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  return files
    .filter((file) => word.test(readFileSync(file, 'utf8')))
    .map((file) => relative(ROOT, file))
    .sort();
}

it('only the command reads through break-glass', () => {
  expect(filesThatName(/\bBreakGlassReader\b/)).toEqual([
    COMMAND,
    'libs/notices/break-glass/break-glass-reader.ts',
    'libs/notices/break-glass/break-glass.module.ts',
    'libs/notices/index.ts',
  ]);
});

it('only the command has the module of it', () => {
  expect(filesThatName(/\bBreakGlassModule\b/)).toEqual([
    COMMAND,
    'libs/notices/break-glass/break-glass.module.ts',
    'libs/notices/index.ts',
  ]);
});

it('the access rule does not know of it', () => {
  const inTheRule = filesThatName(/break.?glass/i).filter((file) => file.startsWith('libs/access/'));
  // The permission opens the owners' list of accesses, and no document.
  expect(inTheRule).toEqual(['libs/access/permissions.ts']);
});

it('what answers requests can get neither at the reading nor at the opening', async () => {
  const app = await TestApp.start();
  try {
    for (const service of [BreakGlassReader, BreakGlassService])
      expect(() => app.app.get(service)).toThrow(/could not find/);
  } finally {
    await app.stop();
  }
});
