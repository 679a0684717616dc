/** A JSON line, a CSV row or a Markdown file may have as many bytes as this (8 MiB), and no more. */
export const RECORD_LIMIT = 8 * 1024 * 1024;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;
const COMMA = 0x2c;

/** A stretch of a file, its line ending included. */
export interface ByteRecord {
  /** Where it starts and where it ends, both from 1. */
  firstLine: number;
  lastLine: number;
  /** Null when it is longer than RECORD_LIMIT; the bytes were passed over. */
  bytes: Buffer | null;
}

/** Finds where records end. Told of every chunk in order, so that it can remember where it is. */
interface Boundary {
  /** The index after the next end of a record at or after `from`, or -1 when the chunk has none. */
  endIn(chunk: Buffer, from: number): number;
}

/** Every line is a record. */
export function lineBoundary(): Boundary {
  return { endIn: (chunk, from) => chunk.indexOf(LINE_FEED, from) + 1 || -1 };
}

/**
 * A CSV record ends at a line feed outside quotes (RFC 4180). A quote opens only at the start of a cell and
 * closes only before a comma or a line's end: a stray one costs no more than the record it stands in.
 */
export function csvBoundary(): Boundary {
  let place: 'cell start' | 'plain' | 'quoted' | 'after quote' = 'cell start';
  const next = (byte: number): typeof place => {
    if (place === 'quoted') return byte === QUOTE ? 'after quote' : 'quoted';
    if (byte === COMMA) return 'cell start';
    if (place === 'after quote') return byte === CARRIAGE_RETURN ? 'after quote' : 'quoted';
    return place === 'cell start' && byte === QUOTE ? 'quoted' : 'plain';
  };
  return {
    endIn(chunk, from) {
      for (let index = from; index < chunk.length; index += 1) {
        const byte = chunk[index] ?? 0;
        if (byte === LINE_FEED && place !== 'quoted') {
          place = 'cell start';
          return index + 1;
        }
        place = next(byte);
      }
      return -1;
    },
  };
}

/** The records of a stream of bytes, one at a time; only the one in hand is in memory. */
export async function* splitRecords(
  chunks: AsyncIterable<Buffer>,
  boundary: Boundary,
): AsyncGenerator<ByteRecord> {
  let open = new OpenRecord(1);
  for await (const chunk of chunks) {
    let start = 0;
    let end = boundary.endIn(chunk, start);
    while (end >= 0) {
      open.add(chunk.subarray(start, end));
      const record = open.close();
      yield record;
      open = new OpenRecord(open.nextLine);
      start = end;
      end = boundary.endIn(chunk, start);
    }
    open.add(chunk.subarray(start));
  }
  if (open.size > 0) yield open.close();
}

class OpenRecord {
  size = 0;
  private parts: Buffer[] = [];
  private lineFeeds = 0;
  private endsLine = false;

  constructor(private readonly firstLine: number) {}

  /** Where the record behind this one starts: in the same line, unless this one has ended it. */
  get nextLine(): number {
    return this.firstLine + this.lineFeeds;
  }

  add(part: Buffer): void {
    if (part.length === 0) return;
    this.size += part.length;
    this.lineFeeds += countLineFeeds(part);
    this.endsLine = part.at(-1) === LINE_FEED;
    if (this.size > RECORD_LIMIT) this.parts = [];
    else this.parts.push(part);
  }

  close(): ByteRecord {
    return {
      firstLine: this.firstLine,
      lastLine: this.firstLine + this.lineFeeds - (this.endsLine ? 1 : 0),
      bytes: this.size > RECORD_LIMIT ? null : Buffer.concat(this.parts),
    };
  }
}

/** How many line feeds there are. */
export function countLineFeeds(bytes: Buffer): number {
  let count = 0;
  for (let index = bytes.indexOf(LINE_FEED); index >= 0; index = bytes.indexOf(LINE_FEED, index + 1)) {
    count += 1;
  }
  return count;
}
