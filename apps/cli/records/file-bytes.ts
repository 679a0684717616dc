import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { countLineFeeds } from './split-records.ts';

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** The bytes of a file without the UTF-8 byte order mark, as a stream. Rejects when it cannot be read. */
export async function openBytes(path: string): Promise<AsyncIterable<Buffer>> {
  const file = await open(path);
  try {
    const { buffer } = await file.read({ buffer: Buffer.alloc(3), position: 0 });
    const start = buffer.equals(BYTE_ORDER_MARK) ? buffer.length : 0;
    return createReadStream(path, { start });
  } finally {
    await file.close();
  }
}

/** The line, from 1, in which the first bytes stand that are not UTF-8; null when all of them are. */
export function lineOfInvalidUtf8(bytes: Buffer): number | null {
  if (isUtf8(bytes)) return null;
  // A line feed is never a part of another character, so every line can be judged on its own.
  let start = 0;
  for (;;) {
    const end = bytes.indexOf('\n', start);
    if (end < 0 || !isUtf8(bytes.subarray(start, end))) return countLineFeeds(bytes.subarray(0, start)) + 1;
    start = end + 1;
  }
}

/** The text of a whole file that is known to be UTF-8, without the byte order mark. */
export function textOfFile(bytes: Buffer): string {
  const mark = BYTE_ORDER_MARK.length;
  return bytes.toString('utf8', bytes.subarray(0, mark).equals(BYTE_ORDER_MARK) ? mark : 0);
}
