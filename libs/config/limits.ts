import { isIP } from 'node:net';
import { z } from 'zod';

const count = z.coerce.number().int().min(0);

/** What protects the service from being asked too much; see docs/decisions/0016-limits.md. */
export interface Limits {
  /** Points that one operation may cost. */
  readonly queryCost: number;
  /** Fields in each other. */
  readonly queryDepth: number;
  /** Aliases in one operation, fragments written out. */
  readonly queryAliases: number;
  /** Milliseconds from the complete request to the answer; then what runs is cancelled. */
  readonly requestMilliseconds: number;
  /** Requests in a minute: of one signed-in caller; 0 counts nothing, also not the two below. */
  readonly requestsPerMinute: number;
  /** Requests in a minute from one address of callers who are not signed in. */
  readonly anonymousPerMinute: number;
  /** Requests in a minute from one address with a credential that was not valid. */
  readonly failedSignInsPerMinute: number;
  /** Requests that are worked on at the same time; as many again may wait for a moment. */
  readonly concurrentRequests: number;
}

/** Addresses of proxies that are trusted to say whom they speak for, or how many there are; false trusts none. */
export type TrustedProxies = false | number | string[];

const trustedProxies = z
  .string()
  .default('')
  .transform((text) => text.split(/[\s,]+/).filter(Boolean))
  .refine((entries) => isCount(entries) || entries.every(isNetwork), {
    message: 'must be a number of proxies, or their addresses or networks (10.0.0.0/8), separated by commas',
  })
  .transform((entries): TrustedProxies => {
    if (entries.length === 0) return false;
    return isCount(entries) ? Number(entries[0]) : entries;
  });

function isCount(entries: readonly string[]): boolean {
  return entries.length === 1 && /^[1-9]\d?$/.test(entries[0]!);
}

function isNetwork(entry: string): boolean {
  const [address, prefix, ...more] = entry.split('/');
  const family = isIP(address ?? '');
  if (family === 0 || more.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128));
}

/** The variables of the environment that limits come from. */
export const limitVariables = {
  MAX_QUERY_COST: count.min(100).default(10_000),
  MAX_QUERY_DEPTH: count.min(5).default(20),
  MAX_QUERY_ALIASES: count.default(200),
  REQUEST_TIMEOUT_MS: count.min(100).max(600_000).default(10_000),
  RATE_LIMIT_PER_MINUTE: count.default(600),
  RATE_LIMIT_ANONYMOUS_PER_MINUTE: count.min(1).default(200),
  RATE_LIMIT_FAILED_SIGN_INS_PER_MINUTE: count.min(1).default(20),
  MAX_CONCURRENT_REQUESTS: count.min(1).max(10_000).default(64),
  TRUST_PROXY: trustedProxies,
};

type LimitValues = z.output<z.ZodObject<typeof limitVariables>>;

/** The limits out of parsed variables. */
export function limitsOf(values: LimitValues): Limits {
  return {
    queryCost: values.MAX_QUERY_COST,
    queryDepth: values.MAX_QUERY_DEPTH,
    queryAliases: values.MAX_QUERY_ALIASES,
    requestMilliseconds: values.REQUEST_TIMEOUT_MS,
    requestsPerMinute: values.RATE_LIMIT_PER_MINUTE,
    anonymousPerMinute: values.RATE_LIMIT_ANONYMOUS_PER_MINUTE,
    failedSignInsPerMinute: values.RATE_LIMIT_FAILED_SIGN_INS_PER_MINUTE,
    concurrentRequests: values.MAX_CONCURRENT_REQUESTS,
  };
}
