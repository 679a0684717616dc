import { from } from '#audit';
import type { Settings } from '#config';
import { Module, type DynamicModule, type LoggerService, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomUUID } from 'node:crypto';
import { ApiModule } from './api.module.ts';
import { HealthOnlyModule } from './health/health.module.ts';
import { Metrics } from './metrics/metrics.ts';
import { watchResponses } from './metrics/responses.ts';

export { SEARCH_VARIABLES } from './explorer/example-queries.ts';

/** A body of 500,000 characters outside the Latin alphabet, JSON around it, and room to spare. */
const BODY_LIMIT_BYTES = 4 * 1024 * 1024;

@Module({})
class RootModule {}

/**
 * Builds the HTTP application; the caller lets it listen. `beside` are the modules that it needs around
 * it, the database, and those that shall run in the same process, the worker.
 */
export function createApi(
  beside: readonly (Type | DynamicModule)[],
  settings: Settings,
  logger: LoggerService | false,
): Promise<NestFastifyApplication> {
  return createHttp([...beside, ApiModule], settings, logger);
}

/** An HTTP application that answers for its process's health and metrics, and nothing else. */
export function createWatch(
  beside: readonly (Type | DynamicModule)[],
  settings: Settings,
  logger: LoggerService | false,
): Promise<NestFastifyApplication> {
  return createHttp([...beside, HealthOnlyModule], settings, logger);
}

async function createHttp(
  modules: readonly (Type | DynamicModule)[],
  settings: Settings,
  logger: LoggerService | false,
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({ bodyLimit: BODY_LIMIT_BYTES, genReqId: () => randomUUID() });
  const root: DynamicModule = { module: RootModule, imports: [...modules] };
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    logger,
    abortOnError: false,
  });
  if (settings.corsOrigins.length > 0) app.enableCors({ origin: [...settings.corsOrigins] });
  // Whatever a request does is recorded as coming from its client; its answer says under which id.
  adapter.getInstance().addHook('onRequest', (request, _reply, done) => {
    from({ address: request.ip, requestId: request.id }, done);
  });
  adapter.getInstance().addHook('onSend', async (request, reply) => {
    void reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'no-referrer');
    void reply.header('x-request-id', request.id);
  });
  watchResponses(adapter.getInstance(), app.get(Metrics), logger);
  return app;
}
