import { traceId } from '#tracing';
import { ConsoleLogger, type LoggerService, type LogLevel } from '@nestjs/common';

/** LOG_LEVEL in the framework's words: a level and everything graver. */
const LEVELS: readonly LogLevel[] = ['verbose', 'debug', 'log', 'warn', 'error', 'fatal'];
const NAMES: Readonly<Record<string, LogLevel>> = { trace: 'verbose', info: 'log' };

/** What the framework says while it starts; of interest only to someone who debugs that. */
const STARTING = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'GraphQLModule',
  'NestApplication',
]);

/** Logs go to standard error: standard output is for results. */
class StandardErrorLogger extends ConsoleLogger {
  protected override printMessages(messages: unknown[], context = '', level: LogLevel = 'log'): void {
    if (level === 'log' && STARTING.has(context) && !this.isLevelEnabled('debug')) return;
    super.printMessages(messages, context, level, 'stderr');
  }

  /** Lines that are written while a traced request or job is worked on name its trace. */
  protected override getJsonLogObject(
    ...given: Parameters<ConsoleLogger['getJsonLogObject']>
  ): ReturnType<ConsoleLogger['getJsonLogObject']> {
    const id = traceId();
    return { ...super.getJsonLogObject(...given), ...(id && { traceId: id }) };
  }
}

/** The logger for a LOG_LEVEL; none for silent. */
export function createLogger(level: string): LoggerService | false {
  if (level === 'silent') return false;
  const from = LEVELS.indexOf(NAMES[level] ?? (level as LogLevel));
  return new StandardErrorLogger({
    logLevels: LEVELS.slice(from),
    json: !process.stderr.isTTY,
    colors: process.stderr.isTTY,
  });
}
