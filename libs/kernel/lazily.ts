/**
 * What is made when it is first asked for, and kept: for libraries with large tables that most processes never
 * look anything up in.
 */
export function lazily<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
