import { BadInput } from './errors.ts';

/** Relay's cursor paging, forwards: how many, and after which edge. */
export interface PageArguments {
  first?: number | null;
  after?: string | null;
}

export interface PageInfo {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor: string | null;
  endCursor: string | null;
}

export interface Edge<T> {
  cursor: string;
  node: T;
}

export interface Connection<T> {
  edges: Edge<T>[];
  pageInfo: PageInfo;
}

/** Rows that a page has at the most. */
export const MOST_ROWS = 100;

/** The page size asked for. Throws BadInput unless it is a whole number from 1 to 100. */
export function pageSize(first: number | null | undefined, fallback = 20): number {
  const size = first ?? fallback;
  if (!Number.isInteger(size) || size < 1 || size > MOST_ROWS) {
    throw new BadInput(`first must be a whole number from 1 to ${MOST_ROWS}`);
  }
  return size;
}

/** A cursor: the sort keys of an edge, opaque to the client. It grants nothing; every page is filtered anew. */
export function encodeCursor(keys: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url');
}

/** The keys of a cursor made by `encodeCursor`. Throws BadInput when it is not one with `length` keys, if that is given. */
export function decodeCursor(cursor: string, length?: number): (string | number | null)[] {
  let keys: unknown;
  try {
    keys = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw new BadInput('after is not a cursor of this list');
  }
  if (!Array.isArray(keys) || keys.length !== (length ?? keys.length) || !keys.every(isKey)) {
    throw new BadInput('after is not a cursor of this list');
  }
  return keys as (string | number | null)[];
}

function isKey(key: unknown): boolean {
  return key === null || typeof key === 'number' || (typeof key === 'string' && !key.includes('\0'));
}

/**
 * A connection from up to `size` + 1 items, the one too many telling that there is a next page.
 * `cursorOf` gives an item's cursor.
 */
export function pageOf<T>(
  items: readonly T[],
  size: number,
  cursorOf: (item: T) => string,
  hasPreviousPage: boolean,
): Connection<T> {
  const edges = items.slice(0, size).map((node) => new LazyEdge(node, cursorOf));
  return {
    edges,
    pageInfo: {
      hasNextPage: items.length > size,
      hasPreviousPage,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

/** An edge whose cursor is made when it is asked for: most callers want no more than the last one. */
class LazyEdge<T> implements Edge<T> {
  readonly node: T;
  private readonly cursorOf: (item: T) => string;

  constructor(node: T, cursorOf: (item: T) => string) {
    this.node = node;
    this.cursorOf = cursorOf;
  }

  get cursor(): string {
    return this.cursorOf(this.node);
  }
}
