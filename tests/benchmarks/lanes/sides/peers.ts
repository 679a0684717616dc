import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { say } from '../../support/output.ts';

const FOLDER = fileURLToPath(new URL('../../peers/', import.meta.url));

/** Where peers and what they need are; they have packages of their own. */
export function peerProgram(path: string): URL {
  return new URL(path, `file://${FOLDER}`);
}

/** Installs the peers' packages and builds what must be built, unless it is there. Throws when that fails. */
export function preparePeers(): void {
  if (!existsSync(`${FOLDER}node_modules/.package-lock.json`))
    npm('ci', '--include=dev', '--no-audit', '--no-fund');
  npm('run', '--silent', 'build');
}

function npm(...args: string[]): void {
  say(`peers: npm ${args.join(' ')}`);
  try {
    // What it says is no result: it goes to standard error.
    execFileSync('npm', args, { cwd: FOLDER, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  } catch (error) {
    throw new Error(
      `the peers are not ready: npm ${args.join(' ')} failed in ${FOLDER}; --no-peers does without`,
      {
        cause: error,
      },
    );
  }
}
