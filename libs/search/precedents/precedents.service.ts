import { and, isIn, mayReadPublished, type Principal } from '#access';
import {
  DocumentsReadModel,
  SharedAspectsReadModel,
  type AspectsRow,
  type AspectValues,
  type DocumentRow,
} from '#documents';
import { BadInput, Clock, pageSize, type DocumentKind } from '#kernel';
import { PartnersReadModel } from '#partners';
import { Injectable } from '@nestjs/common';
import type { EngineHit } from '../engine.ts';
import { SearchEngines } from '../search-engines.ts';
import { parseEngagement, type Engagement, type EngagementInput } from './engagement.ts';
import { commonOf, likenessOf, WEIGHTS, type Common } from './likeness.ts';
import { markedWords, reasonsOf } from './reasons.ts';

/** Documents of each kind that are looked at closely: so many by their words, and so many by what is the same. */
const CLOSELY = 100;
/** What is less like the engagement than this is no precedent, or does not apply. */
const LEAST_LIKENESS = { CASE_STUDY: 0.1, GUIDANCE: 0.2, ADVISORY: 0.2, PARTNER_NOTE: 0.2 } as const;

/** Precedent of the contract. */
export interface PrecedentRow {
  document: DocumentRow;
  score: number;
  reasons: string[];
}

/** PrecedentReport of the contract. */
export interface PrecedentReport {
  precedents: PrecedentRow[];
  guidance: PrecedentRow[];
  advisories: PrecedentRow[];
  partnerNotes: PrecedentRow[];
}

/** An engagement with what the registry knows of its partners. */
interface Asked {
  description: string;
  values: AspectValues;
  partnerNames: Map<string, string>;
}

interface Likely {
  id: string;
  score: number;
  common: Common;
  words: string[];
}

/**
 * Finds what there is for an intended engagement: case studies that resemble it, and guidance, advisories
 * and partner notes that apply. By the text of its description and by what is the same; see `likenessOf`.
 * Only what the principal may read has a part in order, number and reasons.
 */
@Injectable()
export class PrecedentsService {
  private readonly engines: SearchEngines;
  private readonly aspects: SharedAspectsReadModel;
  private readonly documents: DocumentsReadModel;
  private readonly partners: PartnersReadModel;
  private readonly clock: Clock;

  constructor(
    engines: SearchEngines,
    aspects: SharedAspectsReadModel,
    documents: DocumentsReadModel,
    partners: PartnersReadModel,
    clock: Clock,
  ) {
    this.engines = engines;
    this.aspects = aspects;
    this.documents = documents;
    this.partners = partners;
    this.clock = clock;
  }

  /** `first` of each kind at the most. Throws BadInput. */
  async report(
    principal: Principal,
    input: EngagementInput,
    first: number | null | undefined,
    fields: ReadonlySet<string>,
  ): Promise<PrecedentReport> {
    const size = pageSize(first, 10);
    const asked = await this.asked(parseEngagement(input));
    const of = (kind: keyof typeof LEAST_LIKENESS) => this.ofKind(principal, kind, asked, size, fields);
    const [precedents, guidance, advisories, partnerNotes] = await Promise.all([
      of('CASE_STUDY'),
      of('GUIDANCE'),
      of('ADVISORY'),
      of('PARTNER_NOTE'),
    ]);
    return { precedents, guidance, advisories, partnerNotes };
  }

  private async asked(engagement: Engagement): Promise<Asked> {
    const { description, partnerIds } = engagement;
    const same = await this.partners.withMerged(partnerIds);
    const names = await this.partners.namesOf([...same, ...partnerIds]);
    if (partnerIds.some((id) => names.get(id)?.length === 0))
      throw new BadInput('for.partnerIds: no such partner');
    const families = await Promise.all(
      (['parent', 'child'] as const).map((kind) => this.partners.relativesOf(same, kind)),
    );
    const relatives = families.flatMap((family) => [...family.values()].flat());
    const partnerNames = new Map([
      ...relatives.map(({ id, name }) => [id, name] as const),
      ...[...names].map(([id, [name]]) => [id, name?.value ?? id] as const),
    ]);
    return {
      description,
      partnerNames,
      values: {
        partner: [...new Set([...same, ...partnerIds])],
        relatedPartner: [...new Set(relatives.map(({ id }) => id))],
        technologyArea: engagement.technologyAreas,
        collaborationType: engagement.collaborationType ? [engagement.collaborationType] : [],
        riskArea: engagement.riskAreas,
        discipline: engagement.discipline ? [engagement.discipline] : [],
        country: engagement.countries,
      },
    };
  }

  private async ofKind(
    principal: Principal,
    kind: keyof typeof LEAST_LIKENESS,
    asked: Asked,
    size: number,
    fields: ReadonlySet<string>,
  ): Promise<PrecedentRow[]> {
    const hits = await this.similar(principal, kind, asked.description);
    const ids = hits.map(({ id }) => id);
    const rows = await this.aspects.find(principal, kind, asked.values, WEIGHTS, ids, CLOSELY);
    const likely = mostLikely(kind, asked, hits, rows).slice(0, size);
    const documents = await this.documents.publishedByIds(
      principal,
      likely.map(({ id }) => id),
      fields,
    );
    return likely.flatMap(({ id, score, common, words }) => {
      const document = documents.get(id);
      return document ? [{ document, score, reasons: reasonsOf(common, asked.partnerNames, words) }] : [];
    });
  }

  /** What is worded like the description, best first. */
  private async similar(principal: Principal, kind: DocumentKind, text: string): Promise<EngineHit[]> {
    if (text.trim() === '') return [];
    const moment = this.clock.now();
    const rule = mayReadPublished(principal, moment);
    const { answer } = await this.engines.ask((engine, current) => {
      const readable = and(rule, current);
      const filter = and(readable, isIn('kind', [kind]));
      return engine.search({
        text,
        synonyms: [],
        filter,
        readable,
        facets: [],
        limit: CLOSELY,
        after: null,
        moment,
      });
    });
    return answer.hits;
  }
}

function mostLikely(
  kind: keyof typeof LEAST_LIKENESS,
  { values }: Asked,
  hits: readonly EngineHit[],
  rows: readonly AspectsRow[],
): Likely[] {
  const found = new Map(hits.map((hit) => [hit.id, hit]));
  const best = Math.max(0, ...hits.map(({ score }) => score));
  return rows
    .map((row) => {
      const hit = found.get(row.id);
      const common = commonOf(values, row);
      const score = likenessOf(kind, values, common, hit && best > 0 ? hit.score / best : 0);
      return { id: row.id, score, common, words: hit ? markedWords(hit.titleHighlighted, hit.snippet) : [] };
    })
    .filter(({ score, common }) => score >= LEAST_LIKENESS[kind] && applies(kind, values, common))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
}

/** A note about another partner does not apply, however it is worded. */
function applies(kind: DocumentKind, { partner }: AspectValues, common: Common): boolean {
  if (kind !== 'PARTNER_NOTE' || partner.length === 0) return true;
  return Boolean(common.partner ?? common.relatedPartner);
}
