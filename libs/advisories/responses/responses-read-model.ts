import { actingAlone, actingForReading, and, isIn, type Principal } from '#access';
import { Bindings, ReadDatabase } from '#database';
import { documentSql } from '#documents';
import { Clock } from '#kernel';
import { Injectable } from '@nestjs/common';
import { isAsked } from '../asking.ts';
import { ANSWER_JOIN, answersFrom, responseColumns, type ResponseRow } from './response-columns.ts';
import { IssuedAdvisories } from './issued-advisories.ts';

/** Reads what institutions have said about advisories: one's own, and as the issuer's PUBLISHER all of them. */
@Injectable()
export class ResponsesReadModel {
  private readonly database: ReadDatabase;
  private readonly clock: Clock;
  private readonly issued: IssuedAdvisories;

  constructor(database: ReadDatabase, clock: Clock, issued: IssuedAdvisories) {
    this.database = database;
    this.clock = clock;
    this.issued = issued;
  }

  /** What the acting institution has said of those advisories that ask it, by id; of others nothing. */
  async mine(principal: Principal, documentIds: readonly string[]): Promise<Map<string, ResponseRow>> {
    const acting = actingForReading(principal);
    if (!acting || principal.type !== 'user') return new Map();
    const { bind, values } = new Bindings();
    const now = this.clock.now();
    const reader = actingAlone(principal, acting);
    const asked = documentSql(and(isIn('id', documentIds), isAsked(reader, now)), {
      ...{ principal: reader, now, bind },
    });
    const rows = await this.database.rows<ResponseRow>(
      `SELECT ${responseColumns(bind(now))} FROM documents d
       JOIN document_versions v ON v.document_id = d.id AND v.number = d.shown_version
       JOIN institutions i ON i.id = ${bind(acting.institutionId)} ${ANSWER_JOIN} WHERE ${asked}`,
      values,
    );
    return new Map(rows.map((row) => [row.documentId, row]));
  }

  /**
   * For each advisory that the acting institution has issued, to its PUBLISHERs: every institution that it
   * asks and every one that has answered, by name. Other documents are left out.
   */
  async all(principal: Principal, documentIds: readonly string[]): Promise<Map<string, ResponseRow[]>> {
    const asked = await this.issued.find(principal, documentIds);
    const found = new Map<string, ResponseRow[]>([...asked.keys()].map((id) => [id, []]));
    if (asked.size === 0) return found;
    const { bind, values } = new Bindings();
    const rows = await this.database.rows<ResponseRow>(
      `SELECT ${responseColumns(bind(this.clock.now()))} ${answersFrom(asked, bind)} ORDER BY i.name, i.id`,
      values,
    );
    for (const row of rows) found.get(row.documentId)?.push(row);
    return found;
  }
}
