import type { Pool } from 'pg';
import type { Caller } from './callers.ts';

/** What operations are measured in. */
export interface Setting {
  database: Pool;
  callers: readonly Caller[];
  /** Documents that each caller may read, by caller. */
  readable: ReadonlyMap<Caller, readonly string[]>;
}
