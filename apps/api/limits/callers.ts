import type { Principal } from '#access';
import { normalizeIP } from '@fastify/rate-limit';
import { Injectable, Module } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { hash } from 'node:crypto';

/** Credentials that are remembered, each with some 200 bytes. */
const MOST_REMEMBERED = 20_000;

/**
 * Who a request is counted for, before anything is asked of the database: whom its credential stood for when
 * it was last seen, else the address that it comes from. What a credential stands for never changes; whether
 * it is still valid is decided elsewhere, every time.
 */
@Injectable()
export class Callers {
  private readonly known = new LRUCache<string, string>({ max: MOST_REMEMBERED });

  /** The user behind the request's credential; undefined without one, and for one not seen before. */
  userOf(request: FastifyRequest): string | undefined {
    const credential = credentialOf(request);
    return credential === undefined ? undefined : this.known.get(digestOf(credential));
  }

  /** Notes whom the request's credential stands for. To be called wherever a caller has been authenticated. */
  remember(request: FastifyRequest, principal: Principal): void {
    const credential = credentialOf(request);
    if (credential !== undefined && principal.type === 'user')
      this.known.set(digestOf(credential), principal.userId);
  }

  /** Notes that the request's credential is not valid, or not any more. */
  forget(request: FastifyRequest): void {
    const credential = credentialOf(request);
    if (credential !== undefined) this.known.delete(digestOf(credential));
  }
}

@Module({ providers: [Callers], exports: [Callers] })
export class CallersModule {}

/** Whether the request says who makes it, truly or not. */
export function hasCredential(request: FastifyRequest): boolean {
  return credentialOf(request) !== undefined;
}

/** The address that a request comes from; of IPv6 the network, for anybody may have all addresses of it. */
export function addressOf(request: FastifyRequest): string {
  // Undefined, against its type, when the caller has gone away meanwhile.
  const { ip } = request as { ip?: string };
  return ip === undefined ? 'gone' : normalizeIP(ip, 64);
}

function credentialOf({ headers }: FastifyRequest): string | undefined {
  return headers.authorization ?? headers.cookie;
}

/** So that no credential is kept in memory as it is. */
function digestOf(credential: string): string {
  return hash('sha256', credential, 'base64url');
}
