import { Refusal } from '#kernel';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { BackupHeader } from '../file/format.ts';
import { NOT_CARRIED, PLAIN_FORM, SCHEMA, sequenceNames, tablesOf, type Ask } from './catalogue.ts';

type Described = Pick<BackupHeader, 'migrations' | 'tables' | 'sequences'>;
type Table = BackupHeader['tables'][number];

/** The database as it is at one moment, however long it is looked at, and whatever is written meanwhile. */
export class Snapshot {
  private readonly client: pg.Client;

  private constructor(client: pg.Client) {
    this.client = client;
  }

  /** Whoever opens one closes it. */
  static async open(url: string): Promise<Snapshot> {
    const client = new pg.Client({ connectionString: url });
    // A connection that is lost fails the statement that runs; an event that nobody hears would end the process.
    client.on('error', () => undefined);
    await client.connect();
    return new Snapshot(client);
  }

  /** Runs one statement in it. */
  readonly ask: Ask = async <T>(text: string, values: unknown[] = []) =>
    (await this.client.query(text, values)).rows as T[];

  /**
   * Fixes the moment, and returns what there is. Writers are not held up, and migrations wait until the end.
   * Throws a Refusal for a database that Precedent has no tables in, or of which they are just being changed.
   */
  async begin(): Promise<Described> {
    const before = await tablesOf(this.ask);
    if (!before.some(({ name }) => name === 'institutions')) {
      throw Refusal.of('STATE', 'There is nothing to back up: the database has no tables of Precedent.');
    }
    await this.client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await this.client.query(PLAIN_FORM);
    // Before the first SELECT, which fixes the moment: from here on no table changes its form.
    await this.client.query(
      `LOCK TABLE ${before.map(({ name }) => tableName(name)).join(', ')} IN ACCESS SHARE MODE`,
    );
    const tables = await tablesOf(this.ask);
    if (JSON.stringify(tables) !== JSON.stringify(before)) {
      throw Refusal.of('CONFLICT', 'The schema is being changed at this moment. Try again.');
    }
    const done = await this.ask<{ name: string }>('SELECT name FROM migrations ORDER BY id');
    return {
      migrations: done.map(({ name }) => name),
      tables: tables.filter(({ name }) => !NOT_CARRIED.includes(name)),
      sequences: await this.sequences(),
    };
  }

  /** A table's rows in PostgreSQL's text form. `rows` is how many they were, once all have been read. */
  read({ name, columns }: Table): { content: AsyncIterable<Buffer>; rows: () => number } {
    const stream = this.client.query(copyTo(`COPY ${tableName(name)} (${columnList(columns)}) TO STDOUT`));
    return { content: stream, rows: () => stream.rowCount };
  }

  async close(): Promise<void> {
    await this.client.end();
  }

  /** They know no transactions: read behind the moment, they stand no lower than any row of it. */
  private async sequences(): Promise<BackupHeader['sequences']> {
    const sequences: BackupHeader['sequences'] = [];
    for (const name of await sequenceNames(this.ask)) {
      const [row] = await this.ask<{ last: string; called: boolean }>(
        `SELECT last_value::text AS last, is_called AS called FROM ${tableName(name)}`,
      );
      sequences.push({ name, ...row! });
    }
    return sequences;
  }
}

/** A table or a sequence as statements name it. */
export function tableName(name: string): string {
  return `${SCHEMA}.${pg.escapeIdentifier(name)}`;
}

/** Columns as statements list them. */
export function columnList(columns: readonly string[]): string {
  return columns.map((column) => pg.escapeIdentifier(column)).join(', ');
}
