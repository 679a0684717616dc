import { writeFileSync } from 'node:fs';

export interface RankedDocument {
  id: string;
  score: number;
}

/**
 * Writes rankings as trec_eval reads them. It sorts by score itself and parts equal scores by document, so
 * what stands in the column of scores keeps the order in which the hits came.
 */
export function writeRun(
  path: string,
  rankings: ReadonlyMap<string, readonly RankedDocument[]>,
  tag: string,
): void {
  const lines: string[] = [];
  for (const [query, documents] of rankings) {
    documents.forEach(({ id }, index) =>
      lines.push(`${query} Q0 ${id} ${index + 1} ${documents.length - index} ${tag}\n`),
    );
  }
  writeFileSync(path, lines.join(''));
}
