import { Injectable } from '@nestjs/common';
import { hasHan } from '#kernel';
import { PartnerMatcher, type PartnerMatchRow } from '../matching/partner-matcher.ts';
import { PartnersReadModel } from '../reading/partners-read-model.ts';
import type { ListEntry } from './list-entry.ts';

/** What an entry of a list comes to: its partner, or the candidates for somebody to look at. */
export interface EntryMatch {
  partnerId: string | null;
  /** Best first. */
  candidates: PartnerMatchRow[];
}

/** A statement is attached only where its name is nearly certainly the partner's. */
const CERTAIN = 0.82;
const CANDIDATE = 0.35;
const MOST_CANDIDATES = 3;
const SHORTEST_ALIAS = 4;

/** Finds the partner that an entry of a list is about. */
@Injectable()
export class EntryMatcher {
  private readonly matcher: PartnerMatcher;
  private readonly registry: PartnersReadModel;

  constructor(matcher: PartnerMatcher, registry: PartnersReadModel) {
    this.matcher = matcher;
    this.registry = registry;
  }

  /**
   * By its ROR id if the list gives one, else by its names. The name on the list and a Chinese one decide;
   * other names only if these find nobody. Where they lead to different partners, nobody is chosen.
   */
  async match(entry: ListEntry): Promise<EntryMatch> {
    if (entry.rorId !== null) {
      const partner = await this.registry.find({ rorId: entry.rorId });
      return { partnerId: partner?.id ?? null, candidates: [] };
    }
    const [shown, ...others] = entry.names;
    const own = [shown!, ...others.filter(hasHan).slice(0, 1)];
    const rest = others.filter(
      (name) => !own.includes(name) && name.length >= SHORTEST_ALIAS && !/^[A-Z]+$/.test(name),
    );
    const found: PartnerMatchRow[] = [];
    for (const names of [own, rest]) {
      const best: PartnerMatchRow[] = [];
      for (const name of names) {
        const matches = await this.matcher.candidates(name, entry.country, MOST_CANDIDATES, CANDIDATE);
        if (matches[0]) best.push(matches[0]);
        found.push(...matches);
      }
      const certain = new Set(best.filter(isCertain).map(({ partner }) => partner.id));
      if (certain.size === 1) return { partnerId: [...certain][0]!, candidates: distinct(found) };
      if (certain.size > 1) break;
    }
    return { partnerId: null, candidates: distinct(found) };
  }
}

function isCertain({ confidence }: PartnerMatchRow): boolean {
  return confidence >= CERTAIN;
}

function distinct(found: readonly PartnerMatchRow[]): PartnerMatchRow[] {
  const best = new Map<string, PartnerMatchRow>();
  for (const match of found) {
    const known = best.get(match.partner.id);
    if (!known || known.confidence < match.confidence) best.set(match.partner.id, match);
  }
  return [...best.values()].sort((a, b) => b.confidence - a.confidence).slice(0, MOST_CANDIDATES);
}
