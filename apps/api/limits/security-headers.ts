import type { FastifyInstance } from 'fastify';
import helmet, { type HelmetOptions } from 'helmet';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

/**
 * What browsers are told of every answer. Pages state a content security policy of their own; everything
 * else is no page, and nothing in it may be run, framed or loaded.
 */
export function secureHeaders(app: FastifyInstance, publicUrl: string): void {
  const none = ["'none'"];
  const headers = headersOf({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: none, frameAncestors: none, baseUri: none, formAction: none },
    },
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    // Who reaches this server without TLS must not be told that it always has TLS.
    strictTransportSecurity: publicUrl.startsWith('https:') ? { maxAge: 31_536_000 } : false,
  });
  app.addHook('onRequest', (_request, reply, done) => {
    void reply.headers(headers);
    done();
  });
  // What one caller may read is nothing for a cache between here and there.
  app.addHook('onSend', ({ url }, reply, _payload, done) => {
    if (/^\/graphql\b/.test(url)) void reply.header('cache-control', 'no-store');
    done();
  });
}

/** What helmet would set on every answer. None of it depends on the request, so it is asked once. */
function headersOf(options: HelmetOptions): Record<string, string> {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  helmet(options)(request, response, (error?: unknown) => {
    if (error) throw error as Error;
  });
  return response.getHeaders() as Record<string, string>;
}
