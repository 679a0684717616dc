import type { ReadDatabase } from './read-database.ts';

/** A table in which work waits. */
export interface Queue {
  /** One word, as it stands in metrics. */
  name: string;
  /** Selects `waiting` (due and not done), `failing` (of these, tried in vain before) and `oldest` (when the first of them became due); $1 is now. */
  sql: string;
}

/** How much waits in a queue. */
export interface QueueState {
  queue: string;
  waiting: number;
  failing: number;
  /** How long the one that waits longest has been due, in seconds; 0 when none waits. */
  oldestSeconds: number;
}

interface Counted {
  waiting: number;
  failing: number;
  oldest: Date | null;
}

/** The queues of this process's database; each library adds its own. */
export class Queues {
  private readonly database: ReadDatabase;
  private readonly queues: Queue[] = [];

  constructor(database: ReadDatabase) {
    this.database = database;
  }

  add(queue: Queue): void {
    this.queues.push(queue);
  }

  async states(now: Date): Promise<QueueState[]> {
    return Promise.all(
      this.queues.map(async ({ name, sql }) => {
        const [row] = await this.database.rows<Counted>(sql, [now]);
        const { waiting = 0, failing = 0, oldest = null } = row ?? {};
        const age = oldest === null ? 0 : Math.max(0, (now.getTime() - oldest.getTime()) / 1_000);
        return { queue: name, waiting, failing, oldestSeconds: age };
      }),
    );
  }
}
