import { ReadDatabase } from '#database';
import { IndexHealth, type IndexState } from '#search';
import { Controller, Get, ServiceUnavailableException } from '@nestjs/common';

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

  /** Requests can be served: the database answers. 503 when it does not. */
  @Get('ready')
  async ready(): Promise<{ status: string }> {
    try {
      await this.database.rows('SELECT 1', []);
    } catch {
      throw new ServiceUnavailableException('the database does not answer');
    }
    return { status: 'ok' };
  }

  /** How the search indexes are doing, each by itself. 503 when none of them answers. */
  @Get('search')
  async search(): Promise<{ indexes: IndexState[] }> {
    const indexes = await this.indexes.states();
    if (!indexes.some(({ answering }) => answering)) throw new ServiceUnavailableException({ indexes });
    return { indexes };
  }
}
