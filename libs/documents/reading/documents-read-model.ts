import { mayRead, mayReadPublished, maySeeTombstone, type Principal } from '#access';
import { Bindings, ReadDatabase, behindCursor, keysetCursor, keysetOrder, type Keyset } from '#database';
import { Clock, isId, pageOf, pageSize, type Connection, type PageArguments, type TlpLabel } from '#kernel';
import { partnerSpans } from '#partners';
import { Injectable } from '@nestjs/common';
import { FACT_COLUMNS } from '../document-facts.ts';
import { documentSql, documentTables, selectList, type ReadingContext } from './document-columns.ts';
import { filterPredicate, type DocumentFilter } from './document-filter.ts';
import { completion, neededColumns, type DocumentRow } from './document-row.ts';
import { keyOf, MadeStatements } from './made-statements.ts';

/** DocumentOrder of the contract. */
export type DocumentOrder = 'NEWEST' | 'OLDEST' | 'UPDATED' | 'TITLE';

const ORDERS: Readonly<Record<DocumentOrder, Keyset>> = {
  NEWEST: { key: 'd.listed_at', type: 'timestamptz', id: 'd.id', direction: 'DESC' },
  OLDEST: { key: 'd.listed_at', type: 'timestamptz', id: 'd.id', direction: 'ASC' },
  UPDATED: { key: 'd.updated_at', type: 'timestamptz', id: 'd.id', direction: 'DESC' },
  TITLE: { key: 'lower(v.title)', type: 'text', id: 'd.id', direction: 'ASC' },
};

const NONE: ReadonlySet<string> = new Set();

export interface ListArguments extends PageArguments {
  filter?: DocumentFilter | null;
  orderBy?: DocumentOrder | null;
}

/** As what documents are read. */
const RULES = { shown: mayRead, published: mayReadPublished };

/** Reads those of the documents with these ids that the caller may read, by id. */
export type ReadByIds = (ids: readonly string[]) => Promise<Map<string, DocumentRow>>;

/** What is left of a withdrawn document. */
export interface TombstoneRow {
  id: string;
  kind: string;
  withdrawnAt: Date;
  reason: string;
  replacementId: string | null;
  tlp: TlpLabel;
}

/**
 * Reads documents for a principal. Every statement carries the access rule; there is no door beside it.
 * `fields` are the names of the schema's fields that are wanted, dotted below `sharing`.
 */
@Injectable()
export class DocumentsReadModel {
  private readonly database: ReadDatabase;
  private readonly clock: Clock;
  private readonly made = new MadeStatements();

  constructor(database: ReadDatabase, clock: Clock) {
    this.database = database;
    this.clock = clock;
  }

  /** One document, or null for one that does not exist or may not be read. */
  async find(principal: Principal, id: string, fields: ReadonlySet<string>): Promise<DocumentRow | null> {
    return (await this.byIds(principal, [id], fields)).get(id) ?? null;
  }

  /** Those of the documents that the principal may read, by id. */
  async byIds(
    principal: Principal,
    ids: readonly string[],
    fields: ReadonlySet<string>,
  ): Promise<Map<string, DocumentRow>> {
    return this.readable(principal, fields, 'shown', ids.length === 1)(ids);
  }

  /** The same for PUBLISHED documents only: what a search may show. */
  async publishedByIds(
    principal: Principal,
    ids: readonly string[],
    fields: ReadonlySet<string>,
  ): Promise<Map<string, DocumentRow>> {
    return this.publishedAmong(principal, fields)(ids);
  }

  /** The same for ids that are yet to be found: the statement is made meanwhile. */
  publishedAmong(principal: Principal, fields: ReadonlySet<string>): ReadByIds {
    return this.readable(principal, fields, 'published', false);
  }

  /** A page of what the principal may read. Throws BadInput for a wrong page size or cursor. */
  async list(
    principal: Principal,
    args: ListArguments,
    fields: ReadonlySet<string>,
  ): Promise<Connection<DocumentRow>> {
    const now = this.clock.now();
    const make = (context: ReadingContext): string => pageStatement(args, fields, 'true', context);
    // There is no end of filters and cursors.
    const isUsual = !args.filter && !args.after;
    const key = isUsual ? `list ${args.orderBy} ${args.first} ${keyOf(fields)}` : null;
    const { text, values } = this.made.for(principal, now, key, make);
    const rows = await (isUsual
      ? this.database.briefRows<DocumentRow>(text, values)
      : this.database.rows<DocumentRow>(text, values));
    return pageFrom(rows, args, completion(fields, principal, now));
  }

  /**
   * For each partner a page of what names it; `withRelatives` or its parents and children. One statement for
   * all of them; otherwise as `list`.
   */
  async listByPartners(
    principal: Principal,
    partnerIds: readonly string[],
    withRelatives: boolean,
    args: ListArguments,
    fields: ReadonlySet<string>,
  ): Promise<Map<string, Connection<DocumentRow>>> {
    const named = `${FACT_COLUMNS.partnerIds} && asked.span`;
    const now = this.clock.now();
    const { text, values } = this.made.for(principal, now, null, (context) => {
      const page = pageStatement(args, fields, named, context);
      return `SELECT asked.key, page.*
        FROM (${partnerSpans(`${context.bind(partnerIds)}::uuid[]`, withRelatives)}) AS asked
        CROSS JOIN LATERAL (${page}) AS page`;
    });
    const rows = await this.database.rows<DocumentRow & { key: string }>(text, values);
    const found = Map.groupBy(rows, ({ key }) => key);
    const complete = completion(fields, principal, now);
    return new Map(partnerIds.map((id) => [id, pageFrom(found.get(id) ?? [], args, complete)]));
  }

  /** What is left of a withdrawn document for those whom its audience held; null for everyone else. */
  async findTombstone(principal: Principal, id: string): Promise<TombstoneRow | null> {
    if (!isId(id)) return null;
    const { bind, values } = new Bindings();
    const context: ReadingContext = { principal, now: this.clock.now(), bind };
    const [row] = await this.database.rows<TombstoneRow>(
      `SELECT d.id, d.kind, d.withdrawn_at AS "withdrawnAt", d.withdraw_reason AS reason,
         d.superseded_by_id AS "replacementId", d.tlp
       FROM ${documentTables(NONE, context)} WHERE d.id = ${bind(id)} AND ${documentSql(maySeeTombstone(principal), context)}`,
      values,
    );
    return row ?? null;
  }

  private readable(
    principal: Principal,
    fields: ReadonlySet<string>,
    manner: keyof typeof RULES,
    onlyOne: boolean,
  ): ReadByIds {
    const now = this.clock.now();
    const key = `${onlyOne ? 'one' : 'several'} ${manner} ${keyOf(fields)}`;
    const { text, values } = this.made.for(principal, now, key, (context) => {
      // The first parameter: see below.
      const wanted = onlyOne ? `d.id = ${context.bind(null)}` : `d.id = ANY(${context.bind(null)})`;
      const rule = RULES[manner](principal, context.now);
      return `SELECT ${selectList(neededColumns(fields), context)}
       FROM ${documentTables(fields, context)} WHERE ${wanted} AND ${documentSql(rule, context)}`;
    });
    const complete = completion(fields, principal, now);
    return async (ids) => {
      const possible = ids.filter(isId);
      if (possible.length === 0) return new Map();
      const given = values.with(0, onlyOne ? possible[0] : possible);
      const rows = await (onlyOne
        ? this.database.briefRows<DocumentRow>(text, given)
        : this.database.rows<DocumentRow>(text, given));
      return new Map(rows.map((row) => [row.id, complete(row)]));
    };
  }
}

/** The statement of one page. Throws BadInput. */
function pageStatement(
  args: ListArguments,
  fields: ReadonlySet<string>,
  more: string,
  context: ReadingContext,
): string {
  const { principal, now, bind } = context;
  const order = orderOf(args);
  const wheres = [
    documentSql(mayRead(principal, now), context),
    documentSql(filterPredicate(args.filter, principal, now), context),
    more,
  ];
  if (args.after) wheres.push(behindCursor(order, args.after, bind));
  return `SELECT ${selectList(neededColumns(fields), context)},\n  ${order.key} AS "sortKey"
    FROM ${documentTables(fields, context)} WHERE ${wheres.join('\n  AND ')}
    ORDER BY ${keysetOrder(order)} LIMIT ${pageSize(args.first) + 1}`;
}

function pageFrom(
  rows: readonly DocumentRow[],
  args: ListArguments,
  complete: (row: DocumentRow) => DocumentRow,
): Connection<DocumentRow> {
  return pageOf(rows.map(complete), pageSize(args.first), cursorOf, Boolean(args.after));
}

function orderOf({ orderBy }: ListArguments): Keyset {
  return ORDERS[orderBy ?? 'NEWEST'];
}

function cursorOf({ sortKey, id }: DocumentRow): string {
  return keysetCursor(sortKey as Date | string, id);
}
