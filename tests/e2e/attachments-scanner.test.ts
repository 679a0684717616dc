import { Attachment } from '#attachments';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { ClamavServer, EICAR } from '../attachments/clamav-server.ts';
import { ATTACH, attach, examine, follow, mustUpload, shownAttachments } from '../support/attachments.ts';
import { Publisher, refusal } from '../support/publishing.ts';
import { TestApp } from '../support/test-app.ts';

const PUBLIC = { level: 'PUBLIC' };

const pathOf = (id: string, { settings }: TestApp): string =>
  join(settings.dataDirectory, 'attachments', id.slice(0, 2), id.slice(2, 4), id);

describe('with a scanner', () => {
  let clamav: ClamavServer;
  let guarded: TestApp;
  let people: Publisher;

  beforeAll(async () => {
    clamav = await ClamavServer.start();
    guarded = await TestApp.start({ CLAMAV_HOST: '127.0.0.1', CLAMAV_PORT: String(clamav.port) });
    people = await Publisher.of(guarded);
  });
  afterAll(async () => {
    await guarded?.stop();
    await clamav?.stop();
  });

  const attached = async (content: string): Promise<{ id: string; attachmentId: string }> => {
    const id = await people.draft({ sharing: PUBLIC });
    return { id, attachmentId: await attach(guarded, people.author, id, 1, 'file.txt', content) };
  };
  const shownOf = async (id: string): Promise<any> =>
    (await shownAttachments(people.author.client, id))!.shown[0];

  it('nothing is given out before it has been scanned', async () => {
    const { id } = await attached('harmless');
    expect(await shownOf(id)).toMatchObject({ state: 'UPLOADED', downloadUrl: null, textState: 'WAITING' });
    await examine(guarded);
    const { downloadUrl, ...clean } = await shownOf(id);
    expect(clean).toMatchObject({ state: 'CLEAN', textState: 'EXTRACTED' });
    expect(await (await follow(guarded, downloadUrl)).text()).toBe('harmless');
  });

  it('what it finds something in is refused, and gone', async () => {
    const { id, attachmentId } = await attached(EICAR);
    await examine(guarded);
    const reason = 'The scanner has found something harmful in it: Eicar-Test-Signature.';
    expect(await shownOf(id)).toMatchObject({
      state: 'REFUSED',
      downloadUrl: null,
      reason,
      textState: 'NONE',
    });
    expect(existsSync(pathOf(attachmentId, guarded))).toBe(false);
    const upload = await mustUpload(guarded, people.author, 'file.txt', EICAR);
    await examine(guarded);
    expect(await refusal(people.author.client, ATTACH, { id, version: 2, uploads: [upload] })).toEqual([
      'INVALID',
    ]);
  });

  it('everything waits while it is away, and is scanned once it is back', async () => {
    clamav.instead = null;
    const [good, bad] = [await attached('patient'), await attached(`${EICAR} `)];
    await examine(guarded);
    for (const { id } of [good, bad]) {
      expect(await shownOf(id)).toMatchObject({ state: 'UPLOADED', downloadUrl: null, textState: 'WAITING' });
    }
    clamav.instead = undefined;
    guarded.clock.advance(60_000);
    await examine(guarded);
    expect((await shownOf(good.id)).state).toBe('CLEAN');
    expect((await shownOf(bad.id)).state).toBe('REFUSED');
  });

  it('what came in before there was one is scanned, too, and not given out until then', async () => {
    const { id, attachmentId } = await attached(`${EICAR} from before`);
    const done = { dueAt: null, textState: 'EXTRACTED' as const };
    const { manager } = guarded.app.get(DataSource);
    await manager.update(Attachment, { id: attachmentId }, done);
    await manager.query('INSERT INTO attachment_texts VALUES ($1, $2)', [attachmentId, 'echidnarium']);
    await people.bringOut(id, 2);
    await guarded.index();
    expect((await shownOf(id)).downloadUrl).toBeNull();
    const found = async (): Promise<number> =>
      (await guarded.anonymous.ask('{ search(query: "echidnarium") { total } }')).search.total;
    expect(await found()).toBe(1);
    await examine(guarded);
    expect((await shownOf(id)).state).toBe('REFUSED');
    expect(await found()).toBe(0);
  });
});
