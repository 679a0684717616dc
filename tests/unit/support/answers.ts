import type { TestApp } from '../../support/test-app.ts';

/** An answer as it came over HTTP. */
export interface Answer {
  status: number;
  text: string;
  /** The codes of its GraphQL errors. */
  codes: string[];
  /** The first root field's payload, if there is one. */
  payload: any;
}

/** What no answer may hold: stack traces, statements, paths, and the names of what it is made with. */
const LEAKS = [
  /\n\s+at /,
  /stacktrace|call stack/i,
  /node_modules|file:\/\/|\/work\/|\/libs\/|\.[jt]s:\d/,
  /\b(SELECT|INSERT|UPDATE|DELETE)\b.*\b(FROM|INTO|SET|WHERE|VALUES)\b/,
  /relation "|column "|violates|syntax error at/i,
  /typeorm|postgres|nestjs|apollo|fastify|\bzod\b|sqlite|meilisearch|FST_|\bpg\b/i,
  /(QueryFailed|Type|Range|Reference|Zod|Database)Error/,
];

/** Sends a request body as it stands, as somebody with this token. */
export async function post(
  app: TestApp,
  token: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${await app.app.getUrl()}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    body,
  });
  return answerOf(response.status, await response.text());
}

/** What came over HTTP, taken apart. */
export function answerOf(status: number, text: string): Answer {
  return { status, text, ...partsOf(text) };
}

/** Sends a GraphQL request. */
export function ask(app: TestApp, token: string, query: string, variables: object = {}): Promise<Answer> {
  return post(app, token, JSON.stringify({ query, variables }));
}

/** What is wrong with the answer, whatever was asked: an own failure, or something that it gives away. */
export function faultsOf({ status, text, codes }: Answer): string[] {
  const leaks = LEAKS.flatMap((leak) => leak.exec(text)?.[0] ?? []);
  return [
    ...(status >= 500 ? [`status ${status}`] : []),
    ...codes.filter((code) => code === 'INTERNAL_SERVER_ERROR'),
    ...leaks.map((leak) => `gives away ${JSON.stringify(leak)}`),
  ];
}

/** Whether it was refused as the contract wants it: as malformed, or with user errors and no object. */
export function isRefused({ codes, payload }: Answer): boolean {
  return codes.length > 0
    ? codes.every((code) => code === 'BAD_USER_INPUT')
    : userErrorsOf({ payload }).length > 0;
}

/** The expected failures of a mutation. */
export function userErrorsOf({
  payload,
}: Pick<Answer, 'payload'>): { code: string; field: string[] | null }[] {
  return payload?.userErrors ?? [];
}

function partsOf(text: string): Pick<Answer, 'codes' | 'payload'> {
  try {
    const { data, errors } = JSON.parse(text);
    return {
      codes: (errors ?? []).map((error: any) => String(error.extensions?.code)),
      payload: data ? (Object.values(data)[0] ?? null) : null,
    };
  } catch {
    return { codes: [], payload: null };
  }
}
