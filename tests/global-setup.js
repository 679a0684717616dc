import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { joinEmbeddedServer, migrate } from '#database';

/** Tests can lose their data; they cannot wait for the disk, nor for passwords that are hard to guess. */
const FAST = {
  ...{ fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
  ...{ max_connections: '200', scram_iterations: '1' },
};

/** One real PostgreSQL for the whole run, with one migrated database that every test file clones. */
export default async function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'precedent-test-'));
  const server = await joinEmbeddedServer(folder, FAST);
  await migrate(server.url);
  process.env.TEST_DATABASE_URL = server.url;
  // The search threads of every application, and every process that a test starts, load the same files.
  process.env.NODE_COMPILE_CACHE = join(folder, 'compiled');
  process.env.TEST_FOLDER = folder;
  globalThis.__embeddedServer = server;
}
