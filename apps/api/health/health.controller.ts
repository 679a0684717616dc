import { missingMigrations, ReadDatabase } from '#database';
import { Deadline } from '#kernel';
import { IndexHealth, type IndexState } from '#search';
import { Controller, Get, ServiceUnavailableException } from '@nestjs/common';

/** Milliseconds that the database gets to answer; whoever asks for health gives up soon after. */
const PATIENCE = 3_000;

/** For whoever watches over the process. */
@Controller('health')
export class HealthController {
  private readonly database: ReadDatabase;
  private readonly indexes: IndexHealth;

  constructor(database: ReadDatabase, indexes: IndexHealth) {
    this.database = database;
    this.indexes = indexes;
  }

  /** The process answers. */
  @Get('live')
  live(): { status: string } {
    return { status: 'ok' };
  }

  /**
   * Requests can be served: the database answers and has the schema that this code needs. 503 when not.
   * How far searches are behind is told, and is no reason to serve nobody.
   */
  @Get('ready')
  async ready(): Promise<object> {
    const missing = await inTime(() => missingMigrations(this.database)).catch(() => null);
    if (missing === null) throw new ServiceUnavailableException({ status: 'the database does not answer' });
    if (missing.length > 0)
      throw new ServiceUnavailableException({ status: 'migrations are missing', missing });
    const indexes = await inTime(() => this.indexes.states()).catch(() => []);
    return { status: 'ok', search: indexes.map(({ engine, pending }) => ({ engine, pending })) };
  }

  /** How the search indexes are doing, each by itself. 503 when none of them answers. */
  @Get('search')
  async search(): Promise<{ indexes: IndexState[] }> {
    const indexes = await inTime(() => this.indexes.states());
    if (!indexes.some(({ answering }) => answering)) throw new ServiceUnavailableException({ indexes });
    return { indexes };
  }
}

/** These requests have no deadline of their own. Throws TimedOut. */
async function inTime<T>(ask: () => Promise<T>): Promise<T> {
  const deadline = new Deadline(PATIENCE);
  try {
    return await deadline.race(deadline.run(ask));
  } finally {
    deadline.finish();
  }
}
