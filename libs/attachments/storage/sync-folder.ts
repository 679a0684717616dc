import { open } from 'node:fs/promises';

/** Sees to it that the names in a folder outlive a crash: they are written with it. Windows knows no such thing. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
