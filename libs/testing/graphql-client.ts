/** An answer of the API as it came over HTTP. */
export interface GraphqlAnswer<T> {
  status: number;
  data: T | null | undefined;
  errors: { message: string; path?: (string | number)[]; extensions: { code: string } }[];
}

/** Speaks GraphQL over real HTTP, as somebody or as nobody. */
export class GraphqlClient {
  readonly url: string;
  private readonly headers: Readonly<Record<string, string>>;

  constructor(url: string, headers: Readonly<Record<string, string>> = {}) {
    this.url = url;
    this.headers = headers;
  }

  /** The same client with a token, and with the acting institution if one is given. */
  as(token: string, institution?: string): GraphqlClient {
    const acting: Record<string, string> = institution ? { 'x-institution': institution } : {};
    return new GraphqlClient(this.url, { ...this.headers, authorization: `Bearer ${token}`, ...acting });
  }

  /** Sends a request and returns whatever comes back. */
  async send<T = Record<string, any>>(query: string, variables: object = {}): Promise<GraphqlAnswer<T>> {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...this.headers },
      body: JSON.stringify({ query, variables }),
    });
    const body = (await response.json()) as { data?: T; errors?: GraphqlAnswer<T>['errors'] };
    return { status: response.status, data: body.data, errors: body.errors ?? [] };
  }

  /** Sends a request that must succeed and returns its data. Throws with the errors otherwise. */
  async ask<T = Record<string, any>>(query: string, variables: object = {}): Promise<T> {
    const answer = await this.send<T>(query, variables);
    if (answer.errors.length > 0 || !answer.data) throw new Error(JSON.stringify(answer.errors));
    return answer.data;
  }
}
