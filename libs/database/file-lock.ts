import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whether a process with this id is running, whoever it belongs to. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Runs `work` while no other process holds the lock at this path. The lock is a file that appears with its
 * holder's pid already in it; a lock whose holder died is taken over. Our own, because the libraries for
 * this wait ten seconds before they believe in a death, and a start after a crash should not.
 */
export async function withLock<T>(lock: string, work: () => Promise<T>): Promise<T> {
  const claim = `${lock}.${process.pid}`;
  await writeFile(claim, String(process.pid));
  try {
    while (!(await takes(lock, claim))) await sleep(50);
    try {
      return await work();
    } finally {
      await rm(lock, { force: true });
    }
  } finally {
    await rm(claim, { force: true });
  }
}

async function takes(lock: string, claim: string): Promise<boolean> {
  try {
    await link(claim, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (await isAbandoned(lock)) await clear(lock, `${claim}.stale`);
    return false;
  }
}

async function isAbandoned(lock: string): Promise<boolean> {
  const holder = Number(await readFile(lock, 'utf8').catch(() => ''));
  return holder !== 0 && (holder === process.pid || !isAlive(holder));
}

/** Moves an abandoned lock aside; puts it back if it was somebody else's new one by the time it moved. */
async function clear(lock: string, aside: string): Promise<void> {
  try {
    await rename(lock, aside);
  } catch {
    return;
  }
  if (!(await isAbandoned(aside))) await link(aside, lock).catch(() => undefined);
  await rm(aside, { force: true });
}
