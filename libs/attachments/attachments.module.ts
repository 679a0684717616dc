import { Settings } from '#config';
import { Queues } from '#database';
import { Clock } from '#kernel';
import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { AttachmentWorker } from './attachment-worker.ts';
import { Attachment, AttachmentText } from './attachment.entity.ts';
import { EXAMINATION_QUEUE } from './examining/examination-queue.ts';
import { Examination } from './examining/examination.ts';
import { Extractor } from './extraction/extractor.ts';
import { DownloadLinks } from './links/download-links.ts';
import { linkKey } from './links/link-key.ts';
import { Scanner } from './scanning/scanner.ts';
import { AttachmentStore } from './storage/attachment-store.ts';
import { DiskStore } from './storage/disk-store.ts';
import { TextFollowers } from './text-followers.ts';
import { ForgottenUploads } from './uploads/forgotten-uploads.ts';
import { Reception } from './uploads/reception.ts';
import { UploadsService } from './uploads/uploads.service.ts';

/** Files as such: taken in, kept, scanned, read. Who may have which is the documents' business. */
@Module({
  imports: [TypeOrmModule.forFeature([Attachment, AttachmentText])],
  providers: [
    TextFollowers,
    UploadsService,
    ForgottenUploads,
    AttachmentWorker,
    {
      provide: AttachmentStore,
      inject: [Settings],
      useFactory: async ({ s3, dataDirectory }: Settings): Promise<AttachmentStore> => {
        if (!s3) return new DiskStore(join(dataDirectory, 'attachments'));
        // The store's client is large, and loaded where it is needed only.
        const { S3Store } = await import('./storage/s3-store.ts');
        return new S3Store(s3);
      },
    },
    {
      provide: Reception,
      inject: [Settings],
      useFactory: ({ dataDirectory, attachmentMaxBytes }: Settings): Reception =>
        new Reception(join(dataDirectory, 'attachments', 'incoming'), attachmentMaxBytes),
    },
    {
      provide: DownloadLinks,
      inject: [Settings, Clock],
      useFactory: async ({ attachmentLinkSecret, dataDirectory }: Settings, clock: Clock) =>
        new DownloadLinks(await linkKey(attachmentLinkSecret, dataDirectory), clock),
    },
    {
      provide: Examination,
      inject: [Settings, DataSource, Clock, AttachmentStore, TextFollowers],
      useFactory: (
        { clamav }: Settings,
        source: DataSource,
        clock: Clock,
        store: AttachmentStore,
        followers: TextFollowers,
      ): Examination => {
        const scanner = clamav && new Scanner(clamav.host, clamav.port);
        return new Examination(source, clock, store, scanner, new Extractor(), followers);
      },
    },
  ],
  exports: [AttachmentStore, AttachmentWorker, DownloadLinks, TextFollowers, UploadsService],
})
export class AttachmentsModule implements OnApplicationShutdown {
  private readonly store: AttachmentStore;

  constructor(@Inject(AttachmentStore) store: AttachmentStore, queues: Queues) {
    this.store = store;
    queues.add(EXAMINATION_QUEUE);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.store.close();
  }
}
