import { Attachment } from '#attachments';
import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import {
  archive,
  ATTACH,
  attach,
  docx,
  examine,
  mustUpload,
  pdf,
  PNG,
  pptx,
  shownAttachments,
  upload,
  xlsx,
} from '../support/attachments.ts';
import { Publisher, refusal } from '../support/publishing.ts';
import { TestApp, type Person } from '../support/test-app.ts';

const MOST = 200_000;
const HOUR = 3_600_000;

let app: TestApp;
let owner: Publisher;

beforeAll(async () => {
  app = await TestApp.start({
    ATTACHMENT_MAX_BYTES: String(MOST),
    PUBLIC_URL: 'https://precedent.example/at/',
  });
  owner = await Publisher.of(app);
});
afterAll(() => app?.stop());

/** Somebody of the owner who has uploaded nothing yet. */
const contributor = (): Promise<Person> => app.person(owner.institution, 'CONTRIBUTOR');
const send = async (name: string, content: Uint8Array | string): Promise<{ status: number; body: any }> =>
  upload(app, await contributor(), name, content);
/** Names of all files that are kept. */
const files = (): string[] =>
  readdirSync(join(app.settings.dataDirectory, 'attachments'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

describe('what may be attached', () => {
  it.each<[string, () => Uint8Array | string | Promise<Uint8Array>, string]>([
    ['report.pdf', () => pdf('x'), 'application/pdf'],
    [
      'report.docx',
      () => docx(['x']),
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    ],
    ['table.xlsx', () => xlsx(['x']), 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    [
      'talk.pptx',
      () => pptx(['x']),
      'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    ],
    ['image.PNG', () => PNG, 'image/png'],
    ['notes.txt', () => 'Ein Wort über 清华', 'text/plain'],
    ['notes.md', () => '# Heading <b>x</b>', 'text/markdown'],
    ['table.csv', () => 'a,b\n1,2', 'text/csv'],
  ])('%s', async (name, content, mediaType) => {
    const { status, body } = await send(name, await content());
    expect(`${status} ${JSON.stringify(body)}`).toMatch(/^201/);
    expect(body).toMatchObject({ mediaType, name: name.replace('PNG', 'png') });
    expect(Date.parse(body.expiresAt)).toBeGreaterThan(app.clock.now().getTime() + 23 * HOUR);
  });

  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  const zipOf = (): Promise<Buffer> => archive({ 'Main.class': 'code' });

  it.each<[string, string, () => Uint8Array | string | Promise<Uint8Array>]>([
    ['a page disguised as an image', 'photo.png', () => '<!doctype html><script>alert(1)</script>'],
    ['a drawing disguised as an image', 'photo.png', () => svg],
    ['a drawing', 'drawing.svg', () => svg],
    ['a page', 'page.html', () => '<p>x</p>'],
    ['a page disguised as text', 'page.txt', () => '\ufeff  <!DOCTYPE html><p>x'],
    ['an image disguised as a PDF', 'photo.pdf', () => PNG],
    ['a PDF disguised as text', 'report.txt', () => pdf('x')],
    ['one image disguised as another', 'photo.jpg', () => PNG],
    ['a program', 'program.exe', () => 'MZ'],
    ['an image with an archive behind it', 'photo.png', async () => Buffer.concat([PNG, await zipOf()])],
    ['a PDF with an archive behind it', 'report.pdf', async () => Buffer.concat([pdf('x'), await zipOf()])],
    [
      'an archive behind a page',
      'report.docx',
      async () => Buffer.concat([Buffer.from('<html>'), await docx(['x'])]),
    ],
    ['an archive', 'files.zip', zipOf],
    ['an archive disguised as a document', 'report.docx', zipOf],
    ['a workbook disguised as a document', 'report.docx', () => xlsx(['x'])],
    ['a document with macros', 'report.docx', () => docx(['x'], { 'word/vbaProject.bin': 'code' })],
    [
      'a document with macros in another place',
      'report.docx',
      () => docx(['x'], { 'elsewhere/VBAPROJECT.BIN': 'code' }),
    ],
    ['a document with controls', 'report.docx', () => docx(['x'], { 'word/activeX/activeX1.bin': 'code' })],
    [
      'a document with macros by its name',
      'report.docm',
      () => docx(['x'], { 'word/vbaProject.bin': 'code' }),
    ],
    [
      'a document that bursts',
      'report.docx',
      () => docx(['x'], { 'word/media/a.xml': Buffer.alloc(60_000_000) }),
    ],
    ['a document that is cut off', 'report.docx', async () => (await docx(['x'])).subarray(0, -30)],
    ['bytes disguised as text', 'notes.txt', () => Buffer.from([0x61, 0, 0x62])],
    ['text in another encoding', 'notes.txt', () => Buffer.from('über', 'latin1')],
    ['text that ends within a character', 'notes.txt', () => Buffer.from('über').subarray(0, 1)],
    ['nothing', 'notes.txt', () => ''],
    ['no extension', 'notes', () => 'x'],
    ['only an extension', '.txt', () => 'x'],
  ])('not %s', async (_what, name, content) => {
    const before = files();
    const { status, body } = await send(name, await content());
    expect(`${status} ${JSON.stringify(body)}`).toMatch(/^422/);
    expect(body).toMatchObject({ code: 'INVALID' });
    expect(files()).toEqual(before);
  });

  it.each([
    ['../../../etc/passwd.txt', 'passwd.txt'],
    ['C:\\secrets\\plan.txt', 'plan.txt'],
    ['...hidden.txt', 'hidden.txt'],
    ['a\u202etxt.exe.txt', 'atxt.exe.txt'],
    ['tabs\tand\u0000nulls.txt', 'tabsandnulls.txt'],
    ['x'.repeat(400) + '.txt', 'x'.repeat(196) + '.txt'],
    ['what: "this"?.txt', 'what_ _this__.txt'],
    ['Übersicht 清华.TXT', 'Übersicht 清华.txt'],
  ])('the name %j becomes %j', async (given, kept) => {
    expect((await send(given, 'x')).body.name).toBe(kept);
  });
});

describe('an upload', () => {
  it('may have so many bytes and no more, and nothing of more is kept', async () => {
    expect((await send('fits.txt', 'x'.repeat(MOST))).status).toBe(201);
    const before = files();
    for (const size of [MOST + 1, MOST + 2, 3 * MOST, 8_000_000]) {
      expect((await send('large.txt', 'x'.repeat(size))).status).toBe(413);
    }
    expect(files()).toEqual(before);
  });

  it('that breaks off leaves nothing', async () => {
    const before = files();
    const { token } = await contributor();
    const begun = '--b\r\ncontent-disposition: form-data; name="file"; filename="x.txt"\r\n\r\nhalf';
    const response = await fetch(`${await app.app.getUrl()}/attachments`, {
      method: 'POST',
      body: begun,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'multipart/form-data; boundary=b' },
    });
    expect(response.status).toBe(400);
    await new Promise<void>((done) => {
      const { hostname, port } = new URL(response.url);
      const headers = {
        authorization: `Bearer ${token}`,
        'content-type': 'multipart/form-data; boundary=b',
        'content-length': 5_000,
      };
      const sending = request({ hostname, port, path: '/attachments', method: 'POST', headers });
      sending.on('error', () => done()).on('response', () => done());
      sending.write(begun, () => sending.destroy(new Error('gone')));
    });
    // The server answers others afterwards, and has tidied up by then.
    expect((await send('after.txt', 'x')).status).toBe(201);
    expect(files()).toHaveLength(before.length + 1);
    expect(await app.app.get(DataSource).manager.countBy(Attachment, { name: 'x.txt' })).toBe(0);
  });

  it.each<[string, RequestInit]>([
    ['JSON', { body: '{}', headers: { 'content-type': 'application/json' } }],
    [
      'a form without a file',
      {
        body: (() => {
          const form = new FormData();
          form.append('file', 'text');
          return form;
        })(),
      },
    ],
    [
      'a file in another field',
      {
        body: (() => {
          const form = new FormData();
          form.append('other', new Blob(['x']), 'x.txt');
          return form;
        })(),
      },
    ],
    ['a form that is none', { body: 'x', headers: { 'content-type': 'multipart/form-data; boundary=b' } }],
    ['a form without a boundary', { body: 'x', headers: { 'content-type': 'multipart/form-data' } }],
  ])('is not %s', async (_what, init) => {
    const { token } = await contributor();
    const response = await fetch(`${await app.app.getUrl()}/attachments`, {
      method: 'POST',
      ...init,
      headers: { authorization: `Bearer ${token}`, ...(init.headers as Record<string, string>) },
    });
    expect([400, 415]).toContain(response.status);
  });

  it('is for those who may write documents of the institution they act for', async () => {
    const reader = await app.person(owner.institution, 'READER');
    expect((await upload(app, null, 'x.txt', 'x')).status).toBe(401);
    expect((await upload(app, { token: 'precedent_nonsense' }, 'x.txt', 'x')).status).toBe(401);
    expect((await upload(app, reader, 'x.txt', 'x')).status).toBe(403);
    const foreign = { 'x-institution': (await app.institution()).slug };
    expect((await upload(app, owner.author, 'x.txt', 'x', foreign)).status).toBe(403);
    const { apiTokenCreate } = await owner.author.client.ask(
      'mutation { apiTokenCreate(scopes: [read]) { token } }',
    );
    expect((await upload(app, { token: apiTokenCreate.token }, 'x.txt', 'x')).status).toBe(403);
    await app.join(reader.userId, await app.institution(), 'CONTRIBUTOR');
    expect((await upload(app, reader, 'x.txt', 'x')).status).toBe(400);
  });

  it("is its uploader's alone, for one document of that institution, for a day", async () => {
    const [mine, theirs] = [
      await owner.draft({ sharing: { level: 'INSTITUTION' } }),
      await Publisher.of(app),
    ];
    const uploadId = await mustUpload(app, owner.author);
    const attaching = (person: Person, id: string, uploads: string[], version = 1): Promise<string[]> =>
      refusal(person.client, ATTACH, { id, version, uploads });
    // Somebody else who may edit the very document.
    const coAuthor = await contributor();
    const query = `mutation($id: ID!, $ids: [ID!]) { documentEdit(id: $id, expectedVersion: 1, input: { coAuthorIds: $ids })
      { document { id } userErrors { code message field } } }`;
    await owner.author.client.ask(query, { id: mine, ids: [coAuthor.membershipId] });
    expect(await attaching(coAuthor, mine, [uploadId], 2)).toEqual(['NOT_FOUND']);
    expect(
      await attaching(theirs.author, await theirs.draft({ sharing: { level: 'PUBLIC' } }), [uploadId]),
    ).toEqual(['NOT_FOUND']);
    expect(await attaching(owner.author, mine, [uploadId, uploadId], 2)).toEqual([]);
    expect(await attaching(owner.author, mine, [uploadId], 3)).toEqual(['NOT_FOUND']);
    const late = await mustUpload(app, owner.author);
    app.clock.advance(24 * HOUR);
    expect(await attaching(owner.author, mine, [late], 3)).toEqual(['NOT_FOUND']);
  });

  it('of a person may wait with nineteen others', async () => {
    const person = await contributor();
    for (let count = 0; count < 20; count++) await mustUpload(app, person);
    expect((await upload(app, person, 'x.txt', 'x')).status).toBe(409);
    app.clock.advance(24 * HOUR);
    expect((await upload(app, person, 'x.txt', 'x')).status).toBe(201);
  });

  it('that nobody attaches is removed, and what is attached stays', async () => {
    const id = await owner.draft({ sharing: { level: 'INSTITUTION' } });
    const attached = await attach(app, owner.author, id, 1);
    const forgotten = await mustUpload(app, owner.author);
    await examine(app);
    app.clock.advance(24 * HOUR);
    await examine(app);
    expect(files()).toContain(forgotten);
    app.clock.advance(2 * HOUR);
    await examine(app);
    expect(files()).toContain(attached);
    expect(files()).not.toContain(forgotten);
    const manager = app.app.get(DataSource).manager;
    expect(await manager.countBy(Attachment, { id: forgotten })).toBe(0);
  });
});

it('links begin with the address under which people reach the server', async () => {
  const id = await owner.draft({ sharing: { level: 'INSTITUTION' } });
  await attach(app, owner.author, id, 1);
  const shown = await shownAttachments(owner.author.client, id);
  expect(shown!.shown[0].downloadUrl).toMatch(
    /^https:\/\/precedent\.example\/at\/attachments\/download\?link=[\w.-]+$/,
  );
});
