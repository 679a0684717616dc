export { AttachmentWorker } from './attachment-worker.ts';
export { Attachment } from './attachment.entity.ts';
export { AttachmentsModule } from './attachments.module.ts';
export { DownloadLinks } from './links/download-links.ts';
export { AttachmentStore, MissingContent } from './storage/attachment-store.ts';
export { CorruptContent, verifiedContent } from './storage/verified-content.ts';
export { TextFollowers } from './text-followers.ts';
export { TooLarge } from './uploads/reception.ts';
export { holdUploads, UploadsService } from './uploads/uploads.service.ts';
