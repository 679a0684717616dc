import { ReadDatabase } from '#database';
import { isWellFormed } from '#kernel';
import { Injectable } from '@nestjs/common';
import { rorIdOf } from '../partner-id.ts';
import { currentPartnerId } from '../reading/partner-sql.ts';
import { fold } from './fold.ts';
import { formsOf } from './name-keys.ts';

interface NamedRow {
  key: string;
  id: string;
  folded: string;
  kind: string;
}

/** Finds the partners that records of other systems refer to. */
@Injectable()
export class PartnerReferences {
  private readonly database: ReadDatabase;

  constructor(database: ReadDatabase) {
    this.database = database;
  }

  /**
   * For each list, the partners that are written there as a ROR id or a name. `missing` are those as written
   * that are no partner's, or more than one partner's: a wrong partner would be worse than none.
   */
  async resolve(
    lists: readonly (readonly string[])[],
  ): Promise<{ partnerIds: string[]; missing: string[] }[]> {
    const ids = await this.find([...new Set(lists.flat())].filter(isWellFormed));
    return lists.map((written) => {
      const found = written.map((one) => ids.get(one)).filter((id) => id !== undefined);
      return { partnerIds: [...new Set(found)], missing: written.filter((one) => !ids.has(one)) };
    });
  }

  /** The ids of those that are clearly one partner, by how they are written. */
  private async find(written: readonly string[]): Promise<Map<string, string>> {
    const byRorId = new Map<string, string>();
    const byName = new Map<string, readonly string[]>();
    for (const one of written) {
      const rorId = rorIdOf(one);
      if (rorId === null) byName.set(one, formsOf(one).keys);
      else byRorId.set(one, rorId);
    }
    const registered = await this.registered([...new Set(byRorId.values())]);
    const named = await this.named([...new Set([...byName.values()].flat())]);
    const found = [
      ...[...byRorId].map(([one, rorId]) => [one, registered.get(rorId)] as const),
      ...[...byName].map(([one, keys]) => [one, clearlyOne(one, keys, named)] as const),
    ];
    return new Map(found.filter((entry): entry is [string, string] => entry[1] !== undefined));
  }

  private async registered(rorIds: readonly string[]): Promise<Map<string, string>> {
    if (rorIds.length === 0) return new Map();
    const rows = await this.database.rows<{ id: string; rorId: string }>(
      'SELECT id, ror_id AS "rorId" FROM partners WHERE ror_id = ANY($1)',
      [rorIds],
    );
    return new Map(rows.map(({ id, rorId }) => [rorId, id]));
  }

  private async named(keys: readonly string[]): Promise<Map<string, NamedRow[]>> {
    if (keys.length === 0) return new Map();
    const rows = await this.database.rows<NamedRow>(
      `SELECT k.key, ${currentPartnerId('k.partner_id')} AS id, n.folded, n.kind
       FROM partner_keys k JOIN partner_names n ON n.partner_id = k.partner_id AND n.number = k.number
       JOIN partners p ON p.id = k.partner_id AND p.status <> 'withdrawn'
       WHERE k.key = ANY($1)`,
      [keys],
    );
    return Map.groupBy(rows, ({ key }) => key);
  }
}

/** The very name before one that differs in word order or abbreviation, full names before acronyms. */
function clearlyOne(
  written: string,
  keys: readonly string[],
  named: ReadonlyMap<string, readonly NamedRow[]>,
): string | undefined {
  const rows = keys.flatMap((key) => named.get(key) ?? []);
  const folded = fold(written);
  const best = [
    rows.filter((row) => row.folded === folded && row.kind !== 'acronym'),
    rows.filter((row) => row.kind !== 'acronym'),
    rows,
  ].find((group) => group.length > 0);
  const ids = new Set(best?.map(({ id }) => id));
  return ids.size === 1 ? [...ids][0] : undefined;
}
