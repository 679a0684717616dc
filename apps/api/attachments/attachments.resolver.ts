import { Settings } from '#config';
import { AttachmentDownloads, type AttachmentRow } from '#documents';
import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { RequestContext } from '../graphql/request-context.ts';
import { DOWNLOAD_PATH } from './download.controller.ts';

@Resolver('Attachment')
export class AttachmentsResolver {
  private readonly downloads: AttachmentDownloads;
  private readonly publicUrl: string;

  constructor(downloads: AttachmentDownloads, { publicUrl }: Settings) {
    this.downloads = downloads;
    this.publicUrl = publicUrl.replace(/\/+$/, '');
  }

  @ResolveField()
  async downloadUrl(
    @Parent() row: AttachmentRow,
    @Context() { principal }: RequestContext,
  ): Promise<string | null> {
    const link = await this.downloads.link(principal, row);
    return link && `${this.publicUrl}/${DOWNLOAD_PATH}?link=${link}`;
  }
}
