import type { MigrationInterface, QueryRunner } from 'typeorm';

export class IndexErrors1764719000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE search_indexes ADD COLUMN last_error text');
  }

  /** Migrations only go forward; going back is restoring a backup. */
  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
