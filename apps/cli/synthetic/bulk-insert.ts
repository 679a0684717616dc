import { insertRows } from '#database';
import type { EntityManager } from 'typeorm';

/** Inserts rows into several tables, in this order. */
export async function insertAll(
  manager: EntityManager,
  tables: Readonly<Record<string, readonly object[]>>,
): Promise<void> {
  for (const [table, rows] of Object.entries(tables)) await insertRows(manager, table, rows);
}
