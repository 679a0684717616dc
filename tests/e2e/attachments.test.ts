import { createHash, randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ATTACH,
  attach,
  DETACH,
  docx,
  examine,
  follow,
  mustUpload,
  pdf,
  PNG,
  pptx,
  shownAttachments,
  xlsx,
} from '../support/attachments.ts';
import { mutate, Publisher, refusal } from '../support/publishing.ts';
import { TestApp } from '../support/test-app.ts';

const ERRORS = 'userErrors { code message field }';
const PUBLIC = { level: 'PUBLIC' };

let app: TestApp;
let owner: Publisher;

beforeAll(async () => {
  app = await TestApp.start();
  owner = await Publisher.of(app);
});
afterAll(() => app?.stop());

const names = (list: readonly { name: string }[]): string[] => list.map(({ name }) => name);
const stateOf = async (id: string): Promise<any> =>
  (
    await owner.author.client.ask(
      `query($id: ID!) { document(id: $id) { state versionNumber working { number state } } }`,
      { id },
    )
  ).document;
const pathOf = (id: string): string =>
  join(app.settings.dataDirectory, 'attachments', id.slice(0, 2), id.slice(2, 4), id);

describe('attaching', () => {
  it('makes a version, which keeps what it has; later ones have it until it is detached', async () => {
    const id = await owner.draft({ sharing: PUBLIC });
    const one = await attach(app, owner.author, id, 1, 'one.txt', 'One.');
    await attach(app, owner.author, id, 2, 'two.txt', 'Two.');
    const edit = `mutation($id: ID!) { documentEdit(id: $id, expectedVersion: 3, input: { title: "x" }) { document { id } ${ERRORS} } }`;
    await mutate(owner.author.client, edit, { id });
    await mutate(owner.author.client, DETACH, { id, version: 4, attachments: [one] });
    const { shown, versions } = (await shownAttachments(owner.author.client, id))!;
    expect(names(shown)).toEqual(['two.txt']);
    expect([...versions].map(([number, list]) => [number, ...names(list)])).toEqual([
      [5, 'two.txt'],
      [4, 'one.txt', 'two.txt'],
      [3, 'one.txt', 'two.txt'],
      [2, 'one.txt'],
      [1],
    ]);
    expect(await (await follow(app, versions.get(2)![0].downloadUrl)).text()).toBe('One.');
    expect(shown[0]).toMatchObject({ size: 4, sha256: createHash('sha256').update('Two.').digest('hex') });
  });

  it('to what is published leaves readers what they have until the next version is published', async () => {
    const id = await owner.publish({ sharing: PUBLIC });
    await attach(app, owner.author, id, 1, 'next.txt');
    expect(await shownAttachments(app.anonymous, id)).toMatchObject({ shown: [], working: [] });
    expect(names((await shownAttachments(owner.author.client, id))!.working)).toEqual(['next.txt']);
    await owner.bringOut(id, 2);
    expect(names((await shownAttachments(app.anonymous, id))!.shown)).toEqual(['next.txt']);
  });

  it('and detaching void an approval', async () => {
    const id = await owner.draft({ sharing: PUBLIC });
    const first = await attach(app, owner.author, id, 1);
    const step = (person: typeof owner.author, call: string) =>
      refusal(person.client, `mutation($id: ID!) { ${call} { document { id } ${ERRORS} } }`, { id });
    const approve = async (): Promise<void> => {
      expect(await step(owner.author, 'documentSubmit(id: $id)')).toEqual([]);
      expect(await step(owner.reviewer, 'documentReview(id: $id, decision: APPROVE)')).toEqual([]);
    };
    await approve();
    await attach(app, owner.author, id, 2, 'more.txt');
    expect(await stateOf(id)).toMatchObject({ state: 'DRAFT', versionNumber: 3 });
    expect(await step(owner.publisher, 'documentPublish(id: $id, expectedVersion: 3)')).toEqual([
      'SECOND_PERSON',
    ]);
    await approve();
    await mutate(owner.author.client, DETACH, { id, version: 3, attachments: [first] });
    expect(await step(owner.publisher, 'documentPublish(id: $id, expectedVersion: 4)')).toEqual([
      'SECOND_PERSON',
    ]);
    await approve();
    expect(await step(owner.publisher, 'documentPublish(id: $id, expectedVersion: 4)')).toEqual([]);
  });

  it('is refused as every edit is', async () => {
    const id = await owner.publish({ sharing: PUBLIC });
    const uploads = [await mustUpload(app, owner.author)];
    const outsider = await app.person(await app.institution(), 'PUBLISHER');
    expect(await refusal(owner.author.client, ATTACH, { id, version: 7, uploads })).toEqual(['CONFLICT']);
    expect(await refusal(owner.reviewer.client, ATTACH, { id, version: 1, uploads })).toEqual(['FORBIDDEN']);
    expect(await refusal(outsider.client, ATTACH, { id, version: 1, uploads })).toEqual(['FORBIDDEN']);
    expect(await refusal(owner.author.client, ATTACH, { id, version: 1, uploads: [] })).toEqual(['INVALID']);
    expect(await refusal(owner.author.client, ATTACH, { id, version: 1, uploads: [randomUUID()] })).toEqual([
      'NOT_FOUND',
    ]);
    expect(await refusal(owner.author.client, DETACH, { id, version: 1, attachments: uploads })).toEqual([
      'NOT_FOUND',
    ]);
    const hidden = await owner.publish({ sharing: { level: 'INSTITUTION' } });
    expect(await refusal(outsider.client, ATTACH, { id: hidden, version: 1, uploads })).toEqual([
      'NOT_FOUND',
    ]);
    expect(await stateOf(id)).toMatchObject({ versionNumber: 1, working: null });
  });

  it('ends at twenty', async () => {
    const person = await app.person(owner.institution, 'CONTRIBUTOR');
    const create = `mutation { documentCreate(input: { title: "t", summary: "s", body: "b", details: { guidance: {} } })
      { document { id } ${ERRORS} } }`;
    const { id } = await mutate(person.client, create, {});
    const some = async (count: number): Promise<string[]> => {
      const uploads: string[] = [];
      while (uploads.length < count) uploads.push(await mustUpload(app, person));
      return uploads;
    };
    expect(await refusal(person.client, ATTACH, { id, version: 1, uploads: await some(19) })).toEqual([]);
    const [one, other] = await some(2);
    expect(await refusal(person.client, ATTACH, { id, version: 2, uploads: [one, other] })).toEqual([
      'INVALID',
    ]);
    expect(await refusal(person.client, ATTACH, { id, version: 2, uploads: [one] })).toEqual([]);
  });
});

describe('the words of attachments', () => {
  const find = async (word: string, client = app.anonymous): Promise<any[]> => {
    const { search } = await client.ask(
      'query($word: String!) { search(query: $word) { edges { node { snippet document { id } } } } }',
      { word },
    );
    return search.edges.map(({ node }: any) => node);
  };

  it.each<[string, () => Buffer | Promise<Buffer>]>([
    ['scan.pdf', () => pdf('A wombatorium')],
    ['report.docx', () => docx(['A wombatorium'])],
    ['table.xlsx', () => xlsx(['A wombatorium'])],
    ['talk.pptx', () => pptx(['A wombatorium'])],
    ['notes.md', () => Buffer.from('A **wombatorium**')],
  ])('find the document once they are published and read: %s', async (name, content) => {
    const id = await owner.draft({ sharing: PUBLIC });
    const attachmentId = await attach(app, owner.author, id, 1, name, await content());
    const found = async (): Promise<boolean> =>
      (await find('wombatorium')).some(({ document }) => document.id === id);
    await examine(app);
    expect(await found()).toBe(false);
    await owner.bringOut(id, 2);
    await app.index();
    expect(await found()).toBe(true);
    await mutate(owner.author.client, DETACH, { id, version: 2, attachments: [attachmentId] });
    await owner.bringOut(id, 3);
    await app.index();
    expect(await found()).toBe(false);
  });

  it('are read after the document is published as well, and narrowed with it', async () => {
    const id = await owner.draft({ sharing: PUBLIC });
    await attach(
      app,
      owner.author,
      id,
      1,
      'late.txt',
      'About a platypodium <script>alert(1)</script> & more.',
    );
    await owner.bringOut(id, 2);
    await app.index();
    expect(await find('platypodium')).toEqual([]);
    await examine(app);
    const [hit] = await find('platypodium');
    expect(hit.document.id).toBe(id);
    expect(hit.snippet).toContain(
      '<mark>platypodium</mark> &lt;script&gt;alert(1)&lt;/script&gt; &amp; more',
    );
    const narrow = `mutation($id: ID!) { documentShare(id: $id, sharing: { level: INSTITUTION }) { document { id } ${ERRORS} } }`;
    await mutate(owner.publisher.client, narrow, { id });
    expect(await find('platypodium')).toEqual([]);
    await app.index();
    expect(await find('platypodium')).toEqual([]);
    expect(await find('platypodium', owner.author.client)).toHaveLength(1);
  });

  it('may be missing, which is said to those who work on the document and keeps nobody from the file', async () => {
    const id = await owner.draft({ sharing: PUBLIC });
    await attach(app, owner.author, id, 1, 'broken.pdf', Buffer.from(`%PDF-1.7\n${'noise '.repeat(500)}`));
    await attach(app, owner.author, id, 2, 'image.png', PNG);
    await owner.bringOut(id, 3);
    await examine(app);
    const inside = (await shownAttachments(owner.author.client, id))!.shown;
    expect(inside).toMatchObject([
      { textState: 'FAILED', reason: 'It is broken.' },
      { textState: 'NONE', reason: null },
    ]);
    const outside = (await shownAttachments(app.anonymous, id))!.shown;
    expect(outside).toMatchObject([{ textState: null, reason: null }, { textState: null }]);
    expect((await follow(app, outside[0].downloadUrl)).status).toBe(200);
  });
});

describe('what is no longer what was uploaded', () => {
  it.each<[string, Buffer]>([
    ['changed', Buffer.from('x'.repeat(300_000))],
    ['shorter', Buffer.from('y'.repeat(10))],
    ['longer', Buffer.from('y'.repeat(300_001))],
  ])('does not arrive whole: %s', async (_how, other) => {
    const id = await owner.draft({ sharing: PUBLIC });
    const attachmentId = await attach(app, owner.author, id, 1, 'kept.txt', 'y'.repeat(300_000));
    const [{ downloadUrl }] = (await shownAttachments(owner.author.client, id))!.shown;
    expect((await (await follow(app, downloadUrl)).text()).length).toBe(300_000);
    writeFileSync(pathOf(attachmentId), other);
    // A short one fails before anything of it is sent; of a long one the end stays away.
    const received = await follow(app, downloadUrl)
      .then(async (response) => [response.status, (await response.text()).slice(0, 21)])
      .catch(() => 'broken off');
    expect(['broken off', [500, '{"statusCode":500,"me']]).toContainEqual(received);
  });
});
