import { ReadDatabase } from '#database';
import { countryName } from '#institutions';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { EngineResult, SearchFacet } from './engine.ts';

/** Names that are remembered, and for how many milliseconds: a new name shows in facets that much later. */
const MOST_NAMES = 5_000;
const REMEMBERED = 10_000;

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

  constructor(database: ReadDatabase) {
    this.database = database;
  }

  async label(facets: EngineResult['facets']): Promise<LabelledFacet[]> {
    const idsOf = (wanted: SearchFacet): string[] =>
      facets.filter(({ facet }) => facet === wanted).flatMap(({ counts }) => counts.map((c) => c.value));
    const names = await this.named(idsOf('INSTITUTION'), idsOf('PARTNER'));
    return facets.map(({ facet, counts }) => ({
      facet,
      counts: counts.map(({ value, count }) => ({ value, count, label: labelOf(facet, value, names) })),
    }));
  }

  /** Names by id, some of them as they were a moment ago. */
  private async named(
    institutionIds: readonly string[],
    partnerIds: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    const names = new Map<string, string>();
    const unknown = (id: string): boolean => {
      const name = this.known.get(id);
      if (name !== undefined) names.set(id, name);
      return name === undefined;
    };
    const asked = await this.read(institutionIds.filter(unknown), partnerIds.filter(unknown));
    for (const [id, name] of Object.entries(asked)) {
      names.set(id, name);
      this.known.set(id, name);
    }
    return names;
  }

  /** Asked for as one value: a hundred rows take five times as long to read. */
  private async read(
    institutionIds: readonly string[],
    partnerIds: readonly string[],
  ): Promise<Record<string, string>> {
    if (institutionIds.length + partnerIds.length === 0) return {};
    const [row] = await this.database.rows<{ names: Record<string, string> | null }>(
      `SELECT json_object_agg(id, name) AS names FROM (
         SELECT id, name FROM institutions WHERE id = ANY($1)
         UNION ALL SELECT id, name FROM partners WHERE id = ANY($2)) named`,
      [institutionIds, partnerIds],
    );
    return row?.names ?? {};
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
