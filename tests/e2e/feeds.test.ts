import { mutate, Publisher, refusal } from '../support/publishing.ts';
import { TestApp, type Person } from '../support/test-app.ts';
import { TokensService } from '#identity';
import { rowsOf } from '../unit/support/database.ts';

const ERRORS = 'userErrors { code message field }';
const CREATE = `mutation { feedTokenCreate { atomUrl jsonUrl feedToken { id expiresAt institutionId } ${ERRORS} } }`;
const REVOKE = `mutation($id: ID!) { feedTokenRevoke(id: $id) { revokedId ${ERRORS} } }`;
const REVOKE_MEMBER = `mutation($id: ID!) { membershipRevoke(id: $id) { membership { id } ${ERRORS} } }`;
const AMBER = { level: 'GROUPS', tlp: 'AMBER' };

let app: TestApp;
let owner: Publisher;
let home: { id: string };
let reader: Person;
let administrator: Person;
let root: string;

beforeAll(async () => {
  app = await TestApp.start({ PUBLIC_URL: 'https://precedent.example/' });
  root = await app.app.getUrl();
  owner = await Publisher.of(app, { name: 'Uni & <Co>' });
  home = await app.institution();
  reader = await app.person(home, 'READER');
  administrator = await app.person(home, 'READER', { administrator: true });
});
afterAll(() => app.stop());

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${root}${path}`, { headers });
const publicJson = async (): Promise<any> => (await get('/feeds/public.json')).json();

async function feedOf(person: Person): Promise<{ id: string; atom: string; json: string }> {
  const { feedTokenCreate: made } = await person.client.ask(CREATE);
  const path = (url: string): string => new URL(url).pathname;
  return { id: made.feedToken.id, atom: path(made.atomUrl), json: path(made.jsonUrl) };
}

const withdraw = (id: string): Promise<any> =>
  mutate(
    owner.publisher.client,
    `mutation($id: ID!) { documentWithdraw(id: $id, reason: "Gone <wrong>") { document { id } ${ERRORS} } }`,
    { id },
  );

describe('the public feeds', () => {
  test('hold what is public, and nothing else', async () => {
    const open = await owner.publish({
      title: 'Open & <free>',
      summary: 'Said\u0007 to all.',
      sharing: { level: 'PUBLIC' },
    });
    const closed = await owner.publish({ title: 'Closed', sharing: { level: 'COMMUNITY' } });

    const feed = await publicJson();
    expect(feed.version).toBe('https://jsonfeed.org/version/1.1');
    expect(feed.feed_url).toBe('https://precedent.example/feeds/public.json');
    expect(feed.items).toEqual([
      expect.objectContaining({
        ...{ id: open, url: `https://precedent.example/documents/${open}`, title: 'Open & <free>' },
        ...{ summary: 'Said\u0007 to all.', authors: [{ name: 'Uni & <Co>' }] },
      }),
    ]);

    const atom = await get('/feeds/public.atom');
    expect(atom.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
    const text = await atom.text();
    expect(text).toContain(`<id>urn:uuid:${open}</id>`);
    expect(text).toContain('<title>Open &amp; &lt;free&gt;</title>');
    expect(text).toContain('<summary>Said\ufffd to all.</summary>');
    expect(text).not.toContain(closed);
  });

  test('are kept, and asked about every time', async () => {
    const first = await get('/feeds/public.atom');
    expect(first.headers.get('cache-control')).toBe('public, no-cache');
    expect(Date.parse(first.headers.get('last-modified')!)).not.toBeNaN();
    const etag = first.headers.get('etag')!;

    const again = await get('/feeds/public.atom', { 'if-none-match': `"other", W/${etag}` });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
    expect(again.headers.get('etag')).toBe(etag);

    const id = await owner.publish({ title: 'Later', sharing: { level: 'PUBLIC' } });
    const changed = await get('/feeds/public.atom', { 'if-none-match': etag });
    expect(changed.status).toBe(200);
    expect(await changed.text()).toContain(id);
  });

  test('lose what is withdrawn, and say that it is gone', async () => {
    const id = await owner.publish({ title: 'Regretted', sharing: { level: 'PUBLIC' } });
    const { etag } = Object.fromEntries((await get('/feeds/public.json')).headers);
    await withdraw(id);

    const response = await get('/feeds/public.json', { 'if-none-match': etag! });
    const feed = (await response.json()) as any;
    expect(JSON.stringify(feed.items)).not.toContain(id);
    expect(feed._precedent.deleted).toEqual([expect.objectContaining({ id, reason: 'Gone <wrong>' })]);
    const atom = await (await get('/feeds/public.atom')).text();
    expect(atom).toContain(`<at:deleted-entry ref="urn:uuid:${id}"`);
    expect(atom).toContain('<at:comment>Gone &lt;wrong&gt;</at:comment>');
    expect(atom).not.toContain('Regretted');
  });

  test('say nothing of what was narrowed before, whatever time a client names', async () => {
    const id = await owner.publish({ title: 'Narrowed', sharing: { level: 'PUBLIC' } });
    const { 'last-modified': seen } = Object.fromEntries((await get('/feeds/public.json')).headers);
    await mutate(
      owner.publisher.client,
      `mutation($id: ID!) { documentShare(id: $id, sharing: { level: INSTITUTION }) { document { id } ${ERRORS} } }`,
      { id },
    );
    const response = await get('/feeds/public.json', { 'if-modified-since': seen! });
    expect(response.status).toBe(200);
    expect(await response.text()).not.toContain(id);
  });
});

describe("a person's own feed", () => {
  test('holds what the person may read, of AMBER and stricter the title and link only', async () => {
    const amber = await owner.publish({
      ...{ title: 'Amber title', summary: 'Amber summary', body: 'Amber body' },
      sharing: { ...AMBER, institutionIds: [home.id], attribution: 'WITHHELD' },
    });
    const green = await owner.publish({ summary: 'Green summary', sharing: { level: 'COMMUNITY' } });
    const hidden = await owner.publish({ sharing: { level: 'INSTITUTION' } });
    const { atom, json } = await feedOf(reader);

    const response = await get(json);
    expect(response.headers.get('cache-control')).toBe('private, no-cache');
    expect(response.headers.get('vary')).toContain('Authorization');
    const text = await response.text();
    const { items } = JSON.parse(text);
    const item = items.find((one: any) => one.id === amber);
    expect(item).toMatchObject({ title: 'Amber title', content_text: 'Amber title' });
    expect(item.authors).toBeUndefined();
    expect(items.find((one: any) => one.id === green).summary).toBe('Green summary');
    expect(text).not.toContain(hidden);

    const written = await (await get(atom)).text();
    expect(written).toContain('Amber title');
    for (const said of [text, written]) expect(said).not.toMatch(/Amber (summary|body)|precedent_feed_/);
  });

  test('has tombstones for those whom it concerned, of AMBER and stricter without a reason', async () => {
    const outsider = await feedOf(await app.person(await app.institution(), 'READER'));
    const { json } = await feedOf(reader);
    const id = await owner.publish({ sharing: { ...AMBER, institutionIds: [home.id] } });
    await withdraw(id);
    const mine = (await (await get(json)).json()) as any;
    expect(mine._precedent.deleted.find((one: any) => one.id === id)).toEqual({
      id,
      date_deleted: expect.any(String),
    });
    expect(await (await get(outsider.json)).text()).not.toContain(id);
  });

  test('is read with the memberships of the moment', async () => {
    const leaver = await app.person(home, 'READER');
    const { json } = await feedOf(leaver);
    const id = await owner.publish({ sharing: { ...AMBER, institutionIds: [home.id] } });
    expect(await (await get(json)).text()).toContain(id);
    await mutate(administrator.client, REVOKE_MEMBER, { id: leaver.membershipId });
    expect(await (await get(json)).text()).not.toContain(id);
  });

  test('ends when its token is revoked, which nobody else can do', async () => {
    const { id, json } = await feedOf(reader);
    expect(await refusal(administrator.client, REVOKE, { id })).toEqual(['NOT_FOUND']);
    expect((await get(json)).status).toBe(200);
    expect(await mutate(reader.client, REVOKE, { id })).toBe(id);
    const gone = await get(json);
    const never = await get(`/feeds/precedent_feed_${'a'.repeat(43)}.json`);
    expect([gone.status, await gone.text()]).toEqual([404, await never.text()]);
    const { feedTokens } = await reader.client.ask('{ feedTokens { id } }');
    expect(feedTokens.map((one: any) => one.id)).not.toContain(id);
  });

  test('keeps only a hash of its token', async () => {
    const { json } = await feedOf(reader);
    const token = json.split('/').at(-1)!.split('.')[0]!;
    const rows = await rowsOf<object>(app.databaseUrl, 'SELECT * FROM feed_tokens');
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  test('shows no more than the token that made it', async () => {
    const second = await app.institution();
    await app.join(reader.userId, second, 'READER');
    const { token } = await app.app.get(TokensService).create(reader.userId, { institutionId: second.id });
    const { json } = await feedOf({ ...reader, client: app.anonymous.as(token) });
    const id = await owner.publish({ sharing: { ...AMBER, institutionIds: [home.id] } });
    expect(await (await get(json)).text()).not.toContain(id);

    const blind = await app.app.get(TokensService).create(reader.userId, { scopes: ['administer'] });
    const answer = await app.anonymous.as(blind.token).ask(CREATE);
    expect(answer.feedTokenCreate.userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
  });

  test.each(['public.xml', 'public', 'x.atom', '..%2fpublic.atom', 'publicatom', '%00.json'])(
    '%s is nothing',
    async (file) => {
      expect((await get(`/feeds/${file}`)).status).toBe(404);
    },
  );
});

describe('the page that links lead to', () => {
  test('shows a document to whom may read it', async () => {
    const id = await owner.publish({
      title: 'A <b> page',
      body: '<script>x</script> **bold**',
      sharing: { level: 'PUBLIC' },
    });
    const page = await get(`/documents/${id}`);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const text = await page.text();
    expect(text).toContain('<strong>bold</strong>');
    expect(text).not.toMatch(/<script|<b>/);

    await withdraw(id);
    expect((await get(`/documents/${id}`)).status).toBe(410);
  });

  test('is the same for what may not be read and for what does not exist', async () => {
    const id = await owner.publish({ title: 'Inside', sharing: { level: 'INSTITUTION' } });
    const [hidden, missing] = [await get(`/documents/${id}`), await get(`/documents/${home.id}`)];
    expect([hidden.status, await hidden.text()]).toEqual([404, await missing.text()]);
    const authorization = `Bearer ${owner.author.token}`;
    expect(await (await get(`/documents/${id}`, { authorization })).text()).toContain('Inside');
    expect((await get(`/documents/${id}`, { authorization: 'Bearer x' })).status).toBe(401);
  });
});
