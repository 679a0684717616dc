import type { Principal } from '#access';
import { Bindings } from '#database';
import { LRUCache } from 'lru-cache';
import type { ReadingContext } from './document-columns.ts';

/** A statement with its parameters. */
export interface Statement {
  text: string;
  values: unknown[];
}

interface Made extends Statement {
  /** The moment it was made for, wherever it stands among the parameters. */
  now: Date;
}

/** Statements that are kept for each principal. */
const MOST = 8;
const MOST_TEXTS = 500;

const keys = new WeakMap<ReadonlySet<string>, string>();

/** What tells one set of fields from another; the sets themselves come again. */
export function keyOf(fields: ReadonlySet<string>): string {
  let key = keys.get(fields);
  if (key === undefined) {
    key = [...fields].join();
    keys.set(fields, key);
  }
  return key;
}

/**
 * Statements that were made for a principal: the access rule, written out, is most of them. They are the same
 * as long as the principal is, but for the moment that they are asked at.
 */
export class MadeStatements {
  private readonly made = new WeakMap<Principal, Map<string, Made>>();
  /** Texts, each once: people in the same position have the same ones. */
  private readonly texts = new LRUCache<string, string>({ max: MOST_TEXTS });

  /**
   * The statement that `make` makes of the context. `key` must tell apart everything else that it depends on; null
   * for what is not worth keeping.
   */
  for(
    principal: Principal,
    now: Date,
    key: string | null,
    make: (context: ReadingContext) => string,
  ): Statement {
    const known = this.made.get(principal) ?? new Map<string, Made>();
    const before = key === null ? undefined : known.get(key);
    if (before) {
      return {
        text: before.text,
        values: before.values.map((value) => (value === before.now ? now : value)),
      };
    }
    const { bind, values } = new Bindings();
    const text = make({ principal, now, bind });
    // Another date follows from the moment, but is not it.
    if (key !== null && values.every((value) => !(value instanceof Date) || value === now)) {
      if (known.size >= MOST) known.clear();
      const shared = this.texts.get(text) ?? text;
      this.texts.set(shared, shared);
      this.made.set(principal, known.set(key, { text: shared, values, now }));
    }
    return { text, values };
  }
}
