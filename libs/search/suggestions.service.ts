import { and, mayReadPublished, type Principal } from '#access';
import { DocumentsReadModel, DossierReadModel } from '#documents';
import { requireText, SHORT_TEXT } from '#input';
import { Clock, pageSize } from '#kernel';
import { PartnerNames } from '#partners';
import { Injectable } from '@nestjs/common';
import type { SuggestResult } from './engine.ts';
import { SearchEngines } from './search-engines.ts';

/** Suggestion of the contract. */
export interface SuggestionRow {
  text: string;
  kind: 'title' | 'partner' | 'topic';
  /** Of the document or partner; a topic has none. */
  id: string | null;
}

/** Of the suggestions asked for, partners and topics take these parts if there are as many; titles the rest. */
const PARTNERS = 3 / 8;
const TOPICS = 1 / 4;

/** What somebody may be typing: titles, partners and topics of what they may read. */
@Injectable()
export class SuggestionsService {
  private readonly engines: SearchEngines;
  private readonly documents: DocumentsReadModel;
  private readonly dossiers: DossierReadModel;
  private readonly partners: PartnerNames;
  private readonly clock: Clock;

  constructor(
    engines: SearchEngines,
    documents: DocumentsReadModel,
    dossiers: DossierReadModel,
    partners: PartnerNames,
    clock: Clock,
  ) {
    this.engines = engines;
    this.documents = documents;
    this.dossiers = dossiers;
    this.partners = partners;
    this.clock = clock;
  }

  /** Throws BadInput for a prefix that is too long, or a wrong number. */
  async suggest(
    principal: Principal,
    prefix: string,
    first: number | null | undefined,
  ): Promise<SuggestionRow[]> {
    const size = pageSize(first, 8);
    const text = requireText(prefix, SHORT_TEXT, 'prefix');
    const moment = this.clock.now();
    const [{ answer }, partners] = await Promise.all([
      this.engines.ask((engine, current) => {
        const filter = and(mayReadPublished(principal, moment), current);
        return engine.suggest({ text, filter, limit: size });
      }),
      this.partnersNamed(principal, text, size),
    ]);
    const titles = await this.readable(principal, answer.titles);
    return chosen(
      titles.map(({ id, title }) => ({ text: title, kind: 'title', id })),
      partners,
      answer.topics.map(({ value }) => ({ text: value, kind: 'topic', id: null })),
      size,
    );
  }

  /** Partners about which there is something to read. */
  private async partnersNamed(principal: Principal, text: string, size: number): Promise<SuggestionRow[]> {
    const named = await this.partners.suggest(text, size);
    const ids = named.map(({ id }) => id);
    const written = await this.dossiers.writtenAbout(principal, ids);
    return named
      .filter(({ id }) => written.has(id))
      .map(({ id, matchedName }) => ({ text: matchedName, kind: 'partner', id }));
  }

  /** Titles as they are now, of what may be read now. */
  private async readable(
    principal: Principal,
    titles: SuggestResult['titles'],
  ): Promise<SuggestResult['titles']> {
    const ids = titles.map(({ id }) => id);
    const rows = await this.documents.publishedByIds(principal, ids, new Set(['title']));
    return ids.flatMap((id) => {
      const row = rows.get(id);
      return row ? [{ id, title: row.title as string }] : [];
    });
  }
}

function chosen(
  titles: SuggestionRow[],
  partners: SuggestionRow[],
  topics: SuggestionRow[],
  size: number,
): SuggestionRow[] {
  const most = { partners: Math.ceil(size * PARTNERS), topics: Math.ceil(size * TOPICS) };
  const first = [...partners.slice(0, most.partners), ...topics.slice(0, most.topics)];
  const rest = [...titles, ...partners.slice(most.partners), ...topics.slice(most.topics)];
  return [...first, ...rest].slice(0, size);
}
