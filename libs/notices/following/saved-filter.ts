import type { DocumentFilter } from '#documents';

/** A filter as it is kept: its moments are text. */
export function toStoredFilter(filter: DocumentFilter): object {
  const { publishedAfter, publishedBefore, ...rest } = filter;
  const times = {
    publishedAfter: publishedAfter?.toISOString(),
    publishedBefore: publishedBefore?.toISOString(),
  };
  // What is left out, null or an empty list asks nothing; kept the same way, the same filters look the same.
  const asking = Object.entries({ ...rest, ...times }).filter(
    ([, value]) => value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(asking.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The filter as it was asked. */
export function fromStoredFilter(stored: object | null): DocumentFilter {
  const { publishedAfter, publishedBefore, ...rest } = (stored ?? {}) as Record<string, unknown>;
  const moment = (value: unknown): Date | null => (typeof value === 'string' ? new Date(value) : null);
  return { ...rest, publishedAfter: moment(publishedAfter), publishedBefore: moment(publishedBefore) };
}
