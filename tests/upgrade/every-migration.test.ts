import { MIGRATION_NAMES } from '#database';
import { createTestDatabase, type TestDatabase } from '#testing';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { FIRST_MIGRATIONS, migrateOnly } from './migrating.ts';

// Every migration is run on a database in which no table is empty.

const FIXTURE = readFileSync(join(import.meta.dirname, 'first-rows.sql'), 'utf8');

interface Column {
  name: string;
  type: string;
  /** The table and column that it refers to. */
  target: string | null;
}

/** A value for a column of a type, where any will do. */
const ANY: Readonly<Record<string, string>> = {
  uuid: 'gen_random_uuid()',
  text: `'x'`,
  'character varying': `'x'`,
  integer: '1',
  smallint: '1',
  bigint: '1',
  boolean: 'false',
  'timestamp with time zone': 'now()',
  date: 'current_date',
  bytea: `'\\x00'`,
  jsonb: `'{}'`,
  'text[]': `'{x}'`,
  'uuid[]': `'{}'`,
};
/** Where not any will do. */
const CHOSEN: Readonly<Record<string, string>> = {
  'joint_centre_organisations.name': `'x'`,
  'joint_centres.level': `'INSTITUTION'`,
};

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

async function rowsOf<T>(statement: string, values: unknown[] = []): Promise<T[]> {
  return (await client.query(statement, values)).rows as T[];
}

/** The columns that a row needs, and those that have been chosen. */
function columnsOf(table: string): Promise<Column[]> {
  return rowsOf<Column>(
    `SELECT a.attname AS name, format_type(a.atttypid, NULL) AS type,
       (SELECT format('%s.%I', c.confrelid::regclass, f.attname) FROM pg_constraint c
        JOIN pg_attribute f ON f.attrelid = c.confrelid AND f.attnum = c.confkey[1]
        WHERE c.contype = 'f' AND c.conrelid = a.attrelid AND c.conkey = ARRAY[a.attnum]) AS target
     FROM pg_attribute a WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped
       AND (a.attnotnull AND NOT a.atthasdef AND a.attidentity = '' OR $1 || '.' || a.attname = ANY($2))
     ORDER BY a.attnum`,
    [table, Object.keys(CHOSEN)],
  );
}

function valueOf(table: string, { name, type, target }: Column): string {
  const chosen = CHOSEN[`${table}.${name}`];
  if (chosen) return chosen;
  if (target) {
    const [of, column] = target.split('.');
    return `(SELECT ${column} FROM ${of} LIMIT 1)`;
  }
  const any = ANY[type];
  if (!any) throw new Error(`Say in this test what a value of ${table}.${name} (${type}) is.`);
  return any;
}

async function isEmpty(table: string): Promise<boolean> {
  const rows = await rowsOf(`SELECT 1 FROM ${pg.escapeIdentifier(table)} LIMIT 1`);
  return rows.length === 0;
}

async function emptyTables(): Promise<string[]> {
  const rows = await rowsOf<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
  );
  const empty: string[] = [];
  for (const { name } of rows) if (await isEmpty(name)) empty.push(name);
  return empty;
}

/** Puts a row into every table that has none; tables that others refer to come first. */
async function fill(): Promise<void> {
  for (let left = await emptyTables(); left.length > 0;) {
    const before = left.length;
    for (const table of left) {
      const columns = await columnsOf(table);
      const targets = columns.flatMap(({ target }) => (target ? [target.split('.')[0]!] : []));
      if (targets.some((target) => target !== table && left.includes(target))) continue;
      const names = columns.map(({ name }) => pg.escapeIdentifier(name)).join(', ');
      const values = columns.map((column) => valueOf(table, column)).join(', ');
      await rowsOf(`INSERT INTO ${table} (${names}) VALUES (${values})`);
    }
    left = await emptyTables();
    if (left.length === before) throw new Error(`No rows could be made for ${left.join(', ')}.`);
  }
}

/** How many rows each table has. */
async function counts(): Promise<Map<string, number>> {
  const rows = await rowsOf<{
    name: string;
    rows: number;
  }>(`SELECT tablename AS name, (xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM %I', tablename), false, true, '')))[1]::text::int AS rows
     FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migrations'`);
  return new Map(rows.map(({ name, rows: number }) => [name, number]));
}

it('each of them runs on tables that are not empty, and loses no row but what is queued for an index', async () => {
  await migrateOnly(database.url, FIRST_MIGRATIONS);
  await rowsOf(FIXTURE);
  for (const name of MIGRATION_NAMES.slice(FIRST_MIGRATIONS.length)) {
    await fill();
    const before = await counts();
    await migrateOnly(database.url, [name]);
    const after = await counts();
    const lost = [...before].filter(([table, rows]) => (after.get(table) ?? 0) < rows);
    expect([name, lost.filter(([table]) => !table.startsWith('search_'))]).toEqual([name, []]);
  }
  await fill();
  expect(await emptyTables()).toEqual([]);
});
