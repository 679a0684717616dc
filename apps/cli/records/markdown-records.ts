import { readFile, stat } from 'node:fs/promises';
import { lineOfInvalidUtf8, textOfFile } from './file-bytes.ts';
import { FrontMatterError, splitFrontMatter } from './front-matter.ts';
import type { FrontMatter } from './front-matter.ts';
import { importRecordOf } from './import-record.ts';
import { firstHeading } from './plain-text.ts';
import { ShapeError } from './record-result.ts';
import type { RecordOutcome } from './record-result.ts';
import { RECORD_LIMIT } from './split-records.ts';
import { tlpLabelOf, tlpText, withoutTlpMark } from './tlp-label.ts';

/**
 * The record of a Markdown file: YAML front matter, and the rest as the body. The title is `title` or the
 * first `# heading`. Line ends become `\n`. Rejects with the system's error when the file cannot be read.
 */
export async function* readMarkdown(path: string): AsyncGenerator<RecordOutcome> {
  if ((await stat(path)).size > RECORD_LIMIT) {
    yield { type: 'failure', line: 1, reason: 'the file is longer than 8 MiB' };
    return;
  }
  const bytes = await readFile(path);
  const invalid = lineOfInvalidUtf8(bytes);
  if (invalid !== null) {
    yield { type: 'failure', line: invalid, reason: `line ${invalid} is not valid UTF-8` };
    return;
  }
  yield outcomeOf(textOfFile(bytes).replaceAll('\r\n', '\n'));
}

function outcomeOf(text: string): RecordOutcome {
  let head: FrontMatter | null = null;
  try {
    head = splitFrontMatter(text);
    const { body, warnings } = bodyOf(head);
    const title = isBlank(head.values.title) ? firstHeading(body) : head.values.title;
    const result = importRecordOf({ ...head.values, title, body });
    return { type: 'record', line: 1, record: result.record, warnings: [...warnings, ...result.warnings] };
  } catch (error) {
    if (error instanceof FrontMatterError)
      return { type: 'failure', line: error.line, reason: error.message };
    if (!(error instanceof ShapeError)) throw error;
    const line = head?.lines.get(error.field ?? '') ?? 1;
    return { type: 'failure', line, reason: error.message };
  }
}

/**
 * The text without the blank space around it and without the TLP mark that an export puts on top. (The
 * first line's indentation stays: it may make a block of code.)
 */
function bodyOf({ values, body: text, warnings }: FrontMatter): { body: string; warnings: string[] } {
  const body = trimmed(text);
  const marked = withoutTlpMark(body);
  const label = typeof values.tlp === 'string' ? tlpLabelOf(values.tlp) : null;
  const notes =
    'body' in values ? [...warnings, 'the key body is ignored: the text below is the body'] : warnings;
  if (marked.mark === null) return { body, warnings: notes };
  if (label === null) {
    const note = `the text begins with ${tlpText(marked.mark)}, but the front matter has no tlp`;
    return { body, warnings: [...notes, note] };
  }
  if (label !== marked.mark) {
    throw new ShapeError(`tlp disagrees with ${tlpText(marked.mark)}, the first line of the text`, 'tlp');
  }
  return { body: trimmed(marked.body), warnings: notes };
}

function trimmed(text: string): string {
  return text.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd();
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}
