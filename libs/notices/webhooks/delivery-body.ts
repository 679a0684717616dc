import type { UserPrincipal } from '#access';
import { DocumentsReadModel } from '#documents';
import type { TlpLabel } from '#kernel';
import { Injectable } from '@nestjs/common';
import { Addresses } from '../delivery/addresses.ts';
import { mayLeaveInFull } from '../delivery/labels.ts';
import type { DocumentEvent } from '../notifications/notification.entity.ts';

const FIELDS = new Set([
  ...['title', 'summary', 'language', 'topics', 'countries', 'institution', 'versionNumber'],
  ...['sharing', 'sharing.tlp'],
]);

const NAMES: Readonly<Record<DocumentEvent, string>> = {
  PUBLISHED: 'document.published',
  CHANGED: 'document.changed',
  WITHDRAWN: 'document.withdrawn',
};

interface Told {
  id: string;
  documentId: string;
  event: DocumentEvent;
  createdAt: Date;
}

/** What a webhook is told, read anew at the moment of sending. */
@Injectable()
export class DeliveryBodies {
  private readonly documents: DocumentsReadModel;
  private readonly addresses: Addresses;

  constructor(documents: DocumentsReadModel, addresses: Addresses) {
    this.documents = documents;
    this.addresses = addresses;
  }

  /** The JSON text; null when the institution's READERs may no longer read it. */
  async of(reader: UserPrincipal, told: Told): Promise<string | null> {
    const document =
      told.event === 'WITHDRAWN'
        ? await this.withdrawn(reader, told.documentId)
        : await this.published(reader, told.documentId);
    if (!document) return null;
    const { id, event, createdAt } = told;
    return JSON.stringify({ id, event: NAMES[event], createdAt: createdAt.toISOString(), document });
  }

  private async published(reader: UserPrincipal, id: string): Promise<object | null> {
    const row = (await this.documents.publishedByIds(reader, [id], FIELDS)).get(id);
    if (!row) return null;
    const { tlp } = row.sharing as { tlp: TlpLabel };
    const { kind, title, versionNumber, summary, language, topics, countries, institution } = row;
    const always = { id, kind, title, versionNumber, tlp, url: this.addresses.document(id) };
    return mayLeaveInFull(tlp) ? { ...always, summary, language, topics, countries, institution } : always;
  }

  private async withdrawn(reader: UserPrincipal, id: string): Promise<object | null> {
    const gone = await this.documents.findTombstone(reader, id);
    if (!gone) return null;
    const { kind, tlp, reason, replacementId } = gone;
    const replaced = replacementId ? await this.documents.find(reader, replacementId, new Set()) : null;
    const withdrawnAt = gone.withdrawnAt.toISOString();
    const always = {
      id,
      kind,
      tlp,
      url: this.addresses.document(id),
      withdrawnAt,
      replacementId: replaced?.id ?? null,
    };
    return mayLeaveInFull(tlp) ? { ...always, reason } : always;
  }
}
