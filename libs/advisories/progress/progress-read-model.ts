import type { Principal } from '#access';
import { Bindings, ReadDatabase, behindCursor, keysetCursor, keysetOrder, type Keyset } from '#database';
import { Clock, pageOf, pageSize, type Connection, type PageArguments, type ResponseStatus } from '#kernel';
import { Injectable } from '@nestjs/common';
import { ASKING_VERSION } from '../asking.ts';
import { IssuedAdvisories } from '../responses/issued-advisories.ts';
import {
  answersFrom,
  overdueSql,
  responseColumns,
  STATUS,
  type ResponseRow,
} from '../responses/response-columns.ts';

/** AdvisoryProgress of the schema, and whom the advisory asks at this moment. */
export interface ProgressRow {
  documentId: string;
  asked: number;
  counts: Record<'pending' | 'acknowledged' | 'assessing' | 'done' | 'notApplicable', number>;
  overdue: number;
  remindedAt: Date | null;
  askedIds: readonly string[];
}

export interface ResponseListArguments extends PageArguments {
  statuses?: readonly ResponseStatus[] | null;
  overdue?: boolean | null;
}

type CountsRow = ProgressRow['counts'] & Pick<ProgressRow, 'asked' | 'overdue'>;

const BY_NAME: Keyset = { key: 'i.name', type: 'text', id: 'i.id', direction: 'ASC' };

/** The issuer's board: how far the institutions have come with an advisory. For its PUBLISHERs alone. */
@Injectable()
export class ProgressReadModel {
  private readonly database: ReadDatabase;
  private readonly clock: Clock;
  private readonly issued: IssuedAdvisories;

  constructor(database: ReadDatabase, clock: Clock, issued: IssuedAdvisories) {
    this.database = database;
    this.clock = clock;
    this.issued = issued;
  }

  /** Null unless it is an advisory of the acting institution, whose PUBLISHER the principal is. */
  async find(principal: Principal, documentId: string): Promise<ProgressRow | null> {
    const asked = await this.issued.find(principal, [documentId]);
    const askedIds = asked.get(documentId);
    if (!askedIds) return null;
    const { bind, values } = new Bindings();
    const number = (status: ResponseStatus): string => `count(*) FILTER (WHERE ${STATUS} = '${status}')::int`;
    const [row] = await this.database.rows<CountsRow>(
      `SELECT count(*)::int AS asked, ${number('PENDING')} AS pending,
         ${number('ACKNOWLEDGED')} AS acknowledged, ${number('ASSESSING')} AS assessing,
         ${number('DONE')} AS done, ${number('NOT_APPLICABLE')} AS "notApplicable",
         count(*) FILTER (WHERE ${overdueSql(bind(this.clock.now()))})::int AS overdue
       ${answersFrom(asked, bind)}`,
      values,
    );
    const { asked: total, overdue, ...counts } = row!;
    const remindedAt = await this.lastReminder(documentId);
    return { documentId, asked: total, overdue, counts, remindedAt, askedIds };
  }

  /**
   * A page of the institutions, by name, of a board that `find` has given. Throws BadInput for a wrong page
   * size or cursor.
   */
  async list(
    { documentId, askedIds }: ProgressRow,
    { statuses, overdue, ...page }: ResponseListArguments,
  ): Promise<Connection<ResponseRow>> {
    const size = pageSize(page.first);
    const { bind, values } = new Bindings();
    const now = bind(this.clock.now());
    const from = answersFrom(new Map([[documentId, askedIds]]), bind);
    const wheres = ['true'];
    if (statuses && statuses.length > 0) wheres.push(`${STATUS} = ANY(${bind(statuses)})`);
    if (overdue !== null && overdue !== undefined) wheres.push(`${overdueSql(now)} = ${bind(overdue)}`);
    if (page.after) wheres.push(behindCursor(BY_NAME, page.after, bind));
    const rows = await this.database.rows<ResponseRow>(
      `SELECT ${responseColumns(now)} ${from} AND ${wheres.join(' AND ')}
       ORDER BY ${keysetOrder(BY_NAME)} LIMIT ${size + 1}`,
      values,
    );
    const cursorOf = ({ institution }: ResponseRow): string => keysetCursor(institution.name, institution.id);
    return pageOf(rows, size, cursorOf, Boolean(page.after));
  }

  /** When the issuer last reminded of the version that asks now. */
  private async lastReminder(documentId: string): Promise<Date | null> {
    const [row] = await this.database.rows<{ at: Date | null }>(
      `SELECT max(n.reminded_at) AS at FROM documents d JOIN advisory_reminders n
         ON n.document_id = d.id AND n.asking_version = ${ASKING_VERSION} WHERE d.id = $1`,
      [documentId],
    );
    return row?.at ?? null;
  }
}
