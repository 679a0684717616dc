import type { Principal } from '#access';
import { Bindings, ReadDatabase, behindCursor, keysetCursor, keysetOrder, type Keyset } from '#database';
import { Clock, isId, pageOf, pageSize, type Connection, type PageArguments } from '#kernel';
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

const ORDERS: Readonly<Record<JointCentreOrder, Keyset>> = {
  NAME: { key: 'lower(c.name)', type: 'text', id: 'c.id', direction: 'ASC' },
  FOUNDED: { key: `coalesce(c.founded_year, ${NO_YEAR})`, type: 'int', id: 'c.id', direction: 'ASC' },
  NEWEST: { key: 'c.created_at', type: 'timestamptz', id: 'c.id', direction: 'DESC' },
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
    if (args.after) wheres.push(behindCursor(order, args.after, bind));
    const rows = await this.database.rows<JointCentreRow>(
      `SELECT ${selectList(fields, context)},\n  ${order.key} AS "sortKey" FROM joint_centres c
       WHERE ${wheres.join('\n  AND ')}
       ORDER BY ${keysetOrder(order)} LIMIT ${size + 1}`,
      values,
    );
    return pageOf(rows, size, cursorOf, Boolean(args.after));
  }
}

function cursorOf({ sortKey, id }: JointCentreRow): string {
  return keysetCursor(sortKey as Date | string | number, id);
}
