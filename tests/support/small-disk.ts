import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const SIZE = '32m';
const CHUNKS = [65_536, 4_096, 1];

/** A folder for which there can be no more room, really. */
export interface SmallDisk {
  /** How it comes about; says which faults are to be met. */
  readonly by: 'mount' | 'limit';
  /** Leaves no room for files of the process. */
  fill(pid: number | undefined): void;
  free(pid: number | undefined): void;
  remove(): void;
}

/** Why there is none. */
export const NO_SMALL_DISK =
  'did NOT run: neither may a disk be mounted here, nor is there a `prlimit` for the size of files';

/**
 * A small disk mounted at this folder, where that is permitted. Elsewhere the process is not allowed to make
 * its files any longer, which is another error of the system's and the same want. Null where neither can be had.
 */
export function smallDisk(folder: string): SmallDisk | null {
  mkdirSync(folder, { recursive: true });
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'none', folder]).status === 0;
  if (mounted) return mountedAt(folder);
  if (spawnSync('prlimit', ['--version']).status !== 0) return null;
  const limit = (pid: number | undefined, bytes: string): void =>
    void spawnSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]);
  return {
    by: 'limit',
    fill: (pid) => limit(pid, '1024'),
    free: (pid) => limit(pid, 'unlimited'),
    remove: () => undefined,
  };
}

function mountedAt(folder: string): SmallDisk {
  const ballast = join(folder, 'ballast');
  return {
    by: 'mount',
    fill: () => {
      const file = openSync(ballast, 'a');
      for (const size of CHUNKS) while (writes(file, size));
      closeSync(file);
    },
    free: () => rmSync(ballast, { force: true }),
    remove: () => void spawnSync('umount', ['-l', folder]),
  };
}

function writes(file: number, size: number): boolean {
  try {
    return writeSync(file, Buffer.alloc(size)) > 0;
  } catch {
    return false;
  }
}
