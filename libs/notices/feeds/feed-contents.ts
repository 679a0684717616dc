import { maySeeTombstone, type Principal } from '#access';
import { Bindings, ReadDatabase } from '#database';
import { documentSql, DocumentsReadModel, type DocumentRow } from '#documents';
import { Clock, type TlpLabel } from '#kernel';
import { Injectable } from '@nestjs/common';
import { mayLeaveInFull } from '../delivery/labels.ts';

/** How many documents a feed holds, and how many that are gone. */
const MOST_ITEMS = 50;
/** How long a feed tells that something is gone; readers that look less often find out by its absence. */
const TOMBSTONE_DAYS = 90;
const DAY = 86_400_000;

const FIELDS = new Set([
  ...['title', 'summary', 'language', 'topics', 'institution', 'publishedAt', 'updatedAt'],
  ...['sharing', 'sharing.tlp'],
]);

/** A document in a feed. */
export interface FeedItem {
  id: string;
  title: string;
  /** Null where the label keeps it from leaving the repository. */
  summary: string | null;
  tlp: TlpLabel;
  language: string;
  topics: string[];
  /** Null when attribution is withheld. */
  institution: string | null;
  publishedAt: Date;
  updatedAt: Date;
}

/** That a document is gone. */
export interface FeedTombstone {
  id: string;
  withdrawnAt: Date;
  /** Null where the label keeps it from leaving the repository. */
  reason: string | null;
}

export interface FeedContents {
  items: FeedItem[];
  tombstones: FeedTombstone[];
}

/** What a feed holds for somebody: published documents, last changed first, and those withdrawn of late. */
@Injectable()
export class FeedReadModel {
  private readonly documents: DocumentsReadModel;
  private readonly database: ReadDatabase;
  private readonly clock: Clock;

  constructor(documents: DocumentsReadModel, database: ReadDatabase, clock: Clock) {
    this.documents = documents;
    this.database = database;
    this.clock = clock;
  }

  async contents(principal: Principal): Promise<FeedContents> {
    const { edges } = await this.documents.list(
      principal,
      { first: MOST_ITEMS, filter: { states: ['PUBLISHED'] }, orderBy: 'UPDATED' },
      FIELDS,
    );
    return { items: edges.map(({ node }) => itemOf(node)), tombstones: await this.tombstones(principal) };
  }

  private async tombstones(principal: Principal): Promise<FeedTombstone[]> {
    const { bind, values } = new Bindings();
    const now = this.clock.now();
    const rows = await this.database.rows<FeedTombstone & { tlp: TlpLabel }>(
      `SELECT d.id, d.withdrawn_at AS "withdrawnAt", d.withdraw_reason AS reason, d.tlp
       FROM documents d JOIN document_versions v ON v.document_id = d.id AND v.number = d.shown_version
       WHERE d.withdrawn_at > ${bind(new Date(now.getTime() - TOMBSTONE_DAYS * DAY))}
         AND ${documentSql(maySeeTombstone(principal), { principal, now, bind })}
       ORDER BY d.withdrawn_at DESC, d.id LIMIT ${MOST_ITEMS}`,
      values,
    );
    return rows.map(({ tlp, reason, ...row }) => ({ ...row, reason: mayLeaveInFull(tlp) ? reason : null }));
  }
}

function itemOf(row: DocumentRow): FeedItem {
  const { tlp } = row.sharing as { tlp: TlpLabel };
  return {
    id: row.id,
    title: row.title as string,
    summary: mayLeaveInFull(tlp) ? (row.summary as string) : null,
    tlp,
    language: row.language as string,
    topics: row.topics as string[],
    institution: (row.institution as { name: string } | null)?.name ?? null,
    publishedAt: row.publishedAt as Date,
    updatedAt: row.updatedAt as Date,
  };
}
