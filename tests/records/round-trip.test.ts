import { rm } from 'node:fs/promises';
import fc from 'fast-check';
import { DOCUMENT_KINDS, DOCUMENT_STATES, SHARING_LEVELS, TLP_LABELS } from '#kernel';
import type { ExportedDocument } from '../../apps/cli/records/exported-document.ts';
import type { ImportRecord } from '../../apps/cli/records/record-result.ts';
import { writeMarkdownFolder } from '../../apps/cli/records/write-markdown.ts';
import { writeRecordFile } from '../../apps/cli/records/write-records.ts';
import { resultsOf, temporaryFolder } from './folder.ts';

const folder = temporaryFolder();

/** Texts that formats trip over, beside arbitrary ones. */
const AWKWARD = [
  '---',
  '...',
  ': x',
  '- x',
  '> TLP:RED',
  '# h',
  '"',
  "'",
  '~',
  'null',
  '007',
  '1e3',
  'a\r\nb',
  'a\n---\nb',
  '\u0085',
  '\u2028',
  '---\u2028---\r---',
  '\ufeff',
  '{',
  '[x]',
  '[',
  ';',
  ' a ',
  '=1',
  '',
  'é',
  '联合',
];
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(...AWKWARD),
  fc.array(fc.constantFrom(...AWKWARD, ' ', '\n', ',', 'word')).map((parts) => parts.join('')),
);
/** A title or a summary: never blank, and import takes the white space around it off. */
const line = anyText.map((value) => value.trim()).filter((value) => value !== '');
const time = fc
  .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
// Through JSON, which has no -0.
const details = fc
  .dictionary(anyText, fc.jsonValue({ maxDepth: 3 }))
  .map((value) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>);

const document: fc.Arbitrary<ExportedDocument> = fc.record({
  id: fc.uuid({ version: 4 }),
  kind: fc.constantFrom(...DOCUMENT_KINDS),
  state: fc.constantFrom(...DOCUMENT_STATES),
  title: line,
  summary: line,
  body: anyText,
  language: fc.constantFrom('en', 'zh-Hans', 'no', 'false'),
  topics: fc.array(anyText, { maxLength: 4 }),
  countries: fc.array(fc.constantFrom('NO', 'CN', 'GB'), { maxLength: 3 }),
  partners: fc.array(anyText, { maxLength: 3 }),
  institution: fc.option(anyText),
  publishedAt: fc.option(time),
  updatedAt: time,
  reviewBy: fc.option(time.map((value) => value.slice(0, 10))),
  tlp: fc.constantFrom(...TLP_LABELS),
  level: fc.constantFrom(...SHARING_LEVELS),
  versionNumber: fc.nat(),
  details,
});

function imported({
  id,
  kind,
  title,
  summary,
  body,
  language,
  topics,
  countries,
  partners,
  reviewBy,
  details,
  tlp,
  level,
}: ExportedDocument): Omit<ImportRecord, 'contentHash'> {
  const lists = { topics: [...topics], countries: [...countries], partners: [...(partners ?? [])] };
  return {
    externalId: id,
    kind,
    title,
    summary,
    body,
    language,
    ...lists,
    reviewBy,
    details,
    sharing: { tlp, level },
  };
}

let run = 0;
async function roundTrip(
  format: 'jsonl' | 'csv' | 'markdown',
  documents: readonly ExportedDocument[],
): Promise<Omit<ImportRecord, 'contentHash'>[]> {
  const path = folder.path(`${(run += 1)}${format === 'markdown' ? '' : `.${format}`}`);
  const source = (async function* () {
    yield* documents;
  })();
  if (format === 'markdown') await writeMarkdownFolder(source, path);
  else await writeRecordFile(source, format, path);
  const results = await resultsOf(path);
  await rm(path, { recursive: true });
  return results.map((result) => {
    if (result.type !== 'record' || result.warnings.length > 0) throw new Error(JSON.stringify(result));
    const { contentHash, ...record } = result.record;
    expect(contentHash).toHaveLength(64);
    return record;
  });
}

describe('what is exported can be imported again', () => {
  it('as JSON Lines, exactly', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(document, { maxLength: 4 }), async (documents) => {
        expect(await roundTrip('jsonl', documents)).toEqual(documents.map(imported));
      }),
    );
  });

  it('as CSV, but for a text that starts with an apostrophe and a formula sign', async () => {
    // The escape for formulas is such an apostrophe, so reading cannot tell it from one that was there.
    const isAmbiguous = (text: string): boolean => /^'[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(text);
    const plain = document.filter(({ title, summary, body }) => ![title, summary, body].some(isAmbiguous));
    await fc.assert(
      fc.asyncProperty(fc.array(plain, { maxLength: 4 }), async (documents) => {
        expect(await roundTrip('csv', documents)).toEqual(documents.map(imported));
      }),
    );
  });

  it('as Markdown, but for blank space around the text and for CRLF inside it', async () => {
    const plain = document.map((value) => ({ ...value, body: value.body.replaceAll('\r\n', '\n').trim() }));
    await fc.assert(
      fc.asyncProperty(plain, async (value) => {
        expect(await roundTrip('markdown', [value])).toEqual([imported(value)]);
      }),
    );
  });
});
