import type { LoggerService } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.ts';

/**
 * Counts every response, and writes one line for each in the log: what was asked for by the route's pattern,
 * never by its address, which may hold keys; no query, no content, no person.
 */
export function watchResponses(http: FastifyInstance, metrics: Metrics, logger: LoggerService | false): void {
  http.addHook('onResponse', (request, reply, done) => {
    const { method } = request;
    const route = request.routeOptions.url ?? 'none';
    const { statusCode: status } = reply;
    metrics.responses.inc({ method, route, status });
    metrics.responseSeconds.observe({ route }, reply.elapsedTime / 1_000);
    if (logger) {
      const milliseconds = Math.round(reply.elapsedTime);
      logger.debug?.({ requestId: request.id, method, route, status, milliseconds }, 'Http');
    }
    done();
  });
}
