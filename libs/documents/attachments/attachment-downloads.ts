import { anonymous, type Principal } from '#access';
import { AttachmentStore, DownloadLinks, verifiedContent } from '#attachments';
import { Settings } from '#config';
import { Bindings, ReadDatabase } from '#database';
import { Authentication } from '#identity';
import { Clock } from '#kernel';
import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { readableVersion, VERSIONS } from '../reading/versions-read-model.ts';
import type { AttachmentRow } from './attachment-columns.ts';

/** A file on its way to its reader. */
export interface Download {
  attachmentId: string;
  documentId: string;
  versionNumber: number;
  name: string;
  mediaType: string;
  /** In bytes. */
  size: number;
  /** Begins to read it. It fails before its end when the bytes are not those that were uploaded. */
  content: () => Promise<Readable>;
  reader: Principal;
}

interface FileRow {
  name: string;
  mediaType: string;
  size: number;
  sha256: Buffer;
}

/** Links to attachments, and what they open. */
@Injectable()
export class AttachmentDownloads {
  private readonly database: ReadDatabase;
  private readonly clock: Clock;
  private readonly links: DownloadLinks;
  private readonly authentication: Authentication;
  private readonly store: AttachmentStore;
  private readonly mustBeClean: boolean;

  constructor(
    database: ReadDatabase,
    clock: Clock,
    links: DownloadLinks,
    authentication: Authentication,
    store: AttachmentStore,
    { clamav }: Settings,
  ) {
    this.database = database;
    this.clock = clock;
    this.links = links;
    this.authentication = authentication;
    this.store = store;
    this.mustBeClean = clamav !== null;
  }

  /** The text of a link for a principal who was shown the attachment; null when nobody can have it now. */
  async link(principal: Principal, row: AttachmentRow): Promise<string | null> {
    if (!this.states().includes(row.state)) return null;
    const { id: attachmentId, documentId, versionNumber } = row;
    const boundTo = principal.type === 'user' ? principal.boundTo : null;
    return this.links.sign({ attachmentId, documentId, versionNumber, userId: principal.userId, boundTo });
  }

  /**
   * What a link opens, for the one it was made for, if they may read it now; null for anything else. `sender`
   * is who comes with it: nobody in particular, or the very one.
   */
  async open(link: string, sender: Principal): Promise<Download | null> {
    const linked = await this.links.verify(link);
    if (!linked) return null;
    const { attachmentId, documentId, versionNumber, userId } = linked;
    if (sender.type === 'user' && userId !== null && sender.userId !== userId) return null;
    const reader = await this.readerOf(linked);
    const file = await this.find(reader, attachmentId, documentId, versionNumber);
    if (!file) return null;
    const { sha256, ...shown } = file;
    const content = async (): Promise<Readable> =>
      verifiedContent(await this.store.open(attachmentId), { size: file.size, sha256 });
    return { attachmentId, documentId, versionNumber, ...shown, content, reader };
  }

  /** The person with the memberships of this moment, and no more of them than the link was made with. */
  private async readerOf({
    userId,
    boundTo,
  }: {
    userId: string | null;
    boundTo: string | null;
  }): Promise<Principal> {
    if (userId === null) return anonymous;
    const principal = await this.authentication.principalOf(userId);
    const memberships = principal.memberships.filter(
      ({ institutionId }) => boundTo === null || institutionId === boundTo,
    );
    return { ...principal, memberships, boundTo };
  }

  private async find(
    reader: Principal,
    attachmentId: string,
    documentId: string,
    versionNumber: number,
  ): Promise<FileRow | null> {
    const { bind, values } = new Bindings();
    const [row] = await this.database.rows<FileRow>(
      `SELECT a.name, a.media_type AS "mediaType", a.size, a.sha256 ${VERSIONS}
       JOIN document_version_attachments va ON va.document_id = d.id AND va.version_number = o.number
       JOIN attachments a ON a.id = va.attachment_id
       WHERE d.id = ${bind(documentId)} AND o.number = ${bind(versionNumber)} AND a.id = ${bind(attachmentId)}
         AND a.state = ANY(${bind(this.states())}) AND ${readableVersion(reader, this.clock.now(), bind)}`,
      values,
    );
    return row ?? null;
  }

  /** Those in which a file goes out: where there is a scanner, only what it has found nothing in. */
  private states(): AttachmentRow['state'][] {
    return this.mustBeClean ? ['CLEAN'] : ['UPLOADED', 'CLEAN'];
  }
}
