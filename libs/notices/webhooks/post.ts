import { sendRequest } from '#outgoing';

/** Nothing in the answer is of interest; a little is read, so that the other side can finish. */
const MOST_ANSWER_BYTES = 16 * 1024;

/**
 * Posts a body and returns the status of the answer. Redirects are answers like any other. Throws for an
 * address that is not allowed, and when nobody answers in time.
 */
export async function post(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  options: { allowLoopback: boolean; signal: AbortSignal },
): Promise<number> {
  const { status } = await sendRequest(url, {
    ...{ method: 'POST', headers, body },
    ...options,
    mostBytes: MOST_ANSWER_BYTES,
  });
  return status;
}
