import yauzl, { type Entry, type ZipFile } from 'yauzl';

/** What an office document may be at the most; real ones are far from it. */
const MOST_ENTRIES = 10_000;
const MOST_BYTES = 500 * 1024 * 1024;
const MOST_RATIO = 200;
/** A small file may well pack better than any honest large one. */
const HARMLESS_BYTES = 10 * 1024 * 1024;

/** Macros, and controls that run code of their own. */
const ACTIVE = /(^|\/)(vbaProject\.bin|vbaData\.xml)$|(^|\/)activeX\//i;

/**
 * Looks through the directory of an office document without unpacking anything of it. Returns why it is not
 * accepted, in plain words; null when nothing speaks against it.
 */
export async function faultOfArchive(path: string, mainPart: string): Promise<string | null> {
  let archive: ZipFile;
  try {
    archive = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false });
  } catch {
    return 'The file is broken: it cannot be opened.';
  }
  try {
    return await faultOf(archive, mainPart);
  } catch {
    return 'The file is broken: its list of contents cannot be read.';
  } finally {
    archive.close();
  }
}

async function faultOf(archive: ZipFile, mainPart: string): Promise<string | null> {
  if (archive.entryCount > MOST_ENTRIES) return 'The file consists of too many parts.';
  const names = new Set<string>();
  let [bytes, packed] = [0, 0];
  for await (const entry of archive.eachEntry()) {
    const fault = faultOfEntry(entry);
    if (fault) return fault;
    names.add(entry.fileName);
    bytes += entry.uncompressedSize;
    packed += entry.compressedSize;
    if (bytes > MOST_BYTES || (bytes > HARMLESS_BYTES && bytes > packed * MOST_RATIO)) {
      return 'The file would be too large when unpacked.';
    }
  }
  return names.has('[Content_Types].xml') && names.has(mainPart)
    ? null
    : 'What is in the file is not what its name says.';
}

function faultOfEntry(entry: Entry): string | null {
  if (entry.isEncrypted()) return 'The file is protected by a password.';
  if (ACTIVE.test(entry.fileName)) return 'The file contains macros or active controls.';
  return null;
}
