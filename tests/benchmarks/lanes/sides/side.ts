import type { Caller } from '../callers.ts';

/** A document as every side must show it, whatever it calls the fields. */
export interface ShownDocument {
  id: string;
  kind: string;
  title: string;
  topics: readonly string[];
  /** ISO 8601 in UTC. */
  publishedAt: string | null;
  institution: { id: string; slug: string; name: string; country: string } | null;
  /** Of a single document only. */
  summary?: string;
  body?: string;
}

/** What is asked of a side for an operation. */
export interface Asked {
  method: 'GET' | 'POST';
  path: string;
  body?: string;
}

/** How a side is asked for each operation; one that it does not have, it is not measured in. */
export interface Requests {
  list: () => Asked;
  single: (documentId: string) => Asked;
  create?: () => Asked;
}

/** A server that does the same work: the floor, the product, a peer. */
export interface Side {
  name: string;
  port: number;
  pid: number;
  requests: Requests;
  /** Documents out of the answer to `list` or `single`, in order. */
  shown: (data: any) => ShownDocument[];
  stop(): Promise<void>;
}

/** The number of documents that are listed. */
export const LISTED = 20;

/** The whole HTTP/1.1 request, head and body. */
export function requestText(side: Side, caller: Caller, { method, path, body = '' }: Asked): string {
  const lines = [
    `${method} ${path} HTTP/1.1`,
    `host: 127.0.0.1:${side.port}`,
    `authorization: Bearer ${caller.token}`,
    'accept: application/json',
    ...(method === 'POST'
      ? ['content-type: application/json', `content-length: ${Buffer.byteLength(body)}`]
      : []),
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

/** Asks once, and throws unless the answer is good. */
export async function askOnce(side: Side, caller: Caller, { method, path, body }: Asked): Promise<any> {
  const answer = await fetch(`http://127.0.0.1:${side.port}${path}`, {
    ...{ method, body: body ?? null },
    headers: { authorization: `Bearer ${caller.token}`, 'content-type': 'application/json' },
  });
  const text = await answer.text();
  const { data, errors } = JSON.parse(text) as { data?: unknown; errors?: unknown };
  if (!answer.ok || errors || !data)
    throw new Error(`${side.name} answers ${answer.status}: ${text.slice(0, 2_000)}`);
  return data;
}

/** A GraphQL operation as a request. */
export function graphql(path: string, query: string, variables: object = {}): Asked {
  return { method: 'POST', path, body: JSON.stringify({ query, variables }) };
}

/** A moment in one way of writing it. */
export function moment(text: string | null): string | null {
  return text === null ? null : new Date(text).toISOString();
}
