import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm';

/** Rows of one statement; larger ones are no faster and hold more memory. */
const ROWS = 1_000;

/**
 * Inserts rows into the table of this name in their order; they all have the columns of the first. One JSON
 * parameter carries them all, and PostgreSQL itself reads every value as its column's type. Columns that the
 * rows do not name keep their defaults.
 */
export async function insertRows(
  manager: EntityManager,
  table: string,
  rows: readonly object[],
): Promise<void> {
  if (!rows[0]) return;
  const columns = Object.keys(rows[0]).join(', ');
  const statement = `INSERT INTO ${table} (${columns})
    SELECT ${columns} FROM json_populate_recordset(NULL::${table}, $1)`;
  for (let start = 0; start < rows.length; start += ROWS) {
    await manager.query(statement, [JSON.stringify(rows.slice(start, start + ROWS))]);
  }
}

/**
 * Inserts entities, for what is inserted often or by hundreds: `manager.insert` writes a statement anew each
 * time, with a parameter for each value. All need a value, or null, for whatever one of them has a value for;
 * what none has keeps its default, and the entities do not learn of it.
 */
export async function insertEntities<T extends ObjectLiteral>(
  manager: EntityManager,
  target: EntityTarget<T>,
  entities: readonly Partial<T>[],
): Promise<void> {
  const { columns, tableName } = manager.dataSource.getMetadata(target);
  const given = columns.filter(
    (column) => column.isInsert && entities.some((entity) => column.getEntityValue(entity) !== undefined),
  );
  const rows = entities.map((entity) =>
    Object.fromEntries(
      given.map((column) => [column.databaseName, column.getEntityValue(entity, true) as unknown]),
    ),
  );
  await insertRows(manager, tableName, rows);
}
