import { readSettings, SETTING_NAMES, type Settings } from '#config';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

/** A file of the repository, as text. */
export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/**
 * The settings that a deployment's environment makes. Fails the test for a name that is no setting, and throws
 * SettingsError for a value that the program would not take.
 */
export function settingsOf(environment: Readonly<Record<string, string>>): Settings {
  expect(SETTING_NAMES).toEqual(expect.arrayContaining(Object.keys(environment)));
  return readSettings({ ...environment });
}
