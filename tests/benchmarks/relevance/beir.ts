import { createReadStream, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A document of a collection. */
export interface BeirDocument {
  id: string;
  title: string;
  text: string;
}

export interface BeirQuery {
  id: string;
  text: string;
  judgements: ReadonlyMap<string, number>;
}

/**
 * A collection in the layout of BEIR (https://github.com/beir-cellar/beir): `corpus.jsonl`, `queries.jsonl`
 * and `qrels/test.tsv`.
 */
export class BeirCollection {
  private readonly folder: string;

  /** Throws when a file is missing. */
  constructor(folder: string) {
    this.folder = folder;
    for (const name of ['corpus.jsonl', 'queries.jsonl', 'qrels/test.tsv']) {
      if (!existsSync(join(folder, name))) throw new Error(`${join(folder, name)} is not there`);
    }
  }

  async *documents(): AsyncGenerator<BeirDocument> {
    for await (const { _id, title, text } of this.objects('corpus.jsonl')) {
      yield { id: String(_id), title: textOf(title), text: textOf(text) };
    }
  }

  /** The queries of the test set that have judgements, in the order of the file. */
  async queries(): Promise<BeirQuery[]> {
    const judgements = judgementsOf(await readFile(join(this.folder, 'qrels/test.tsv'), 'utf8'));
    const queries: BeirQuery[] = [];
    for await (const { _id, text } of this.objects('queries.jsonl')) {
      const judged = judgements.get(String(_id));
      if (judged) queries.push({ id: String(_id), text: textOf(text), judgements: judged });
    }
    return queries;
  }

  private async *objects(name: string): AsyncGenerator<Record<string, unknown>> {
    const lines = createInterface({
      input: createReadStream(join(this.folder, name)),
      crlfDelay: Infinity,
    });
    for await (const line of lines) {
      if (line.trim() !== '') yield JSON.parse(line) as Record<string, unknown>;
    }
  }
}

/** Lines of query, document and grade, parted by tabs, below a head. */
export function judgementsOf(tsv: string): Map<string, Map<string, number>> {
  const judgements = new Map<string, Map<string, number>>();
  for (const line of tsv.split(/\r?\n/).slice(1)) {
    const [query, document, grade] = line.split('\t');
    if (query === undefined || document === undefined || grade === undefined) continue;
    const known = judgements.get(query) ?? new Map<string, number>();
    judgements.set(query, known.set(document, Number(grade)));
  }
  return judgements;
}

/** Some collections have null where there is no title. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}
