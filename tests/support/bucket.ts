import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';

const CREDENTIALS = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };

/** A server that speaks the language of Amazon S3, with empty buckets. */
export interface BucketServer {
  endpoint: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  /** Settings that keep attachments in one of the buckets. */
  environment: (bucket: string) => Record<string, string>;
  end: () => Promise<void>;
}

/** Starts one on a free port, with its contents in a folder that goes with it. */
export async function bucketServer(...buckets: readonly string[]): Promise<BucketServer> {
  const directory = mkdtempSync(join(tmpdir(), 'precedent-buckets-'));
  const configureBuckets = buckets.map((name) => ({ name }));
  const server = new S3rver({ address: '127.0.0.1', port: 0, silent: true, directory, configureBuckets });
  const { port } = await server.run();
  const endpoint = `http://127.0.0.1:${port}`;
  return {
    ...{ endpoint, credentials: CREDENTIALS },
    environment: (bucket) => ({
      ...{ S3_BUCKET: bucket, S3_ENDPOINT: endpoint, S3_FORCE_PATH_STYLE: 'true' },
      S3_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      S3_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    }),
    end: async () => {
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
