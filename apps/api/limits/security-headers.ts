import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/**
 * What browsers are told of every answer. Pages state a content security policy of their own; everything
 * else is no page, and nothing in it may be run, framed or loaded.
 */
export async function secureHeaders(app: FastifyInstance, publicUrl: string): Promise<void> {
  const none = ["'none'"];
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: none, frameAncestors: none, baseUri: none, formAction: none },
    },
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    // Who reaches this server without TLS must not be told that it always has TLS.
    strictTransportSecurity: publicUrl.startsWith('https:') ? { maxAge: 31_536_000 } : false,
  });
  // What one caller may read is nothing for a cache between here and there.
  app.addHook('onSend', async ({ url }, reply) => {
    if (/^\/graphql\b/.test(url)) void reply.header('cache-control', 'no-store');
  });
}
