import type { UserPrincipal } from '#access';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** Whose data are wanted, as of when, and where the statement's parameters go. */
export interface Exporting {
  principal: UserPrincipal;
  now: Date;
  bind: (value: unknown) => string;
}

/** Who is being forgotten, and who wants it: the person, or null for the operator. */
export interface Erasing {
  userId: string;
  by: string | null;
  now: Date;
}

/** What erasing an account does with a column: its rows go, or they stay for the reason given. */
export type Fate = 'deleted' | `kept: ${string}`;

/** What one library keeps about people. */
export interface AccountPart {
  /** Its name in an export. */
  name: string;
  /** Every column in it that holds ids of people, as `table.column`, and what becomes of it. */
  columns: Readonly<Record<string, Fate>>;
  /** A SELECT of what is kept about the person, each row as it is exported. */
  rows: (whose: Exporting) => string;
  /** Takes locks that come before that of the account, so that nobody waits in a circle. */
  hold?: (manager: EntityManager, userId: string) => Promise<void>;
  /** Deletes what is to be deleted. Throws a Refusal where something has to be settled before. */
  erase?: (manager: EntityManager, erasing: Erasing) => Promise<void>;
}

/**
 * Everything that is kept about people. Libraries above this one add what they keep, so that export and
 * erasure reach it without knowing of it.
 */
@Injectable()
export class AccountData {
  private readonly added: AccountPart[] = [];

  /** Throws for a name that is taken. */
  add(...parts: readonly AccountPart[]): void {
    for (const part of parts) {
      if (this.added.some(({ name }) => name === part.name)) throw new Error(`two parts are ${part.name}`);
      this.added.push(part);
    }
  }

  get parts(): readonly AccountPart[] {
    return this.added;
  }

  /**
   * Throws when a column that refers to accounts belongs to no part: a process without that library would
   * otherwise forget somebody by half, and a new table would be forgotten altogether.
   */
  async requireComplete(manager: EntityManager): Promise<void> {
    const known = new Set(this.added.flatMap(({ columns }) => Object.keys(columns)));
    const referring = await columnsReferringToAccounts(manager);
    const unknown = referring.filter((column) => !known.has(column));
    if (unknown.length > 0) throw new Error(`no part of the account data knows of ${unknown.join(', ')}`);
  }
}

async function columnsReferringToAccounts(manager: EntityManager): Promise<string[]> {
  const rows: { name: string }[] = await manager.query(
    `SELECT c.conrelid::regclass || '.' || a.attname AS name
     FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey)
     WHERE c.contype = 'f' AND c.confrelid = 'users'::regclass ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}
