import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { AddressRefused, addressIn, guardedLookup, isAllowedAddress } from './public-addresses.ts';

/** From the first look-up to the last byte of the answer. */
const MOST_MILLISECONDS = 10_000;

/** A request to an address that somebody else has named. */
export interface OutgoingRequest {
  method: string;
  headers: Readonly<Record<string, string>>;
  body?: string | undefined;
  /** Bytes of the answer that are read; what comes behind them is left. */
  mostBytes: number;
  /** Whether it may lead to this machine itself; for trying out only. */
  allowLoopback: boolean;
  signal?: AbortSignal | undefined;
}

export interface OutgoingAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** Whether that is all of it. */
  isComplete: boolean;
}

/**
 * Sends a request to a public server and returns its answer, of which redirects are one like any other.
 * Throws AddressRefused for an address that is not that of a public server, whatever name leads there, and
 * an AbortError when nobody answers within ten seconds.
 */
export async function sendRequest(url: URL, wanted: OutgoingRequest): Promise<OutgoingAnswer> {
  const { allowLoopback, body, signal } = wanted;
  const literal = addressIn(url);
  if (literal !== null && !isAllowedAddress(literal, allowLoopback)) throw new AddressRefused();
  const timeout = AbortSignal.timeout(MOST_MILLISECONDS);
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const options = {
    method: wanted.method,
    headers: { ...wanted.headers, ...length },
    lookup: guardedLookup(allowLoopback),
    // A connection of its own each time: one that is kept would not be looked up again.
    agent: false as const,
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
  };
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= wanted.mostBytes) chunks.push(chunk);
        else response.destroy();
      });
      response.on('error', () => undefined);
      response.on('close', () => {
        const { statusCode: status = 0, headers, complete: isComplete } = response;
        resolve({ status, headers, body: Buffer.concat(chunks), isComplete });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}
