import { sendRequest } from './request.ts';

/** Answers that are longer are refused; a provider's keys and descriptions are far below it. */
const MOST_BYTES = 1024 * 1024;
/** Statuses of which an answer has no body, and a Response may not have one. */
const BODILESS = new Set([101, 204, 205, 304]);

/** What libraries give to a `fetch` that is not the built-in one, such as openid-client's `customFetch`. */
export interface FetchOptions {
  method?: string | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
  body?: unknown;
  signal?: AbortSignal | undefined;
}

/**
 * A `fetch` for addresses that come from outside, for libraries that take one: only public servers are
 * asked, redirects are not followed, and an answer has at most 1 MB and ten seconds. Throws AddressRefused.
 */
export function fetchFrom(
  allowLoopback: boolean,
): (address: string | URL, options?: FetchOptions) => Promise<Response> {
  return async (address, { method = 'GET', headers = {}, body, signal } = {}) => {
    const url = new URL(address);
    const answer = await sendRequest(url, {
      ...{ method, headers, allowLoopback, mostBytes: MOST_BYTES, signal },
      body: body === undefined || body === null ? undefined : textOf(body),
    });
    if (!answer.isComplete) throw new Error('the answer is too long, or was broken off');
    const given = Object.entries(answer.headers).flatMap(([name, value]): [string, string][] =>
      [value ?? []].flat().map((one) => [name, one]),
    );
    const content = BODILESS.has(answer.status) ? null : new Uint8Array(answer.body);
    return new Response(content, { status: answer.status, headers: given });
  };
}

function textOf(body: unknown): string {
  if (typeof body === 'string') return body;
  if (body instanceof URLSearchParams) return body.toString();
  throw new TypeError('only text can be sent');
}
