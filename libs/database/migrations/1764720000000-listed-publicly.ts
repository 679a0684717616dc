import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whoever belongs to no institution reads what is public, and perhaps that is little: without an index of its
 * own, a page of it was looked for among all documents.
 */
export class ListedPublicly1764720000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX documents_listed_publicly ON documents (listed_at, id) WHERE level = 'PUBLIC'`,
    );
  }

  /** Migrations only go forward; going back is restoring a backup. */
  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
