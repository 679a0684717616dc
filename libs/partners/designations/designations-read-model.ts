import { ReadDatabase } from '#database';
import { Injectable } from '@nestjs/common';

/** Designation of the contract. */
export interface DesignationRow {
  list: string;
  category: string;
  summary: string | null;
  sourceUrl: string | null;
  asOf: string;
}

/** Reads what public lists say about partners. */
@Injectable()
export class DesignationsReadModel {
  private readonly database: ReadDatabase;

  constructor(database: ReadDatabase) {
    this.database = database;
  }

  /** The designations of each partner, and of what was merged into it: by list, newest first. */
  async of(partnerIds: readonly string[]): Promise<Map<string, DesignationRow[]>> {
    const rows = await this.database.rows<{ id: string; items: DesignationRow[] }>(
      `WITH RECURSIVE meant AS (SELECT named.id AS shown, named.id FROM unnest($1::uuid[]) AS named(id)
         UNION SELECT meant.shown, p.id FROM meant JOIN partners p ON p.redirect_to_id = meant.id)
       SELECT meant.shown AS id, json_agg(json_build_object('list', d.list, 'category', d.category,
         'summary', d.summary, 'sourceUrl', d.source_url, 'asOf', d.as_of)
         ORDER BY d.list, d.as_of DESC, d.entry_key) AS items
       FROM meant JOIN designations d ON d.partner_id = meant.id GROUP BY meant.shown`,
      [partnerIds],
    );
    const found = new Map(rows.map(({ id, items }) => [id, items]));
    return new Map(partnerIds.map((id) => [id, found.get(id) ?? []]));
  }
}
