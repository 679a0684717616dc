import { openSpan, startTracing, type OpenSpan } from '#tracing';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Asked every few seconds by whoever watches; nobody wants to see them. */
const UNTRACED = /^\/(health|metrics)\b/;

/**
 * A span for every request, called by the route's pattern and never by its address, which may hold keys. It
 * goes on the trace that the request names in `traceparent`. Must come before the hooks that shall be in it.
 */
export async function traceRequests(http: FastifyInstance, endpoint: string | null): Promise<void> {
  if (endpoint === null) return;
  const stop = await startTracing(endpoint);
  const spans = new WeakMap<FastifyRequest, OpenSpan>();
  http.addHook('onRequest', (request, _reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    if (UNTRACED.test(route)) {
      done();
      return;
    }
    const { traceparent } = request.headers;
    const above = typeof traceparent === 'string' ? traceparent : null;
    // What follows is called within, so the span is known only afterwards: no answer can be complete by then.
    const span = openSpan(`${request.method} ${route}`, above, done);
    if (span) spans.set(request, span);
  });
  http.addHook('onResponse', async (request, { statusCode }) => {
    const span = spans.get(request);
    span?.add({
      'http.request.method': request.method,
      'http.route': request.routeOptions.url ?? 'none',
      'http.response.status_code': statusCode,
    });
    span?.end();
  });
  http.addHook('onClose', stop);
}
