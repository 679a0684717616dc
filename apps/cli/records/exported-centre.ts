import type { JointCentreRow } from '#centres';
import { stringify } from 'csv-stringify/sync';
import { listCell } from './csv-cells.ts';
import { tlpText } from './tlp-label.ts';
import type { TlpLabel } from '#kernel';

interface Organisation {
  name: string;
  institution: { rorId: string | null } | null;
  partner: { rorId: string | null } | null;
}

/** The fields of a joint centre that an export needs. */
export const CENTRE_FIELDS: ReadonlySet<string> = new Set([
  ...['name', 'organisations', 'partners', 'foundedYear', 'closedYear', 'disciplines', 'technologyAreas'],
  ...['otherSectors', 'region', 'form', 'funders', 'status', 'source', 'institution', 'sharing', 'version'],
  'updatedAt',
]);

/** A joint centre as `export centres` writes it: what its reader may see of it, and no more. */
export interface ExportedCentre {
  /** As the standard spells it. */
  tlp: string;
  id: string;
  name: string;
  /** ROR ids or names. */
  organisations: string[];
  partners: string[];
  foundedYear: number | null;
  closedYear: number | null;
  disciplines: string[];
  technologyAreas: string[];
  otherSectors: string[];
  region: string | null;
  form: string | null;
  funders: string[];
  status: string;
  source: { text: string; url: string | null; date: string | null } | null;
  /** The owner's slug; null when its attribution is withheld from the reader. */
  institution: string | null;
  level: string;
  version: number;
  updatedAt: string;
}

/** The record of a joint centre, the label first. Named key by key, so that nothing else gets out. */
export function exportedCentre(row: JointCentreRow): ExportedCentre {
  const { level, tlp } = row.sharing as { level: string; tlp: TlpLabel };
  const organisations = (side: unknown): string[] =>
    (side as Organisation[]).map((one) => one.institution?.rorId ?? one.partner?.rorId ?? one.name);
  return {
    ...{ tlp: tlpText(tlp), id: row.id, name: row.name as string },
    organisations: organisations(row.organisations),
    partners: organisations(row.partners),
    ...{ foundedYear: row.foundedYear as number | null, closedYear: row.closedYear as number | null },
    disciplines: row.disciplines as string[],
    technologyAreas: row.technologyAreas as string[],
    otherSectors: row.otherSectors as string[],
    ...{ region: row.region as string | null, form: row.form as string | null },
    ...{ funders: row.funders as string[], status: row.status as string },
    source: row.source as ExportedCentre['source'],
    institution: (row.institution as { slug: string } | null)?.slug ?? null,
    ...{ level, version: row.version as number, updatedAt: (row.updatedAt as Date).toISOString() },
  };
}

const COLUMNS = [
  ...['tlp', 'id', 'name', 'organisations', 'partners', 'foundedYear', 'closedYear', 'disciplines'],
  ...['technologyAreas', 'otherSectors', 'region', 'form', 'funders', 'status'],
  ...['source.text', 'source.url', 'source.date', 'institution', 'level', 'version', 'updatedAt'],
];

/** One JSON object a line. */
export async function* centresAsJsonLines(centres: AsyncIterable<ExportedCentre>): AsyncGenerator<string> {
  for await (const centre of centres) yield `${JSON.stringify(centre)}\n`;
}

/** A header, and a row for each. A cell that a spreadsheet would compute gets an apostrophe in front. */
export async function* centresAsCsv(centres: AsyncIterable<ExportedCentre>): AsyncGenerator<string> {
  yield stringify([COLUMNS]);
  for await (const { source, ...centre } of centres) {
    const values: Record<string, unknown> = {
      ...centre,
      ...{ 'source.text': source?.text, 'source.url': source?.url, 'source.date': source?.date },
    };
    yield stringify([COLUMNS.map((column) => cellOf(values[column]))], { escape_formulas: true });
  }
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.length === 0 ? '' : listCell(value.map(String));
  return typeof value === 'string' ? value : JSON.stringify(value);
}
