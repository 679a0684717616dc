import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';

/** The version of this program. */
export function applicationVersion(): string {
  const path = findPackageJSON(import.meta.url);
  return path ? (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version : 'unknown';
}
