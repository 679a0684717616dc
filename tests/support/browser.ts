/** What a browser shows in the end, and the addresses that led there. */
export interface Shown {
  status: number;
  text: string;
  /** Every address in turn, the last one being shown. */
  visited: string[];
  headers: Headers;
}

/** As much of a browser as signing in needs: cookies by host, and redirects that are followed. */
export class Browser {
  readonly cookies = new Map<string, string>();
  /** Every Set-Cookie header that has come. */
  readonly received: string[] = [];

  /** Opens an address; goes on until a redirect leads to `stopAt`, which is not opened any more. */
  async open(address: string, stopAt = '\0'): Promise<Shown> {
    const visited = [address];
    for (;;) {
      const answer = await this.send(visited.at(-1)!);
      const location = answer.headers.get('location');
      if (!location || visited.length > 20) {
        return { status: answer.status, text: await answer.text(), visited, headers: answer.headers };
      }
      visited.push(new URL(location, visited.at(-1)).href);
      if (visited.at(-1)!.startsWith(stopAt)) {
        return { status: answer.status, text: '', visited, headers: answer.headers };
      }
    }
  }

  /** One request with the cookies; redirects are not followed. */
  async send(address: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = new Headers(init.headers);
    if (cookie) headers.set('cookie', cookie);
    const answer = await fetch(address, { ...init, headers, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) this.keep(line);
    return answer;
  }

  /** Asks GraphQL as our own page does, unless `headers` say otherwise. */
  async graphql(
    base: string,
    query: string,
    headers: Record<string, string> = { 'x-precedent-session': '1' },
  ): Promise<{ status: number; body: any }> {
    const answer = await this.send(`${base}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query }),
    });
    return { status: answer.status, body: await answer.json() };
  }

  private keep(line: string): void {
    this.received.push(line);
    const [pair, ...attributes] = line.split(';');
    const at = pair!.indexOf('=');
    const [name, value] = [pair!.slice(0, at).trim(), pair!.slice(at + 1)];
    const expires = attributes.find((one) => /^\s*expires=/i.test(one))?.split('=')[1];
    const gone =
      attributes.some((one) => /^\s*max-age=0$/i.test(one)) || (expires && Date.parse(expires) <= Date.now());
    if (gone) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}
