import { actingMembership, holdMembership, isAtLeast, type UserPrincipal } from '#access';
import { Clock, newId, Refusal } from '#kernel';
import { Injectable } from '@nestjs/common';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { DataSource, IsNull, type EntityManager } from 'typeorm';
import { Attachment } from '../attachment.entity.ts';
import { fileNameOf } from '../files/file-name.ts';
import { hasText } from '../files/media-types.ts';
import { sniffedType } from '../files/sniffing.ts';
import { AttachmentStore } from '../storage/attachment-store.ts';
import { Reception, type Received } from './reception.ts';

/** How long an upload waits to be attached. */
export const UPLOAD_MILLISECONDS = 24 * 3_600_000;
/** Uploads of one person that wait to be attached. */
const MOST_WAITING = 20;

/** An upload as its uploader sees it. */
export interface UploadRow {
  uploadId: string;
  name: string;
  mediaType: string;
  /** In bytes. */
  size: number;
  /** Hexadecimal. */
  sha256: string;
  expiresAt: Date;
}

/** Takes files in. What comes is an upload, seen and used by its uploader alone until it is attached. */
@Injectable()
export class UploadsService {
  private readonly source: DataSource;
  private readonly clock: Clock;
  private readonly store: AttachmentStore;
  private readonly reception: Reception;

  constructor(source: DataSource, clock: Clock, store: AttachmentStore, reception: Reception) {
    this.source = source;
    this.clock = clock;
    this.store = store;
    this.reception = reception;
  }

  /** Throws FORBIDDEN, or STATE for too many uploads that wait: before anything of a file is read. */
  async requireRoom(principal: UserPrincipal): Promise<void> {
    requireContributor(actingMembership(principal).role);
    await requireFewWaiting(this.source.manager, principal.userId, this.since());
  }

  /**
   * Keeps a file that one may attach for a day. Throws FORBIDDEN, STATE, INVALID for what may not be
   * attached, or TooLarge.
   */
  async receive(principal: UserPrincipal, given: string, content: Readable): Promise<UploadRow> {
    const name = fileNameOf(given);
    return this.reception.receive(content, async (received) => {
      const mediaType = await sniffedType(received.path, name);
      const id = newId();
      await this.store.put(id, createReadStream(received.path), received.size);
      try {
        return await this.keep(principal, { id, name, mediaType, ...received });
      } catch (error) {
        await this.store.remove(id);
        throw error;
      }
    });
  }

  private async keep(
    principal: UserPrincipal,
    { id, name, mediaType, size, sha256 }: Received & { id: string; name: string; mediaType: string },
  ): Promise<UploadRow> {
    const chosen = actingMembership(principal);
    const { userId } = principal;
    const now = this.clock.now();
    await this.source.transaction(async (manager) => {
      const { role, institutionId } = await holdMembership(manager, chosen, now);
      requireContributor(role);
      // One at a time for each person, so that the limit holds.
      await manager.query('SELECT 1 FROM users WHERE id = $1 FOR NO KEY UPDATE', [userId]);
      await requireFewWaiting(manager, userId, this.since());
      await manager.insert(Attachment, {
        ...{ id, institutionId, name, mediaType, size, sha256, documentId: null, reason: null },
        ...{ state: 'UPLOADED', textState: hasText(mediaType) ? 'WAITING' : 'NONE' },
        ...{ uploadedById: userId, uploadedAt: now, dueAt: now },
      });
    });
    const expiresAt = new Date(now.getTime() + UPLOAD_MILLISECONDS);
    return { uploadId: id, name, mediaType, size, sha256: sha256.toString('hex'), expiresAt };
  }

  private since(): Date {
    return new Date(this.clock.now().getTime() - UPLOAD_MILLISECONDS);
  }
}

/**
 * The uploads that a person may attach to a document of an institution, held, in the order of `ids`. Throws
 * NOT_FOUND when one of them does not exist, is somebody else's, is attached already, or has waited too long,
 * and INVALID for one in which something harmful was found.
 */
export async function holdUploads(
  manager: EntityManager,
  { userId, institutionId, now }: { userId: string; institutionId: string; now: Date },
  ids: readonly string[],
): Promise<Attachment[]> {
  const held = await manager
    .createQueryBuilder(Attachment, 'a')
    .setLock('pessimistic_write')
    .where('a.id = ANY(:ids) AND a.uploaded_by_id = :userId AND a.institution_id = :institutionId')
    .andWhere('a.document_id IS NULL AND a.uploaded_at > :since')
    .setParameters({ ids, userId, institutionId, since: new Date(now.getTime() - UPLOAD_MILLISECONDS) })
    .getMany();
  const found = ids.map((id) => held.find((one) => one.id === id));
  if (found.includes(undefined)) throw Refusal.notFound(['uploadIds']);
  const refused = held.find(({ state }) => state === 'REFUSED');
  if (refused) throw Refusal.of('INVALID', refused.reason ?? 'The file was refused.', ['uploadIds']);
  return found as Attachment[];
}

function requireContributor(role: Parameters<typeof isAtLeast>[0]): void {
  if (!isAtLeast(role, 'CONTRIBUTOR')) {
    throw Refusal.of('FORBIDDEN', 'Only those who may write documents may upload files.', ['file']);
  }
}

async function requireFewWaiting(manager: EntityManager, uploadedById: string, since: Date): Promise<void> {
  const waiting = await manager
    .createQueryBuilder(Attachment, 'a')
    .where({ uploadedById, documentId: IsNull() })
    .andWhere('a.uploaded_at > :since', { since })
    .getCount();
  if (waiting < MOST_WAITING) return;
  throw Refusal.of('STATE', `${waiting} uploads of yours wait to be attached: attach them first.`, ['file']);
}
