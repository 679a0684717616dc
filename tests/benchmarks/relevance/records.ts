import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { BeirDocument } from './beir.ts';

/** The longest title that a document may have, in characters. */
const LONGEST_TITLE = 300;
/** A title of a text without one: about a line. */
const FIRST_WORDS = 80;
const LONGEST_BODY = 500_000;
/**
 * A summary that is no word. Collections have none, and a missing one would be taken from the first
 * paragraph, whose words would then count once in the body and once and a half in the summary.
 */
const NO_SUMMARY = '–';

/** A line for `import documents`; null for a document without any text, which nothing can find. */
export function recordOf({ id, title, text }: BeirDocument): object | null {
  if (title === '' && text === '') return null;
  return {
    externalId: id,
    title: title === '' ? beginning(text.replace(/\s+/g, ' '), FIRST_WORDS) : beginning(title, LONGEST_TITLE),
    summary: NO_SUMMARY,
    body: beginning(text, LONGEST_BODY),
  };
}

/** Writes the records of a collection as JSON Lines and returns how many, and how many had no text. */
export async function writeRecords(
  documents: AsyncIterable<BeirDocument>,
  path: string,
): Promise<{ written: number; empty: number }> {
  const file = createWriteStream(path);
  const counts = { written: 0, empty: 0 };
  for await (const document of documents) {
    const record = recordOf(document);
    if (record === null) {
      counts.empty += 1;
      continue;
    }
    counts.written += 1;
    if (!file.write(`${JSON.stringify(record)}\n`)) await once(file, 'drain');
  }
  file.end();
  await finished(file);
  return counts;
}

/** So many characters at the most, cut between words where there is a blank. */
function beginning(text: string, length: number): string {
  const characters = [...text.slice(0, 2 * length + 2)];
  if (characters.length <= length) return text;
  const cut = characters.slice(0, length + 1).join('');
  const blank = cut.search(/\s+\S*$/);
  return blank > 0 ? cut.slice(0, blank) : characters.slice(0, length).join('');
}
