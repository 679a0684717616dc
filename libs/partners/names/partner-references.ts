import { ReadDatabase } from '#database';
import { isWellFormed } from '#kernel';
import { Injectable } from '@nestjs/common';
import { rorIdOf } from '../partner-id.ts';
import { currentPartnerId } from '../reading/partner-sql.ts';
import { fold } from './fold.ts';
import { formsOf } from './name-keys.ts';

interface NamedRow {
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
   * The partners that are written as a ROR id or a name. `missing` are those as written that are no
   * partner's, or more than one partner's: a wrong partner would be worse than none.
   */
  async resolve(written: readonly string[]): Promise<{ partnerIds: string[]; missing: string[] }> {
    const partnerIds = new Set<string>();
    const missing: string[] = [];
    for (const one of written) {
      const id = isWellFormed(one) ? await this.find(one) : null;
      if (id === null) missing.push(one);
      else partnerIds.add(id);
    }
    return { partnerIds: [...partnerIds], missing };
  }

  private async find(written: string): Promise<string | null> {
    const rorId = rorIdOf(written);
    if (rorId !== null) {
      const rows = await this.database.rows<{ id: string }>('SELECT id FROM partners WHERE ror_id = $1', [
        rorId,
      ]);
      return rows[0]?.id ?? null;
    }
    const rows = await this.database.rows<NamedRow>(
      `SELECT ${currentPartnerId('k.partner_id')} AS id, n.folded, n.kind
       FROM partner_keys k JOIN partner_names n ON n.partner_id = k.partner_id AND n.number = k.number
       JOIN partners p ON p.id = k.partner_id AND p.status <> 'withdrawn'
       WHERE k.key = ANY($1)`,
      [formsOf(written).keys],
    );
    const folded = fold(written);
    // The very name before one that differs in word order or abbreviation, full names before acronyms.
    const best = [
      rows.filter((row) => row.folded === folded && row.kind !== 'acronym'),
      rows.filter((row) => row.kind !== 'acronym'),
      rows,
    ].find((group) => group.length > 0);
    const ids = new Set(best?.map(({ id }) => id));
    return ids.size === 1 ? [...ids][0]! : null;
  }
}
