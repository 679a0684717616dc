import { randomUUID } from 'node:crypto';
import { TestApp, type Person } from '../support/test-app.ts';

const LIMITS = {
  RATE_LIMIT_PER_MINUTE: '12',
  RATE_LIMIT_ANONYMOUS_PER_MINUTE: '5',
  RATE_LIMIT_FAILED_SIGN_INS_PER_MINUTE: '4',
};
const VIEWER = '{ viewer { user { id } } }';

interface Answer {
  status: number;
  body: any;
  headers: Headers;
}

/** Sends requests from an address of one's choice: the app trusts whoever connects to say where from. */
class Sender {
  private readonly app: TestApp;
  private readonly headers: Record<string, string>;

  constructor(app: TestApp, address: string, token?: string) {
    this.app = app;
    this.headers = {
      ...{ 'content-type': 'application/json', 'x-forwarded-for': address },
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    };
  }

  async ask(query = VIEWER): Promise<Answer> {
    return this.send('/graphql', { method: 'POST', body: JSON.stringify({ query }) });
  }

  async send(path: string, more: RequestInit = {}): Promise<Answer> {
    const response = await fetch(new URL(path, this.app.anonymous.url), { headers: this.headers, ...more });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json');
    return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
  }

  async statuses(count: number, query?: string): Promise<number[]> {
    const statuses: number[] = [];
    for (let sent = 0; sent < count; sent += 1) statuses.push((await this.ask(query)).status);
    return statuses;
  }
}

const times = (count: number, status: number): number[] => Array.from({ length: count }, () => status);

let app: TestApp;
let institution: { id: string };

beforeAll(async () => {
  app = await TestApp.start({ ...LIMITS, TRUST_PROXY: '127.0.0.0/8' });
  institution = await app.institution();
});
afterAll(() => app?.stop());

const someone = (): Promise<Person> => app.person(institution, 'READER');

describe('callers who are not signed in', () => {
  it('are counted by address, told how they stand, and turned away beyond the limit', async () => {
    const sender = new Sender(app, '198.51.100.1');
    const first = await sender.ask();
    expect(first.status).toBe(200);
    expect(first.headers.get('ratelimit-limit')).toBe('5');
    expect(first.headers.get('ratelimit-remaining')).toBe('4');
    expect(Number(first.headers.get('ratelimit-reset'))).toBeGreaterThan(0);
    expect(first.headers.get('ratelimit-policy')).toBe('"minute";q=5;w=60');
    expect(first.headers.get('ratelimit')).toMatch(/^"minute";r=4;t=\d+$/);
    expect(await sender.statuses(4)).toEqual(times(4, 200));

    const refused = await sender.ask();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('ratelimit-remaining')).toBe('0');
    expect(refused.body).toEqual({
      errors: [
        { message: expect.stringMatching(/^Too many requests/), extensions: { code: 'RATE_LIMITED' } },
      ],
    });

    expect(await new Sender(app, '198.51.100.2').statuses(1)).toEqual([200]);
  });

  it('of one IPv6 network are counted together', async () => {
    const spread = Array.from({ length: 6 }, (_, index) => new Sender(app, `2001:db8:0:1::${index + 1}`));
    const statuses: number[] = [];
    for (const sender of spread) statuses.push((await sender.ask()).status);
    expect(statuses).toEqual([...times(5, 200), 429]);
    expect((await new Sender(app, '2001:db8:0:2::1').ask()).status).toBe(200);
  });

  it('are counted everywhere, in the shape of the place; but never asked for less health', async () => {
    const sender = new Sender(app, '198.51.100.3');
    for (let sent = 0; sent < 5; sent += 1)
      expect((await sender.send('/feeds/public.json')).status).toBe(200);
    const refused = await sender.send('/feeds/public.json');
    expect(refused.status).toBe(429);
    expect(refused.body).toEqual({ statusCode: 429, code: 'RATE_LIMITED', message: expect.any(String) });
    for (const path of ['/health/live', '/health/ready']) expect((await sender.send(path)).status).toBe(200);
  });
});

describe('callers who are signed in', () => {
  it('are counted by person, from wherever and with whichever token', async () => {
    const person = await someone();
    const made = await person.client.ask('mutation { apiTokenCreate { token } }');
    const here = new Sender(app, '198.51.100.10', person.token);
    const there = new Sender(app, '198.51.100.11', made.apiTokenCreate.token);
    // A token that has not been seen yet counts for the address; these two are seen now.
    await here.ask();
    await there.ask();
    const statuses = [...(await here.statuses(6)), ...(await there.statuses(6))];

    // The request above that made the token has been one of this person's twelve.
    expect(statuses.slice(0, 10)).toEqual(times(10, 200));
    expect((await here.ask()).status).toBe(429);
    expect((await there.ask()).status).toBe(429);
  });

  it('are known from a document’s page as well', async () => {
    const sender = new Sender(app, '198.51.100.13', (await someone()).token);
    const first = await sender.send('/documents/x');
    const second = await sender.send('/documents/x');
    // The first counted for the address, the second for the person.
    for (const { headers } of [first, second]) expect(headers.get('ratelimit-remaining')).toBe('11');
  });

  it('are not held up by others at the same address', async () => {
    const person = new Sender(app, '198.51.100.12', (await someone()).token);
    expect((await person.ask()).status).toBe(200);
    expect(await new Sender(app, '198.51.100.12').statuses(6)).toEqual([...times(5, 200), 429]);
    const wrong = new Sender(app, '198.51.100.12', `precedent_${randomUUID()}`);
    expect(await wrong.statuses(5)).toEqual([...times(4, 401), 429]);

    expect((await person.ask()).status).toBe(200);
    expect((await new Sender(app, '198.51.100.12', (await someone()).token).ask()).status).toBe(429);
  });
});

describe('invalid credentials', () => {
  it('are counted by address, whichever they are', async () => {
    const statuses: number[] = [];
    for (let sent = 0; sent < 6; sent += 1)
      statuses.push((await new Sender(app, '198.51.100.20', `precedent_${randomUUID()}`).ask()).status);
    expect(statuses).toEqual([...times(4, 401), 429, 429]);
  });

  it('are those of a revoked token as well', async () => {
    const person = await someone();
    const { apiTokenCreate } = await person.client.ask(
      'mutation { apiTokenCreate { token apiToken { id } } }',
    );
    const sender = new Sender(app, '198.51.100.21', apiTokenCreate.token);
    expect((await sender.ask()).status).toBe(200);
    await person.client.ask('mutation($id: ID!) { apiTokenRevoke(id: $id) { revokedId } }', {
      id: apiTokenCreate.apiToken.id,
    });
    expect(await sender.statuses(5)).toEqual([...times(4, 401), 429]);
    expect((await person.client.send(VIEWER)).status).toBe(200);
  });

  it('are not what nobody has sent', async () => {
    const sender = new Sender(app, '198.51.100.22');
    expect(await sender.statuses(5, '{ apiTokens { id } }')).not.toContain(429);
    expect((await new Sender(app, '198.51.100.22', (await someone()).token).ask()).status).toBe(200);
  });
});

describe('without a trusted proxy', () => {
  let plain: TestApp;
  beforeAll(async () => {
    plain = await TestApp.start(LIMITS);
  });
  afterAll(() => plain?.stop());

  it('what a caller says of its address counts for nothing', async () => {
    const statuses: number[] = [];
    for (let sent = 0; sent < 6; sent += 1)
      statuses.push((await new Sender(plain, `198.51.100.${sent}`).ask()).status);
    expect(statuses).toEqual([...times(5, 200), 429]);
  });
});

describe('behind a number of proxies', () => {
  let behind: TestApp;
  beforeAll(async () => {
    behind = await TestApp.start({ ...LIMITS, TRUST_PROXY: '1' });
  });
  afterAll(() => behind?.stop());

  it('only the entry that the nearest one has made counts', async () => {
    const statuses: number[] = [];
    for (let sent = 0; sent < 6; sent += 1)
      statuses.push((await new Sender(behind, `203.0.113.${sent}, 198.51.100.1`).ask()).status);
    expect(statuses).toEqual([...times(5, 200), 429]);
    expect((await new Sender(behind, '203.0.113.1, 198.51.100.2').ask()).status).toBe(200);
  });
});
