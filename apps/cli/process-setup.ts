/**
 * What must be so before anything else is loaded: it stands in files that are imported later, and dynamically,
 * since whatever is imported statically is compiled before the first line of anything runs.
 */
import { existsSync } from 'node:fs';
import { constants, enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Settings of a file named .env stand behind those of the environment itself.
try {
  if (existsSync('.env')) process.loadEnvFile('.env');
} catch (error) {
  process.stderr.write(`error: .env cannot be read: ${(error as Error).message}\n`);
  process.exit(1);
}

// Libraries decide by it, when they are loaded, whether to check what only their developers get wrong; GraphQL
// does so with every value that it looks at.
process.env.NODE_ENV ||= 'production';

// What has been compiled once is read from beside the libraries: whoever can write there could as well change
// them, which cannot be said of the folder for temporary files. Without a folder to write to nothing is kept.
const cache = join(import.meta.dirname, '../../../node_modules/.cache/precedent');
const { status } = enableCompileCache(cache);
// The threads that this process starts take it from here.
if (status === constants.compileCacheStatus.ENABLED) process.env.NODE_COMPILE_CACHE = cache;
