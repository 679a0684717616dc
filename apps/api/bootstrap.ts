import type { Settings } from '#config';
import { Module, type DynamicModule, type LoggerService, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiModule } from './api.module.ts';
import { protect, serverOptions } from './limits/protect.ts';

export { SEARCH_VARIABLES } from './explorer/example-queries.ts';

@Module({})
class RootModule {}

/**
 * Builds the HTTP application; the caller lets it listen. `beside` are the modules that it needs around
 * it, the database, and those that shall run in the same process, the worker.
 */
export async function createApi(
  beside: readonly (Type | DynamicModule)[],
  settings: Settings,
  logger: LoggerService | false,
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter(serverOptions(settings));
  const root: DynamicModule = { module: RootModule, imports: [...beside, ApiModule] };
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    logger,
    abortOnError: false,
  });
  if (settings.corsOrigins.length > 0) app.enableCors({ origin: [...settings.corsOrigins] });
  await protect(app, settings);
  return app;
}
