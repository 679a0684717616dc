import type { Principal } from '#access';
import { Bindings, ReadDatabase } from '#database';
import {
  BadInput,
  Clock,
  decodeCursor,
  encodeCursor,
  isId,
  isStorable,
  pageOf,
  pageSize,
  type Connection,
  type PageArguments,
} from '#kernel';
import { PartnersReadModel } from '#partners';
import { Injectable } from '@nestjs/common';
import { readableCentre, type CentreContext } from '../centre-facts.ts';
import { selectList } from './centre-columns.ts';
import { filterSql, type JointCentreFilter } from './centre-filter.ts';

/** A joint centre as the read model returns it: the fields asked for, named as in the schema. */
export interface JointCentreRow {
  id: string;
  [field: string]: unknown;
}

/** JointCentreOrder of the schema. */
export type JointCentreOrder = 'NAME' | 'FOUNDED' | 'NEWEST';

/** What is later than every year of four digits: centres of which no founding year is known come last. */
const NO_YEAR = 10_000;

const ORDERS: Readonly<Record<JointCentreOrder, { key: string; type: string; direction: 'ASC' | 'DESC' }>> = {
  NAME: { key: 'lower(c.name)', type: 'text', direction: 'ASC' },
  FOUNDED: { key: `coalesce(c.founded_year, ${NO_YEAR})`, type: 'int', direction: 'ASC' },
  NEWEST: { key: 'c.created_at', type: 'timestamptz', direction: 'DESC' },
};

export interface JointCentreListArguments extends PageArguments {
  filter?: JointCentreFilter | null;
  orderBy?: JointCentreOrder | null;
}

/** Reads joint centres for a principal. Every statement carries the access rule; there is no door beside it. */
@Injectable()
export class JointCentresReadModel {
  private readonly database: ReadDatabase;
  private readonly clock: Clock;
  private readonly registry: PartnersReadModel;

  constructor(database: ReadDatabase, clock: Clock, registry: PartnersReadModel) {
    this.database = database;
    this.clock = clock;
    this.registry = registry;
  }

  /** One centre, or null for one that does not exist or may not be read. */
  async find(principal: Principal, id: string, fields: ReadonlySet<string>): Promise<JointCentreRow | null> {
    if (!isId(id)) return null;
    const { bind, values } = new Bindings();
    const context: CentreContext = { principal, now: this.clock.now(), bind };
    const rows = await this.database.rows<JointCentreRow>(
      `SELECT ${selectList(fields, context)} FROM joint_centres c
       WHERE c.id = ${bind(id)} AND ${readableCentre(context)}`,
      values,
    );
    return rows[0] ?? null;
  }

  /** A page of what the principal may read. Throws BadInput for a wrong page size, cursor or filter. */
  async list(
    principal: Principal,
    args: JointCentreListArguments,
    fields: ReadonlySet<string>,
  ): Promise<Connection<JointCentreRow>> {
    const size = pageSize(args.first);
    const order = ORDERS[args.orderBy ?? 'NAME'];
    const { bind, values } = new Bindings();
    const context: CentreContext = { principal, now: this.clock.now(), bind };
    const wheres = [readableCentre(context), ...(await filterSql(args.filter, context, this.registry))];
    if (args.after) wheres.push(behindCursor(args.after, order, bind));
    const rows = await this.database.rows<JointCentreRow>(
      `SELECT ${selectList(fields, context)},\n  ${order.key} AS "sortKey" FROM joint_centres c
       WHERE ${wheres.join('\n  AND ')}
       ORDER BY ${order.key} ${order.direction}, c.id ${order.direction} LIMIT ${bind(size + 1)}`,
      values,
    );
    return pageOf(rows, size, cursorOf, Boolean(args.after));
  }
}

function cursorOf({ sortKey, id }: JointCentreRow): string {
  return encodeCursor([sortKey instanceof Date ? sortKey.toISOString() : (sortKey as string | number), id]);
}

function behindCursor(
  cursor: string,
  order: (typeof ORDERS)[JointCentreOrder],
  bind: CentreContext['bind'],
): string {
  const [key, id] = decodeCursor(cursor, 2);
  if (!isId(id) || !isKeyOf(order.type, key)) throw new BadInput('after is not a cursor of this list');
  const comparison = order.direction === 'DESC' ? '<' : '>';
  return `(${order.key}, c.id) ${comparison} (${bind(key)}::${order.type}, ${bind(id)}::uuid)`;
}

function isKeyOf(type: string, key: unknown): boolean {
  if (type === 'int') return Number.isInteger(key) && Math.abs(key as number) <= NO_YEAR;
  return typeof key === 'string' && (type === 'text' || isStorable(new Date(key)));
}
