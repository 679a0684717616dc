import { from } from '#audit';
import multipart from '@fastify/multipart';
import type { Settings } from '#config';
import { fastifyCookie } from '@fastify/cookie';
import { Module, type DynamicModule, type LoggerService, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { ApiModule } from './api.module.ts';
import { HealthOnlyModule } from './health/health.module.ts';
import { ClosingTime } from './limits/closing-time.ts';
import { protect, serverOptions } from './limits/protect.ts';
import { Metrics } from './metrics/metrics.ts';
import { watchResponses } from './metrics/responses.ts';
import { traceRequests } from './tracing/requests.ts';

export { ClosingTime } from './limits/closing-time.ts';
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
  const app = await createHttp([...beside, ApiModule], settings, logger);
  if (settings.corsOrigins.length > 0) app.enableCors({ origin: [...settings.corsOrigins] });
  await protect(app, settings);
  return app;
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
  const root: DynamicModule = { module: RootModule, imports: [...modules], providers: [ClosingTime] };
  const adapter = new FastifyAdapter(serverOptions(settings));
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    logger,
    abortOnError: false,
  });
  await app.register(fastifyCookie);
  const fastify = adapter.getInstance();
  const json = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser('application/scim+json', { parseAs: 'string' }, json);
  // One file and nothing beside it; how large it may be is counted as it comes.
  const limits = { files: 1, fields: 0, parts: 1, fileSize: settings.attachmentMaxBytes + 1 };
  await app.register(multipart, { limits, throwFileSizeLimit: false });
  app.get(ClosingTime).watch(fastify);
  await traceRequests(fastify, settings.otlpEndpoint);
  knowOrigins(fastify);
  watchResponses(fastify, app.get(Metrics), logger);
  return app;
}

/** Whatever a request does is recorded as coming from its client; its answer says under which id. */
function knowOrigins(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    from({ address: request.ip, requestId: request.id }, done);
  });
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    void reply.header('x-request-id', request.id);
    done();
  });
}
