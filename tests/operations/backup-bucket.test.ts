import { createTestDatabase } from '#testing';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attach, follow, shownAttachments } from '../support/attachments.ts';
import { bucketServer, type BucketServer } from '../support/bucket.ts';
import { PrecedentHome } from '../support/precedent-process.ts';
import { Publisher } from '../support/publishing.ts';
import { TestApp } from '../support/test-app.ts';

const CONTENT = Buffer.from(Array.from({ length: 6_000_000 }, (_, at) => 32 + ((at * at) % 90)));

let buckets: BucketServer;
const apps: TestApp[] = [];
const folder = mkdtempSync(join(tmpdir(), 'precedent-bucket-backup-'));
beforeAll(async () => {
  buckets = await bucketServer('first', 'second');
});
afterAll(async () => {
  for (const app of apps) await app.stop();
  await buckets.end();
  rmSync(folder, { recursive: true, force: true });
});

it('what lies in a bucket is backed up from there, and restored into another one', async () => {
  const app = await TestApp.start(buckets.environment('first'));
  apps.push(app);
  const file = join(folder, 'backup');
  const one = await Publisher.of(app, { slug: 'one' });
  const id = await one.draft({ title: 'With a file', sharing: { level: 'COMMUNITY' } });
  await attach(app, one.author, id, 1, 'large.txt', CONTENT);
  await one.bringOut(id, 2);
  const homeAt = (url: string, path: string, bucket: string): PrecedentHome =>
    new PrecedentHome(path).withEnvironment({ DATABASE_URL: url, ...buckets.environment(bucket) });
  await homeAt(app.databaseUrl, app.settings.dataDirectory, 'first').must('backup', file);
  // It was never on this machine but to be looked at on its way in.
  expect(readdirSync(join(app.settings.dataDirectory, 'attachments'))).toEqual(['incoming']);

  const target = await createTestDatabase({ empty: true });
  const home = homeAt(target.url, mkdtempSync(join(folder, 'restored-')), 'second');
  await home.must('restore', file);
  const environment = { ...buckets.environment('second'), PRECEDENT_DATA_DIR: home.folder };
  const restored = await TestApp.start(environment, target);
  apps.push(restored);
  const reader = restored.anonymous.as(one.reviewer.token);
  const [attachment] = (await shownAttachments(reader, id))!.shown;
  const answer = await follow(restored, attachment.downloadUrl);
  expect(Buffer.from(await answer.arrayBuffer()).equals(CONTENT)).toBe(true);
});
