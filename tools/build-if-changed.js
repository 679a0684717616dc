/**
 * Builds, unless nothing that the build is made of has changed since this last did. The compiler itself builds
 * everything anew every time, which would be half of the time that `npm start` takes.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = [
  'apps',
  'libs',
  '.swcrc',
  'nest-cli.json',
  'package-lock.json',
  'tools/bundle.js',
  'tsconfig.json',
];
/** Within what is deleted before every build, so that it is there only after one that has succeeded. */
const BUILT = 'dist/.built';

if (lastChange() > changeOf(BUILT)) {
  const began = new Date();
  const { status } = spawnSync('npm run -s build', { shell: true, stdio: 'inherit' });
  if (status !== 0) process.exit(1);
  writeFileSync(BUILT, '');
  // What is changed while it builds is built the next time.
  utimesSync(BUILT, began, began);
}

/** When the latest source was changed; a folder changes when something in it is added or removed. */
function lastChange() {
  const inFolders = SOURCES.filter((source) => statSync(source).isDirectory()).flatMap((folder) =>
    readdirSync(folder, { recursive: true }).map((file) => join(folder, file)),
  );
  return Math.max(...[...SOURCES, ...inFolders].map(changeOf));
}

/** Milliseconds since 1970; -1 for what is not there. */
function changeOf(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? -1;
}
