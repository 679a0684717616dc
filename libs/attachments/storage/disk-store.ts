import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AttachmentStore, keyOf, MissingContent } from './attachment-store.ts';
import { syncFolder } from './sync-folder.ts';

/** Keeps attachments in a folder that only this account may enter. */
export class DiskStore extends AttachmentStore {
  private readonly folder: string;

  constructor(folder: string) {
    super();
    this.folder = folder;
  }

  async put(id: string, content: Readable, size: number): Promise<void> {
    const path = this.pathOf(id);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const draft = `${path}.${randomUUID()}.new`;
    try {
      const file = createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true });
      await pipeline(content, file);
      if (file.bytesWritten !== size) throw new Error(`Expected ${size} bytes, got ${file.bytesWritten}.`);
      await rename(draft, path);
      await syncFolder(dirname(path));
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  }

  async open(id: string): Promise<Readable> {
    try {
      const file = await open(this.pathOf(id), 'r');
      return file.createReadStream();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new MissingContent(id);
      throw error;
    }
  }

  async remove(id: string): Promise<void> {
    await rm(this.pathOf(id), { force: true });
  }

  async close(): Promise<void> {}

  private pathOf(id: string): string {
    return join(this.folder, keyOf(id));
  }
}
