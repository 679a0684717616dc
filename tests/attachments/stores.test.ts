import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { MissingContent, type AttachmentStore } from '../../libs/attachments/storage/attachment-store.ts';
import { DiskStore } from '../../libs/attachments/storage/disk-store.ts';
import { verifiedContent } from '../../libs/attachments/storage/verified-content.ts';
import { S3Store } from '../../libs/attachments/storage/s3-store.ts';
import { bucketServer } from '../support/bucket.ts';

interface Kept {
  store: AttachmentStore;
  end: () => Promise<void>;
}

const BUCKET = { region: 'us-east-1', bucket: 'precedent', forcePathStyle: true };

const folder = (): string => mkdtempSync(join(tmpdir(), 'precedent-store-'));

async function onDisk(): Promise<Kept> {
  const path = folder();
  const end = async (): Promise<void> => rmSync(path, { recursive: true, force: true });
  return { store: new DiskStore(path), end };
}

async function inBucket(): Promise<Kept> {
  const { endpoint, credentials, end } = await bucketServer(BUCKET.bucket);
  const store = new S3Store({ ...BUCKET, endpoint, credentials });
  return {
    store,
    end: async () => {
      await store.close();
      await end();
    },
  };
}

describe.each<[string, () => Promise<Kept>]>([
  ['on disk', onDisk],
  ['in a bucket', inBucket],
])('a store %s', (_where, begin) => {
  let kept: Kept;
  const put = (id: string, content: Buffer, size = content.length): Promise<void> =>
    kept.store.put(id, Readable.from([content.subarray(0, 100_000), content.subarray(100_000)]), size);
  const read = async (id: string): Promise<Buffer> => buffer(await kept.store.open(id));

  beforeAll(async () => {
    kept = await begin();
  });
  afterAll(() => kept.end());

  it.each([1, 5_000, 12 * 1024 * 1024])('gives back what it was given: %d bytes', async (size) => {
    const [id, content] = [randomUUID(), randomBytes(size)];
    await put(id, content);
    expect((await read(id)).equals(content)).toBe(true);
  });

  it('keeps each under its own id', async () => {
    const [one, other] = [randomUUID(), randomUUID()];
    await put(one, Buffer.from('one'));
    await put(other, Buffer.from('other'));
    expect([String(await read(one)), String(await read(other))]).toEqual(['one', 'other']);
  });

  it('says that there is nothing', async () => {
    await expect(kept.store.open(randomUUID())).rejects.toBeInstanceOf(MissingContent);
  });

  it('removes, also what is not there', async () => {
    const id = randomUUID();
    await put(id, Buffer.from('gone'));
    await kept.store.remove(id);
    await expect(kept.store.open(id)).rejects.toBeInstanceOf(MissingContent);
    await kept.store.remove(id);
  });

  it('keeps nothing of what comes incomplete', async () => {
    const id = randomUUID();
    await expect(put(id, Buffer.from('short'), 100)).rejects.toThrow(/Expected 100/);
    await expect(kept.store.open(id)).rejects.toBeInstanceOf(MissingContent);
  });

  it('keeps nothing of what breaks off', async () => {
    const id = randomUUID();
    const content = Readable.from(
      (function* () {
        yield Buffer.from('begun');
        throw new Error('broken off');
      })(),
    );
    await expect(kept.store.put(id, content, 100)).rejects.toThrow('broken off');
    await expect(kept.store.open(id)).rejects.toBeInstanceOf(MissingContent);
  });

  it('takes nothing for an id that is none', async () => {
    for (const id of ['../../../etc/passwd', '', 'a/b', `${randomUUID()}/..`]) {
      await expect(put(id, Buffer.from('x'))).rejects.toThrow('not the id');
      await expect(kept.store.open(id)).rejects.toThrow('not the id');
    }
  });
});

it('on disk, nobody else on the machine gets at it, and nothing half is left', async () => {
  const path = folder();
  const store = new DiskStore(path);
  const id = randomUUID();
  await store.put(id, Readable.from([Buffer.from('mine')]), 4);
  await expect(store.put(randomUUID(), Readable.from([Buffer.from('x')]), 4)).rejects.toThrow();
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  expect(files.map(({ name }) => name)).toEqual([id]);
  const modes = [files[0]!.parentPath, join(files[0]!.parentPath, id)].map((at) => statSync(at).mode & 0o077);
  expect(modes).toEqual([0, 0]);
  rmSync(path, { recursive: true, force: true });
});

it('in a bucket, the store is asked to believe nothing that it cannot check', async () => {
  const refusing = createServer((_request, response) => response.writeHead(503).end());
  await new Promise<void>((done) => refusing.listen(0, '127.0.0.1', done));
  const endpoint = `http://127.0.0.1:${(refusing.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'anybody', secretAccessKey: 'anything' };
  const store = new S3Store({ ...BUCKET, endpoint, credentials });
  // A store that is away is not a store without it.
  const failure: unknown = await store.open(randomUUID()).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Error);
  expect(failure).not.toBeInstanceOf(MissingContent);
  await store.close();
  await new Promise((done) => refusing.close(done));
});

it('content that has changed fails whoever reads it, also who comes late', async () => {
  const expected = { size: 3, sha256: createHash('sha256').update('one').digest() };
  const right = verifiedContent(Readable.from([Buffer.from('o'), Buffer.from('ne')]), expected);
  expect(String(await buffer(right))).toBe('one');
  for (const wrong of ['two', 'on', 'one more']) {
    const content = verifiedContent(Readable.from([Buffer.from(wrong)]), expected);
    // By itself, before anybody listens.
    await new Promise((done) => content.once('close', done));
    await expect(buffer(content)).rejects.toThrow();
  }
});
