import { parseInput, SHORT_TEXT, text } from '#input';
import { Clock, newId } from '#kernel';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { PartnerMatchRow } from '../matching/partner-matcher.ts';
import { Designation } from './designation.entity.ts';
import { EntryMatcher } from './entry-matcher.ts';
import { entryHash, type ListEntry } from './list-entry.ts';

/** What became of an entry. */
export type EntryOutcome =
  { type: 'added' | 'changed' | 'unchanged' } | { type: 'unmatched'; candidates: PartnerMatchRow[] };

/** Brings public lists in: what they say, about whom, where and for which day. */
@Injectable()
export class DesignationImportsService {
  private readonly source: DataSource;
  private readonly clock: Clock;
  private readonly matcher: EntryMatcher;

  constructor(source: DataSource, clock: Clock, matcher: EntryMatcher) {
    this.source = source;
    this.clock = clock;
    this.matcher = matcher;
  }

  /**
   * Adds an entry of a list, or brings it up to date. An entry without a day of its own is of the day
   * `asOf`, or, without that, of the day on which it was first read as it is. Throws INVALID for a list
   * without a name.
   */
  async import(list: string, entry: ListEntry, asOf: string | null): Promise<EntryOutcome> {
    const name = parseInput(text(SHORT_TEXT, 1), list, ['list']).trim();
    const { partnerId, candidates } = await this.matcher.match(entry);
    if (partnerId === null) return { type: 'unmatched', candidates };
    return this.source.transaction(async (manager) => {
      const known = await manager.findOneBy(Designation, { list: name, entryKey: entry.key });
      const contentHash = entryHash({ ...entry, asOf: entry.asOf ?? asOf });
      if (known?.contentHash === contentHash && known.partnerId === partnerId) return { type: 'unchanged' };
      const now = this.clock.now();
      const said = {
        ...{ partnerId, nameOnList: entry.names[0]!, category: entry.category, summary: entry.summary },
        ...{ sourceUrl: entry.sourceUrl, contentHash, importedAt: now },
        asOf: entry.asOf ?? asOf ?? now.toISOString().slice(0, 10),
      };
      if (known) await manager.update(Designation, { id: known.id }, said);
      else await manager.insert(Designation, { id: newId(), list: name, entryKey: entry.key, ...said });
      return { type: known ? 'changed' : 'added' };
    });
  }
}
