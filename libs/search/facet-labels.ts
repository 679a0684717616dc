import { ReadDatabase } from '#database';
import { countryName } from '#institutions';
import { withoutDeadline } from '#kernel';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { EngineResult, SearchFacet } from './engine.ts';

const MOST_NAMES = 5_000;
/**
 * Milliseconds for which a name is remembered, and after which it is asked for again behind whoever takes it: so
 * much later a new name shows in facets, and seldom does anybody wait for names.
 */
const REMEMBERED = 60_000;
const FRESH = 10_000;

/** FacetResult of the contract. */
export interface LabelledFacet {
  facet: SearchFacet;
  counts: { value: string; label: string; count: number }[];
}

/** Gives facet values the names that people know them by. */
@Injectable()
export class FacetLabels {
  private readonly database: ReadDatabase;
  private readonly known = new LRUCache<string, string>({ max: MOST_NAMES, ttl: REMEMBERED });
  /** What is asked for just now and nobody waits for. */
  private reading: Promise<unknown> | null = null;

  constructor(database: ReadDatabase) {
    this.database = database;
  }

  async label(facets: EngineResult['facets']): Promise<LabelledFacet[]> {
    const named = facets.filter(({ facet }) => facet === 'INSTITUTION' || facet === 'PARTNER');
    const names = await this.namesOf(named.flatMap(({ counts }) => counts.map(({ value }) => value)));
    return facets.map(({ facet, counts }) => ({
      facet,
      counts: counts.map(({ value, count }) => ({ value, count, label: labelOf(facet, value, names) })),
    }));
  }

  /** Names by id, some of them as they were a moment ago. */
  private async namesOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const names = new Map<string, string>();
    const unknown: string[] = [];
    const outdated: string[] = [];
    for (const id of ids) {
      const name = this.known.get(id);
      if (name === undefined) unknown.push(id);
      else {
        names.set(id, name);
        if (this.known.getRemainingTTL(id) < REMEMBERED - FRESH) outdated.push(id);
      }
    }
    if (outdated.length > 0) this.readBehind(outdated);
    if (unknown.length > 0) for (const [id, name] of await this.read(unknown)) names.set(id, name);
    return names;
  }

  /** For whoever does not wait; what cannot be read now is read when it is no longer remembered. */
  private readBehind(ids: readonly string[]): void {
    if (this.reading) return;
    this.reading = withoutDeadline(() => this.read(ids))
      .catch(() => undefined)
      .finally(() => (this.reading = null));
  }

  /** Asked for as one value: a hundred rows take five times as long to read. */
  private async read(ids: readonly string[]): Promise<[id: string, name: string][]> {
    const [row] = await this.database.rows<{ names: Record<string, string> | null }>(
      `SELECT json_object_agg(id, name) AS names FROM (
         SELECT id, name FROM institutions WHERE id = ANY($1)
         UNION ALL SELECT id, name FROM partners WHERE id = ANY($1)) named`,
      [ids],
    );
    const names = Object.entries(row?.names ?? {});
    for (const [id, name] of names) this.known.set(id, name);
    return names;
  }
}

function labelOf(facet: SearchFacet, value: string, names: ReadonlyMap<string, string>): string {
  switch (facet) {
    case 'INSTITUTION':
    case 'PARTNER':
      return names.get(value) ?? value;
    case 'COUNTRY':
      return countryName(value);
    case 'KIND':
    case 'RISK_AREA':
    case 'DECISION':
    case 'COLLABORATION_TYPE':
    case 'SEVERITY':
      return inWords(value);
    default:
      return value;
  }
}

/** CASE_STUDY → Case study. */
export function inWords(word: string): string {
  const text = word.toLowerCase().replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
