import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/** Names that are remembered: they are only made anew. */
const MOST_NAMES = 2_000;

const names = new LRUCache<string, string>({ max: MOST_NAMES });

/** The name of a prepared statement: one for each text. PostgreSQL caps names at 63 bytes. */
export function nameOf(text: string): string {
  let name = names.get(text);
  if (name === undefined) {
    name = createHash('sha256').update(text).digest('base64url');
    names.set(text, name);
  }
  return name;
}
