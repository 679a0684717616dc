import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const SAMPLED_EVERY = 200;

/** The most memory that a process has held so far, in MB; null where the system does not tell (Linux does). */
export function peakMemory(pid: number | null): number | null {
  if (pid === null) return null;
  try {
    const line = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return line ? Math.round(Number(line[1]) / 1_024) : null;
  } catch {
    return null;
  }
}

/** Looks at a process until it is told to stop, and then says the most memory that it held, in MB. */
export function watchMemory(pid: number): () => number | null {
  let peak: number | null = null;
  const look = (): void => {
    peak = peakMemory(pid) ?? peak;
  };
  const timer = setInterval(look, SAMPLED_EVERY);
  return () => {
    clearInterval(timer);
    look();
    return peak;
  };
}

/** Size of everything in a folder, in MB; null when there is none. */
export function sizeOnDisk(folder: string | null): number | null {
  if (folder === null) return null;
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) bytes += statSync(join(entry.parentPath, entry.name)).size;
  }
  return Math.round(bytes / 2 ** 20);
}
