import { syncFolder } from '#attachments';
import { BadInput } from '#kernel';
import { randomUUID } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import { link, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { constants as zlib, createZstdCompress } from 'node:zlib';
import { pack, type Pack } from 'tar-stream';
import { HEADER, MANIFEST, PIECE_BYTES, pieceName, Tally } from './format.ts';
import type { BackupHeader, BackupManifest } from './format.ts';
import { Sealing } from './seal.ts';

const COMPRESSION = { params: { [zlib.ZSTD_c_compressionLevel]: 3, [zlib.ZSTD_c_checksumFlag]: 1 } };
/** Of file systems that have no hard links. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP', 'EMLINK'];

/** What became of a file. */
export interface WrittenFile {
  bytes: number;
  /** Of the file without its last 40 bytes, in which this stands; hexadecimal. */
  sha256: string;
}

/**
 * Writes a backup under a hidden name beside its own, which it gets when all of it is on the disk; nothing
 * that is there already is replaced. Only the account that runs this may read it.
 */
export class BackupWriter {
  private readonly path: string;
  private readonly draft: string;
  private readonly archive: Pack = pack();
  private readonly sealing = new Sealing();
  private readonly tally = new Tally();
  private readonly writing: Promise<void>;
  private readonly madeAt = new Date();

  private constructor(path: string, draft: string, file: FileHandle, signal: AbortSignal) {
    this.path = path;
    this.draft = draft;
    // Closed with the stream; `flush` has it on the disk before.
    const output = file.createWriteStream({ flush: true });
    const stages = [this.archive, createZstdCompress(COMPRESSION), this.sealing, output] as const;
    this.writing = pipeline(...stages, { signal });
    // Whoever waits for it is told; an error before that must not end the process.
    this.writing.catch(() => undefined);
  }

  /** Throws BadInput when there is something under this path already, or when nothing can be written there. */
  static async open(path: string, signal: AbortSignal): Promise<BackupWriter> {
    if (existsSync(path)) throw new BadInput(`${path}: there is something already, and it is not replaced.`);
    const draft = join(dirname(path), `.${basename(path).slice(0, 50)}.${randomUUID()}.part`);
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;
    const file = await inWords(path, () => open(draft, flags, 0o600));
    return new BackupWriter(path, draft, file, signal);
  }

  /** The first thing to be written. */
  async begin(header: BackupHeader): Promise<void> {
    await this.entry(HEADER, Buffer.from(JSON.stringify(header)));
  }

  /** Writes a table or an attachment in pieces. Returns its bytes. */
  async add(whole: string, content: AsyncIterable<Buffer>): Promise<number> {
    let [number, bytes] = [0, 0];
    for await (const piece of inPieces(content)) {
      const entry = { name: pieceName(whole, number), content: piece };
      await this.entry(entry.name, piece);
      this.tally.take(entry);
      number += 1;
      bytes += piece.length;
    }
    return bytes;
  }

  /** Writes the end and waits until all is on the disk. Throws BadInput when the disk does not take it. */
  async finish(more: Omit<BackupManifest, 'parts'>): Promise<WrittenFile> {
    const manifest: BackupManifest = { parts: this.tally.sums(), ...more };
    await this.entry(MANIFEST, Buffer.from(JSON.stringify(manifest)));
    this.archive.finalize();
    await inWords(this.path, () => this.writing);
    return { bytes: this.sealing.bytes, sha256: this.sealing.sha256 };
  }

  /** Gives the file its name. Throws BadInput when something else has got it meanwhile. */
  async publish(): Promise<void> {
    await inWords(this.path, async () => {
      try {
        await link(this.draft, this.path);
      } catch (error) {
        if (!NO_LINKS.includes((error as NodeJS.ErrnoException).code ?? '') || existsSync(this.path))
          throw error;
        await rename(this.draft, this.path);
      }
      await rm(this.draft, { force: true });
      await syncFolder(dirname(this.path));
    });
  }

  /** Leaves nothing behind but what has been published. */
  async discard(): Promise<void> {
    this.archive.destroy();
    await this.writing.catch(() => undefined);
    await rm(this.draft, { force: true });
  }

  private async entry(name: string, content: Buffer): Promise<void> {
    try {
      await new Promise<void>((done, fail) => {
        const header = { name, mode: 0o600, mtime: this.madeAt };
        const entry = this.archive.entry(header, content, (error) => (error ? fail(error) : done()));
        // The callback tells of it as well.
        entry.on('error', () => undefined);
      });
    } catch (error) {
      // Why the archive could not take it is what happened behind it.
      await inWords(this.path, () => this.writing);
      throw error;
    }
  }
}

/** Gathers what comes in small portions. Where nothing comes there is one piece, which is empty. */
async function* inPieces(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let [held, bytes]: [Buffer[], number] = [[], 0];
  let isFirst = true;
  for await (const chunk of content) {
    for (let rest = chunk; rest.length > 0;) {
      const taken = rest.subarray(0, PIECE_BYTES - bytes);
      rest = rest.subarray(taken.length);
      held.push(taken);
      bytes += taken.length;
      if (bytes < PIECE_BYTES) continue;
      yield Buffer.concat(held, bytes);
      [held, bytes, isFirst] = [[], 0, false];
    }
  }
  if (bytes > 0 || isFirst) yield Buffer.concat(held, bytes);
}

/** Errors of the file system, as one sentence. */
async function inWords<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, syscall, message } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new BadInput(`${path}: there is something already, and it is not replaced.`);
    if (!code || !syscall) throw error;
    throw new BadInput(`${path}: the backup cannot be written there: ${message}`);
  }
}
