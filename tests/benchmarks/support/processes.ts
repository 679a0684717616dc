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

/** Ticks in a second, as Linux counts processor time for programs. */
const TICKS = 100;

/** Processor time that a process has used so far, in seconds; null where the system does not tell. */
export function processorSeconds(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The program's name comes before, in brackets, and may have spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS;
  } catch {
    return null;
  }
}
