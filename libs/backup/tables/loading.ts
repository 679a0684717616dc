import { BadInput } from '#kernel';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BackupHeader } from '../file/format.ts';
import { NOT_CARRIED, routineNames, SCHEMA, sequenceNames, tablesOf, type Ask } from './catalogue.ts';
import { columnList, tableName } from './snapshot.ts';

interface ForeignKey {
  table: string;
  name: string;
  definition: string;
}

interface Trigger {
  table: string;
  name: string;
  /** When it fires, in PostgreSQL's letters. */
  mode: 'O' | 'A' | 'R';
}

const ENABLED: Readonly<Record<Trigger['mode'], string>> = {
  O: 'ENABLE TRIGGER',
  A: 'ENABLE ALWAYS TRIGGER',
  R: 'ENABLE REPLICA TRIGGER',
};

/** Drops every table, sequence and function of ours. Nothing outside that depends on them is dropped with them. */
export async function dropSchema(ask: Ask): Promise<void> {
  const tables = (await tablesOf(ask)).map(({ name }) => tableName(name));
  if (tables.length > 0) await ask(`DROP TABLE ${tables.join(', ')}`);
  const sequences = (await sequenceNames(ask)).map(tableName);
  if (sequences.length > 0) await ask(`DROP SEQUENCE ${sequences.join(', ')}`);
  for (const name of await routineNames(ask)) await ask(`DROP ROUTINE ${name}`);
}

/** The tables in which something stands that a restored backup would have to be mixed with. */
export async function filledTables(ask: Ask): Promise<string[]> {
  const filled: string[] = [];
  for (const { name } of await tablesOf(ask)) {
    if (NOT_CARRIED.includes(name)) continue;
    const [row] = await ask<{ filled: boolean }>(
      `SELECT EXISTS (SELECT 1 FROM ${tableName(name)}) AS filled`,
    );
    if (row!.filled) filled.push(name);
  }
  return filled;
}

/**
 * Takes foreign keys and triggers of inserting away, has `work` fill the tables in any order, and puts both
 * back: the keys are then checked for all rows at once. All of it is in the caller's transaction, and needs
 * no more than owning the tables.
 */
export async function withoutChecks(ask: Ask, work: () => Promise<void>): Promise<void> {
  const keys = await foreignKeys(ask);
  const triggers = await insertTriggers(ask);
  for (const { table, name } of keys) await alter(ask, table, `DROP CONSTRAINT ${name}`);
  for (const { table, name } of triggers) await alter(ask, table, `DISABLE TRIGGER ${name}`);
  await work();
  for (const { table, name, mode } of triggers) await alter(ask, table, `${ENABLED[mode]} ${name}`);
  for (const { table, name, definition } of keys) {
    await alter(ask, table, `ADD CONSTRAINT ${name} ${definition}`);
  }
}

/** Fills a table from what `Snapshot.read` gave. Returns how many rows it got. */
export async function load(
  client: pg.ClientBase,
  { name, columns }: BackupHeader['tables'][number],
  content: AsyncIterable<Buffer>,
): Promise<number> {
  const copy = client.query(copyFrom(`COPY ${tableName(name)} (${columnList(columns)}) FROM STDIN`));
  await pipeline(Readable.from(content, { objectMode: false }), copy);
  return copy.rowCount;
}

/**
 * The tables of the file that can be loaded; what is not among them was not ours. Throws BadInput when one of
 * ours is missing, or has other columns than the backup's own migrations have made now.
 */
export async function loadableTables(
  ask: Ask,
  { tables }: BackupHeader,
): Promise<Map<string, BackupHeader['tables'][number]>> {
  const given = new Map(tables.map((table) => [table.name, table]));
  const made = (await tablesOf(ask)).filter(({ name }) => !NOT_CARRIED.includes(name));
  for (const { name, columns } of made) {
    const columnsGiven = given.get(name)?.columns.toSorted().join();
    if (columnsGiven === columns.toSorted().join()) continue;
    throw new BadInput(`In this backup the table ${name} is missing, or is not as its migrations make it.`);
  }
  return new Map(made.map(({ name }) => [name, given.get(name)!]));
}

/** Sets the sequences to where they were. */
export async function setSequences(ask: Ask, { sequences }: BackupHeader): Promise<void> {
  const known = await sequenceNames(ask);
  for (const { name, last, called } of sequences) {
    if (name === 'migrations_id_seq' || !known.includes(name)) continue;
    await ask('SELECT setval($1::regclass, $2, $3)', [tableName(name), last, called]);
  }
}

function foreignKeys(ask: Ask): Promise<ForeignKey[]> {
  return ask(
    `SELECT c.conrelid::regclass::text AS table, quote_ident(c.conname) AS name, pg_get_constraintdef(c.oid) AS definition
     FROM pg_constraint c WHERE c.contype = 'f' AND c.connamespace = '${SCHEMA}'::regnamespace
     ORDER BY 1, 2`,
  );
}

/** Bit 2 of a trigger's type says that it fires on INSERT; D is one that is switched off anyway. */
function insertTriggers(ask: Ask): Promise<Trigger[]> {
  return ask(
    `SELECT t.tgrelid::regclass::text AS table, quote_ident(t.tgname) AS name, t.tgenabled AS mode
     FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
     WHERE NOT t.tgisinternal AND t.tgtype & 4 > 0 AND t.tgenabled <> 'D'
       AND c.relnamespace = '${SCHEMA}'::regnamespace ORDER BY 1, 2`,
  );
}

async function alter(ask: Ask, table: string, what: string): Promise<void> {
  await ask(`ALTER TABLE ${table} ${what}`);
}
