import type { DatabaseSync } from 'node:sqlite';
import type { EngineRequest } from '../engine.ts';
import { decodeValue } from './fact-columns.ts';
import { facetColumn } from './facet-counts.ts';
import { filterSql, Parameters } from './filter-sql.ts';
import { excludedExpression, wantedExpression, type QueryPlan } from './query-text.ts';

/** Everything that a query finds: documents that satisfy the filter and the query. In parallel lists. */
export interface Candidates {
  /** Rowids in the index, ascending. */
  numbers: number[];
  /** In characters. */
  lengths: number[];
  ids: string[];
  revisions: number[];
  /** Milliseconds; `NEVER` for what has no time of publication. */
  publishedAt: number[];
  /** The cells of each facet asked for. */
  facetCells: unknown[][];
}

type Row = [
  number: number,
  length: number,
  id: string,
  revision: number,
  publishedAt: number | null,
  ...unknown[],
];
const COLUMNS = ['d.number', 'd.length', 'd.id', 'd.revision', 'd.publishedAt'];
/** The earliest moment that a Date can hold, in milliseconds. */
const NEVER = -8.64e15;

/** Finds the candidates of a query with words, or without any (`everything`), in one statement. */
export function findCandidates(
  database: DatabaseSync,
  { filter, facets }: EngineRequest,
  plan: QueryPlan,
): Candidates {
  const parameters = new Parameters();
  const columns = [...COLUMNS, ...facets.map((request) => facetColumn(request, parameters))].join(', ');
  const source = sourceOf(plan, filterSql(filter, parameters), parameters);
  const statement = database.prepare(`SELECT ${columns} ${source}`, { returnArrays: true });
  const rows = statement.all(...parameters.values) as unknown as Row[];
  return {
    numbers: rows.map((row) => row[0]),
    lengths: rows.map((row) => row[1]),
    ids: rows.map((row) => decodeValue(row[2])),
    revisions: rows.map((row) => row[3]),
    publishedAt: rows.map((row) => row[4] ?? NEVER),
    facetCells: facets.map((_, index) => rows.map((row) => row[COLUMNS.length + index])),
  };
}

/** CROSS JOIN keeps SQLite from reading every document's facts before it looks for the words. */
function sourceOf(plan: QueryPlan, filter: string, parameters: Parameters): string {
  const wanted = wantedExpression(plan);
  const excluded = excludedExpression(plan);
  if (wanted !== null) {
    const match = parameters.bind(excluded === null ? wanted : `(${wanted}) NOT (${excluded})`);
    return `FROM texts CROSS JOIN documents AS d ON d.number = texts.rowid
      WHERE texts MATCH ${match} AND ${filter} ORDER BY texts.rowid`;
  }
  const exclusion =
    excluded === null
      ? ''
      : `AND d.number NOT IN (SELECT rowid FROM texts WHERE texts MATCH ${parameters.bind(excluded)})`;
  return `FROM documents AS d WHERE ${filter} ${exclusion} ORDER BY d.number`;
}
