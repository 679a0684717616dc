import { SaxesParser } from 'saxes';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { LIMITS } from './limits.ts';
import type { TextCollector } from './text-collector.ts';

/** A file that will not be read on, with the reason in plain words. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

/** In which parts the words are, in the order of reading. */
const PARTS: Readonly<Record<string, readonly RegExp[]>> = {
  'wordprocessingml.document': [/^word\/document\.xml$/, /^word\/(?:foot|end)notes\.xml$/],
  'spreadsheetml.sheet': [/^xl\/sharedStrings\.xml$/, /^xl\/worksheets\/sheet\d+\.xml$/],
  'presentationml.presentation': [/^ppt\/slides\/slide\d+\.xml$/, /^ppt\/notesSlides\/notesSlide\d+\.xml$/],
};

/** Elements that hold words: `w:t`, `a:t`, and the `t` of spreadsheets. */
const WORDS = /^(?:\w+:)?t$/;
/** Elements behind which a line ends: paragraphs, breaks, rows, cells, strings. */
const LINES = /^(?:\w+:)?(?:p|br|cr|tr|tc|row|si)$/;

/**
 * The words of an office document (ECMA-376). The archive is unpacked piece by piece and no further than the
 * limits; XML with a document type is refused, so that no entity is ever replaced or fetched.
 */
export async function collectOffice(
  bytes: Buffer,
  mediaType: string,
  collector: TextCollector,
): Promise<void> {
  const wanted = Object.entries(PARTS).find(([type]) => mediaType.endsWith(type))?.[1] ?? [];
  const archive = await yauzl.fromBufferPromise(bytes, { validateEntrySizes: true });
  const entries = await entriesOf(archive, wanted);
  let unpacked = 0;
  for (const pattern of wanted) {
    for (const entry of entries.filter(({ fileName }) => pattern.test(fileName)).toSorted(byNumber)) {
      unpacked += entry.uncompressedSize;
      if (entry.uncompressedSize > LIMITS.part || unpacked > LIMITS.parts) {
        throw new Unreadable('It would be too large when unpacked.');
      }
      await collectXml(archive, entry, collector);
    }
  }
}

async function entriesOf(archive: ZipFile, wanted: readonly RegExp[]): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of archive.eachEntry()) {
    if (!wanted.some((pattern) => pattern.test(entry.fileName))) continue;
    if (entries.push(entry) > LIMITS.count) throw new Unreadable('It consists of too many parts.');
  }
  return entries;
}

/** `slide2` before `slide10`. */
function byNumber({ fileName: one }: Entry, { fileName: other }: Entry): number {
  return one.localeCompare(other, 'en', { numeric: true });
}

async function collectXml(archive: ZipFile, entry: Entry, collector: TextCollector): Promise<void> {
  const parser = new SaxesParser({ xmlns: false });
  let depth = 0;
  const fail = (error: Error): never => {
    throw error;
  };
  parser.on('doctype', () => fail(new Unreadable('Its XML declares a document type.')));
  parser.on('error', () => fail(new Unreadable('Its XML is broken.')));
  parser.on('opentag', ({ name }) => {
    if (WORDS.test(name)) depth += 1;
    else if (/^(?:\w+:)?tab$/.test(name)) collector.add(' ');
  });
  parser.on('closetag', ({ name }) => {
    if (WORDS.test(name)) depth -= 1;
    else if (LINES.test(name)) collector.add('\n');
  });
  parser.on('text', (text) => {
    if (depth > 0) collector.add(text);
  });
  const stream = await archive.openReadStreamPromise(entry);
  stream.setEncoding('utf8');
  try {
    for await (const chunk of stream) parser.write(chunk as string);
    parser.close();
  } finally {
    stream.destroy();
  }
}
