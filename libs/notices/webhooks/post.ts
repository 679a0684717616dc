import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { AddressRefused, addressIn, guardedLookup, isAllowedAddress } from './address-guard.ts';

/** From the first look-up to the last byte of the answer. */
const MOST_MILLISECONDS = 10_000;
/** Nothing in the answer is of interest; a little is read, so that the other side can finish. */
const MOST_ANSWER_BYTES = 16 * 1024;

/**
 * Posts a body and returns the status of the answer. Redirects are answers like any other. Throws for an
 * address that is not allowed, and when nobody answers in time.
 */
export function post(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  allowLoopback: boolean,
): Promise<number> {
  const literal = addressIn(url);
  if (literal !== null && !isAllowedAddress(literal, allowLoopback))
    return Promise.reject(new AddressRefused());
  const options = {
    method: 'POST',
    headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
    lookup: guardedLookup(allowLoopback),
    // A connection of its own each time: one that is kept would not be looked up again.
    agent: false as const,
    signal: AbortSignal.timeout(MOST_MILLISECONDS),
  };
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options, (response) => {
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > MOST_ANSWER_BYTES) response.destroy();
      });
      response.on('error', () => undefined);
      response.on('close', () => resolve(response.statusCode ?? 0));
    });
    request.on('error', reject);
    request.end(body);
  });
}
