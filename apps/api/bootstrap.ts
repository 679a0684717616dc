import multipart from '@fastify/multipart';
import type { Settings } from '#config';
import { Module, type DynamicModule, type LoggerService, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiModule } from './api.module.ts';

export { SEARCH_VARIABLES } from './explorer/example-queries.ts';

/** A body of 500,000 characters outside the Latin alphabet, JSON around it, and room to spare. */
const BODY_LIMIT_BYTES = 4 * 1024 * 1024;

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
  const adapter = new FastifyAdapter({ bodyLimit: BODY_LIMIT_BYTES });
  const root: DynamicModule = { module: RootModule, imports: [...beside, ApiModule] };
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    logger,
    abortOnError: false,
  });
  // One file and nothing beside it; how large it may be is counted as it comes.
  const limits = { files: 1, fields: 0, parts: 1, fileSize: settings.attachmentMaxBytes + 1 };
  await app.register(multipart, { limits, throwFileSizeLimit: false });
  if (settings.corsOrigins.length > 0) app.enableCors({ origin: [...settings.corsOrigins] });
  adapter.getInstance().addHook('onSend', async (_request, reply) => {
    void reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'no-referrer');
  });
  return app;
}
