import { Logger } from '@nestjs/common';

/** What Apollo says of itself, in the log's words; what it warns of concerns single requests. */
export class ApolloLog {
  private readonly logger = new Logger('Apollo');

  debug(message?: unknown): void {
    this.logger.debug(message);
  }

  info(message?: unknown): void {
    this.logger.debug(message);
  }

  warn(message?: unknown): void {
    this.logger.debug(message);
  }

  error(message?: unknown): void {
    this.logger.error(message);
  }
}
