import {
  AuditTrail,
  AuditVerification,
  AuditWorker,
  Checkpoints,
  SigningKey,
  type AuditEntry,
  type Finding,
} from '#audit';
import { newId } from '#kernel';
import { rowsOf } from '../../unit/support/database.ts';
import type { TestApp } from '../../support/test-app.ts';

/** An entry of nothing in particular. */
export function entry(given: Partial<AuditEntry> = {}): AuditEntry {
  return {
    ...{ userId: newId(), institutionId: null, event: 'document.edited', subjectType: 'document' },
    ...{ subjectId: newId(), details: { version: 1 } },
    ...given,
  };
}

/** Writes, seals, marks and verifies the trail of an application as its worker and commands do. */
export class TrailBench {
  readonly app: TestApp;

  constructor(app: TestApp) {
    this.app = app;
  }

  note(given: AuditEntry): Promise<void> {
    return this.app.app.get(AuditTrail).note(given);
  }

  seal(): Promise<number> {
    return this.app.app.get(AuditWorker).seal();
  }

  checkpoint(): ReturnType<Checkpoints['make']> {
    return this.app.app.get(Checkpoints).make();
  }

  async verify(kept: Awaited<ReturnType<Checkpoints['make']>> = []): Promise<Finding[]> {
    const key = await this.app.app.get(SigningKey).public();
    const trusted = new Set([key.toString('base64')]);
    return (await this.app.app.get(AuditVerification).verify(kept, trusted)).findings;
  }

  /** What only somebody can do who owns the database: past the triggers, in one transaction. */
  async tamper(...statements: readonly string[]): Promise<void> {
    const tables = ['audit_events', 'audit_links', 'audit_checkpoints'];
    const triggers = (what: string): string[] =>
      tables.map((table) => `ALTER TABLE ${table} ${what} TRIGGER append_only`);
    const all = [...triggers('DISABLE'), ...statements, ...triggers('ENABLE ALWAYS')];
    await rowsOf(this.app.databaseUrl, `BEGIN; ${all.join('; ')}; COMMIT`);
  }

  rows<T = Record<string, any>>(statement: string, values: readonly unknown[] = []): Promise<T[]> {
    return rowsOf<T>(this.app.databaseUrl, statement, values);
  }
}
