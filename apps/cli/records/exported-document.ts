import type { DocumentKind, DocumentState, SharingLevel, TlpLabel } from '#kernel';
import { tlpText } from './tlp-label.ts';

/** A document as `export documents` writes it: what its reader may see of it, and no more. */
export interface ExportedDocument {
  id: string;
  kind: DocumentKind;
  state: DocumentState;
  title: string;
  summary: string;
  body: string;
  language: string;
  topics: readonly string[];
  countries: readonly string[];
  /** ROR ids or names. */
  partners?: readonly string[];
  /** The owner's slug; null when its attribution is withheld from the reader. */
  institution: string | null;
  /** RFC 3339, UTC. */
  publishedAt: string | null;
  updatedAt: string;
  /** ISO 8601. */
  reviewBy: string | null;
  tlp: TlpLabel;
  level: SharingLevel;
  versionNumber: number;
  /** The shape of DocumentDetailsInput. */
  details: Record<string, unknown>;
  /** What is attached to the version; the files themselves are no part of an export. */
  attachments?: readonly ExportedAttachment[];
}

/** What an export tells of an attachment. */
export interface ExportedAttachment {
  name: string;
  mediaType: string;
  /** In bytes. */
  size: number;
  /** Hexadecimal. */
  sha256: string;
}

/** The keys of an exported record, in the order in which every format writes them: the label is the first. */
export const EXPORT_COLUMNS = [
  'tlp',
  'id',
  'kind',
  'state',
  'title',
  'summary',
  'body',
  'language',
  'topics',
  'countries',
  'partners',
  'institution',
  'publishedAt',
  'updatedAt',
  'reviewBy',
  'level',
  'versionNumber',
  'details',
] as const;

/** An exported record: the document's own values, with the label in the standard's spelling. */
type ExportedRecord = Omit<Required<ExportedDocument>, 'tlp' | 'attachments'> & { tlp: string };

/** The record for a document. Named key by key, so that what else a row may carry never gets out. */
export function exportedRecord(document: ExportedDocument): ExportedRecord {
  return {
    tlp: tlpText(document.tlp),
    id: document.id,
    kind: document.kind,
    state: document.state,
    title: document.title,
    summary: document.summary,
    body: document.body,
    language: document.language,
    topics: document.topics,
    countries: document.countries,
    partners: document.partners ?? [],
    institution: document.institution,
    publishedAt: document.publishedAt,
    updatedAt: document.updatedAt,
    reviewBy: document.reviewBy,
    level: document.level,
    versionNumber: document.versionNumber,
    details: document.details,
  };
}

/** Its attachments, likewise: only JSON has a place for them. */
export function exportedAttachments({ attachments = [] }: ExportedDocument): ExportedAttachment[] {
  return attachments.map(({ name, mediaType, size, sha256 }) => ({ name, mediaType, size, sha256 }));
}
