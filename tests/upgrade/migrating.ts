import { lockMigrations, migrateWithin, MIGRATION_NAMES } from '#database';
import { DataSource } from 'typeorm';

/** The migrations of the first version that anybody ran. Their files have only been formatted since. */
export const FIRST_MIGRATIONS = MIGRATION_NAMES.slice(0, 3);

/** Runs these migrations, and no others, each as it runs at a start. */
export async function migrateOnly(url: string, names: readonly string[]): Promise<void> {
  const source = await new DataSource({ type: 'postgres', url }).initialize();
  try {
    await source.transaction(async ({ queryRunner }) => {
      await lockMigrations(queryRunner!);
      await migrateWithin(queryRunner!, names);
    });
  } finally {
    await source.destroy();
  }
}
