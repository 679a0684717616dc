import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { Arena } from '../support/arena.ts';
import { say } from '../support/output.ts';
import { spreadOf, type Spread } from './spread.ts';

const INSTITUTION = 'importing';
const EMAIL = 'importer@importing.example';

/** What the figures are held against. */
export const IMPORT_TARGETS = { perSecond: 1_000, indexSeconds: 60 };

export interface ImportFigures {
  /** Records of a run. */
  records: number;
  /** Records in a second, the command's own start and end included. */
  perSecond: Spread;
  /** Seconds from the command's end until the index has everything. */
  indexSeconds: Spread;
}

/**
 * How fast `import documents --publish` brings records in beside a server that indexes them meanwhile, in a
 * repository of its own. The records are texts of `source`, as JSON Lines.
 */
export async function measureImport(source: Pool, records: number, runs: number): Promise<ImportFigures> {
  const texts = await textsOf(source, records);
  const arena = await Arena.open('embedded');
  try {
    await addImporter(arena);
    const served = await arena.serve();
    const [perSecond, indexSeconds]: [number[], number[]] = [[], []];
    for (let run = 1; run <= runs; run++) {
      const file = join(arena.home.folder, `run-${run}.jsonl`);
      const lines = texts.map((text, place) =>
        JSON.stringify({ externalId: `run ${run}, ${place}`, ...text }),
      );
      await writeFile(file, `${lines.join('\n')}\n`);
      const started = performance.now();
      await importFile(arena, file);
      const imported = performance.now();
      await arena.untilIndexed(served);
      perSecond.push((records * 1_000) / (imported - started));
      indexSeconds.push((performance.now() - imported) / 1_000);
      say(`import: run ${run} of ${runs}: ${Math.round(perSecond.at(-1)!)} records/s`);
    }
    return { records, perSecond: spreadOf(perSecond), indexSeconds: spreadOf(indexSeconds) };
  } finally {
    await arena.close();
  }
}

async function textsOf(source: Pool, records: number): Promise<object[]> {
  const { rows } = await source.query<object>(
    `SELECT v.title, v.summary, v.body, v.topics, v.countries
     FROM documents d JOIN document_versions v ON v.document_id = d.id AND v.number = d.shown_version
     WHERE d.state = 'PUBLISHED' AND v.summary <> '' ORDER BY d.id LIMIT $1`,
    [records],
  );
  if (rows.length < records) throw new Error(`there are only ${rows.length} documents to import`);
  return rows;
}

async function addImporter({ home }: Arena): Promise<void> {
  await home.must('migrate');
  const institution = [
    '--slug',
    INSTITUTION,
    '--name',
    'Importing',
    '--kind',
    'UNIVERSITY',
    '--country',
    'GB',
  ];
  await home.must('institution', 'create', ...institution);
  await home.must('user', 'create', '--email', EMAIL, '--name', 'Importer');
  const membership = ['--email', EMAIL, '--institution', INSTITUTION, '--role', 'PUBLISHER'];
  await home.must('membership', 'grant', ...membership);
}

async function importFile({ home }: Arena, file: string): Promise<void> {
  await home.must(
    ...['import', 'documents', file, '--institution', INSTITUTION, '--as', EMAIL],
    ...['--kind', 'GUIDANCE', '--sharing', 'COMMUNITY', '--publish'],
  );
}
