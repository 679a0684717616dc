import { Bindings, ReadDatabase, behindCursor, keysetCursor, keysetOrder, type Keyset } from '#database';
import { requireText, SHORT_TEXT } from '#input';
import { isId, pageOf, pageSize, type Connection, type PageArguments } from '#kernel';
import { Injectable } from '@nestjs/common';
import { fold } from '../names/fold.ts';
import { FIRST_PROPOSED } from '../partner-name.entity.ts';
import { rorIdOf } from '../partner-id.ts';
import { currentPartnerId, partnerJson, partnerSpans } from './partner-sql.ts';

/** A Partner of the contract, its own fields. */
export interface PartnerRow {
  id: string;
  rorId: string | null;
  name: string;
  country: string;
  region: string | null;
  city: string | null;
  status: string;
  website: string | null;
}

/** PartnerName of the contract. */
export interface PartnerNameRow {
  value: string;
  language: string | null;
  kind: string;
  proposed: boolean;
}

export interface PartnerListArguments extends PageArguments {
  query?: string | null;
  country?: string | null;
}

const BY_NAME: Keyset = { key: 'p.name', type: 'text', id: 'p.id', direction: 'ASC' };

/** Reads the registry, which is public. What is written about partners is not here. */
@Injectable()
export class PartnersReadModel {
  private readonly database: ReadDatabase;

  constructor(database: ReadDatabase) {
    this.database = database;
  }

  /** One partner, or what it was merged into; null when there is none. */
  async find(by: { id?: string | null; rorId?: string | null }): Promise<PartnerRow | null> {
    const rorId = by.rorId ? rorIdOf(by.rorId) : null;
    if (by.id ? !isId(by.id) : !rorId) return null;
    const named = by.id ? 'id = $1' : 'ror_id = $1';
    const rows = await this.database.rows<{ json: PartnerRow }>(
      `SELECT ${partnerJson('p')} AS json FROM partners p
       WHERE p.id = ${currentPartnerId(`(SELECT id FROM partners WHERE ${named})`)}`,
      [by.id ?? rorId],
    );
    return rows[0]?.json ?? null;
  }

  /**
   * Partners by name; with `query` those of which any name contains it. Those that were merged or withdrawn
   * are not among them. Throws BadInput.
   */
  async list({ query, country, ...page }: PartnerListArguments): Promise<Connection<PartnerRow>> {
    const size = pageSize(page.first);
    const { bind, values } = new Bindings();
    const wheres = [
      `p.status <> 'withdrawn'`,
      'NOT EXISTS (SELECT 1 FROM partners t WHERE t.id = p.redirect_to_id)',
    ];
    if (country)
      wheres.push(`p.country = ${bind(requireText(country, SHORT_TEXT, 'country').toUpperCase())}`);
    const part = query ? fold(requireText(query, SHORT_TEXT, 'query')) : '';
    if (query?.trim() && part === '') return pageOf([], size, cursorOf, Boolean(page.after));
    if (part) {
      wheres.push(
        `p.id IN (SELECT n.partner_id FROM partner_names n WHERE n.folded LIKE ${bind(`%${part}%`)})`,
      );
    }
    if (page.after) wheres.push(behindCursor(BY_NAME, page.after, bind));
    const rows = await this.database.rows<{ json: PartnerRow }>(
      `SELECT ${partnerJson('p')} AS json FROM partners p
       WHERE ${wheres.join(' AND ')} ORDER BY ${keysetOrder(BY_NAME)} LIMIT ${size + 1}`,
      values,
    );
    return pageOf(
      rows.map(({ json }) => json),
      size,
      cursorOf,
      Boolean(page.after),
    );
  }

  /** The names of each partner, the one to show first. */
  async namesOf(ids: readonly string[]): Promise<Map<string, PartnerNameRow[]>> {
    return this.lists(
      `SELECT n.partner_id AS id, json_agg(json_build_object(
         'value', n.value, 'language', n.language, 'kind', n.kind,
         'proposed', n.number >= ${FIRST_PROPOSED}) ORDER BY n.number) AS items
       FROM partner_names n WHERE n.partner_id = ANY($1) GROUP BY n.partner_id`,
      ids,
    );
  }

  /** The registered parents, or children, of each partner, by name. Either side's record says so. */
  async relativesOf(ids: readonly string[], kind: 'parent' | 'child'): Promise<Map<string, PartnerRow[]>> {
    const opposite = kind === 'parent' ? 'child' : 'parent';
    return this.lists(
      `SELECT r.id, json_agg(${partnerJson('p')} ORDER BY p.name, p.id) AS items
       FROM (SELECT partner_id AS id, other_id FROM partner_relations WHERE partner_id = ANY($1) AND kind = $2
             UNION SELECT other_id, partner_id FROM partner_relations WHERE other_id = ANY($1) AND kind = $3) r
       JOIN partners p ON p.id = r.other_id AND p.status <> 'withdrawn' GROUP BY r.id`,
      ids,
      kind,
      opposite,
    );
  }

  /** These partners, what they were merged into, and all that was merged into that: one organisation each. */
  async withMerged(ids: readonly string[]): Promise<string[]> {
    return ids.length > 0 ? this.span(ids.filter(isId), false) : [];
  }

  /** A partner with all that was merged into it; on request with its parents and children as well. */
  async spanOf(id: string, withRelatives: boolean): Promise<string[]> {
    return this.span([id], withRelatives);
  }

  private async span(ids: readonly string[], withRelatives: boolean): Promise<string[]> {
    const rows = await this.database.rows<{ span: string[] }>(partnerSpans('$1::uuid[]', withRelatives), [
      ids,
    ]);
    return [...new Set(rows.flatMap(({ span }) => span))];
  }

  private async lists<T>(
    statement: string,
    ids: readonly string[],
    ...more: readonly unknown[]
  ): Promise<Map<string, T[]>> {
    const rows = await this.database.rows<{ id: string; items: T[] }>(statement, [ids, ...more]);
    const found = new Map(rows.map(({ id, items }) => [id, items]));
    return new Map(ids.map((id) => [id, found.get(id) ?? []]));
  }
}

function cursorOf(row: PartnerRow): string {
  return keysetCursor(row.name, row.id);
}
