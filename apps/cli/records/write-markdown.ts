import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { exportedRecord } from './exported-document.ts';
import type { ExportedDocument } from './exported-document.ts';
import { withTlpMark } from './tlp-label.ts';
import { writeWholeFile } from './whole-file.ts';

/**
 * Writes a Markdown file for every document into the folder, which is made if need be, and returns how many.
 * A document exported before under the same title is replaced; other files stay as they are. Rejects with
 * the first error of the documents or of the disk; the files written until then are whole.
 */
export async function writeMarkdownFolder(
  documents: AsyncIterable<ExportedDocument>,
  folder: string,
): Promise<number> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const taken = new Set<string>();
  for await (const document of documents) {
    const short = fileNameOf(document, 8);
    const name = taken.has(short) ? fileNameOf(document, document.id.length) : short;
    taken.add(name);
    await writeWholeFile(join(folder, name), [markdownOf(document)]);
  }
  return taken.size;
}

/**
 * A document as a Markdown file. The label is in the front matter for machines, and again as the first
 * visible line, because the front matter is what people and viewers cut off.
 */
function markdownOf(document: ExportedDocument): string {
  const { body, details, ...rest } = exportedRecord(document);
  // Through JSON, so that all three formats hold the same values.
  const head = { ...rest, details: JSON.parse(JSON.stringify(details)) as unknown };
  const yaml = stringify(head, {
    aliasDuplicateObjects: false,
    // Line breaks as \n inside quotes: nothing then depends on folding, and no line can be a mere `---`.
    blockQuote: false,
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
    lineWidth: 0,
  });
  return `---\n${yaml}---\n\n${withTlpMark(body, document.tlp)}\n`;
}

/** The title's words and the id's first digits: `joint-centre-in-optics-1b9d6bcd.md`. Any script is kept. */
function fileNameOf({ title, id }: ExportedDocument, digits: number): string {
  const words =
    title
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  // Counted in characters of up to four bytes; file systems allow 255 bytes.
  const slug = [...words.join('-')].slice(0, 40).join('').replace(/-+$/, '');
  const number = id
    .replace(/[^0-9A-Za-z]/g, '')
    .slice(0, digits)
    .toLowerCase();
  return `${slug || 'document'}-${number}.md`;
}
