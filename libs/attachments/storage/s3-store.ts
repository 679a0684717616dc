import { DeleteObjectCommand, GetObjectCommand, NoSuchKey, NotFound, S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { Readable } from 'node:stream';
import { AttachmentStore, keyOf, MissingContent } from './attachment-store.ts';

/** Where an S3-compatible store is, and how to get in. */
export interface S3Settings {
  /** Null for Amazon's own. */
  endpoint: string | null;
  region: string;
  bucket: string;
  /** Null takes them from where Amazon's tools look: the machine's role, a file. */
  credentials: { accessKeyId: string; secretAccessKey: string } | null;
  /** Whether the bucket stands in the path instead of the host's name. */
  forcePathStyle: boolean;
}

const PREFIX = 'attachments/';

/** Keeps attachments in a bucket of Amazon S3, or of anything that speaks its language. */
export class S3Store extends AttachmentStore {
  private readonly client: S3Client;
  private readonly bucket: string;

  constructor({ endpoint, region, bucket, credentials, forcePathStyle }: S3Settings) {
    super();
    this.bucket = bucket;
    this.client = new S3Client({
      region,
      forcePathStyle,
      ...(endpoint && { endpoint }),
      ...(credentials && { credentials }),
      // Many compatible stores do not know the newer checksums; ours is checked at every reading anyway.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  }

  async put(id: string, content: Readable, size: number): Promise<void> {
    let sent = 0;
    const counted = async function* (): AsyncGenerator<Buffer> {
      for await (const chunk of content) {
        sent += (chunk as Buffer).length;
        yield chunk as Buffer;
      }
    };
    // In parts: a part can be sent again after a failure, a stream cannot.
    const upload = new Upload({
      client: this.client,
      params: { Bucket: this.bucket, Key: PREFIX + keyOf(id), Body: Readable.from(counted()) },
    });
    await upload.done();
    if (sent === size) return;
    await this.remove(id);
    throw new Error(`Expected ${size} bytes, got ${sent}.`);
  }

  async open(id: string): Promise<Readable> {
    try {
      const { Body } = await this.client.send(
        new GetObjectCommand({ Bucket: this.bucket, Key: PREFIX + keyOf(id) }),
      );
      return Body as Readable;
    } catch (error) {
      if (error instanceof NoSuchKey || error instanceof NotFound) throw new MissingContent(id);
      throw error;
    }
  }

  async remove(id: string): Promise<void> {
    await this.client.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: PREFIX + keyOf(id) }));
  }

  async close(): Promise<void> {
    this.client.destroy();
  }
}
