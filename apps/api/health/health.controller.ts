import { ReadDatabase } from '#database';
import { Controller, Get, ServiceUnavailableException } from '@nestjs/common';

/** For whoever watches over the process. */
@Controller('health')
export class HealthController {
  private readonly database: ReadDatabase;

  constructor(database: ReadDatabase) {
    this.database = database;
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
}
