import type { DocumentKind } from '#kernel';

/**
 * One document as a record file gives it. Only shapes are checked: lengths, countries, dates and every
 * rule of the domain are the document service's business.
 */
export interface ImportRecord {
  /** What makes a repeat recognisable. Null: the caller goes by the path and the content hash. */
  externalId: string | null;
  kind: DocumentKind | null;
  title: string;
  summary: string;
  body: string;
  language: string | null;
  topics: string[];
  countries: string[];
  /** ROR ids or names, as written. */
  partners: string[];
  reviewBy: string | null;
  /** The shape of DocumentDetailsInput, unchecked. */
  details: Record<string, unknown> | null;
  /**
   * The shape of SharingInput, unchecked, and perhaps without its `level`: a record may carry no more
   * than its TLP label.
   */
  sharing: Record<string, unknown> | null;
  /** SHA-256 in hexadecimal digits over everything above except `externalId`. */
  contentHash: string;
}

/** What one place in a file came to. `line` is the line where the record or the fault starts, from 1. */
export type RecordOutcome =
  | { type: 'record'; line: number; record: ImportRecord; warnings: string[] }
  | { type: 'failure'; line: number; reason: string };

/** An outcome with its file: the path relative to the folder that was walked, with `/` separators. */
export type RecordResult =
  (RecordOutcome & { source: string }) | { type: 'skipped'; source: string; reason: string };

/** A record that does not have the shape of one; its message is the reason given to the reader. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';

  /** @param field the top-level key at fault, where one key alone is */
  constructor(
    message: string,
    readonly field: string | null = null,
  ) {
    super(message);
  }
}
