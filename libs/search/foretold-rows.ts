import type { DocumentRow, ReadByIds } from '#documents';
import type { Foretell } from './engine.ts';

interface Begun {
  ids: readonly string[];
  rows: Promise<Map<string, DocumentRow>>;
}

/** Re-reads what an engine will find as soon as it is foretold, while the engine is at work on the rest. */
export class ForetoldRows {
  /** For the engine. It counts once: whoever stands in for an engine that fails later finds for itself. */
  readonly foretell: Foretell;
  private readonly foretold: Promise<readonly string[]>;
  private begun: Begun | null = null;

  constructor() {
    const { promise, resolve } = Promise.withResolvers<readonly string[]>();
    this.foretold = promise;
    this.foretell = resolve;
  }

  /** How they are read. The request that calls this is the one whose time the reading takes. */
  readBy(read: ReadByIds): (ids: readonly string[]) => Promise<Map<string, DocumentRow>> {
    void this.foretold.then((ids) => {
      const rows = read(ids);
      // Nobody may ever ask for them: then a failure must not end the process.
      rows.catch(() => undefined);
      this.begun = { ids, rows };
    });
    return (ids) => (this.begun && isSame(this.begun.ids, ids) ? this.begun.rows : read(ids));
  }
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id, index) => id === other[index]);
}
