import type { Settings } from '#config';

/**
 * Where the application's statements go: through the pooler of the settings, if there is one. Migrations and
 * commands go to PostgreSQL itself, for they hold locks that belong to a session.
 */
export function throughPooler(url: string, { databasePooler }: Settings): string {
  if (databasePooler === null) return url;
  const pooled = new URL(url);
  pooled.host = databasePooler;
  return pooled.toString();
}
