import { and, mayReadPublished, overlaps, type Predicate, type Principal } from '#access';
import { DocumentsReadModel } from '#documents';
import { Clock, pageSize, requireText, SHORT_TEXT } from '#kernel';
import { PartnerNames } from '#partners';
import { Injectable } from '@nestjs/common';
import type { SearchEngine, SuggestResult } from './engine.ts';
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
  private readonly partners: PartnerNames;
  private readonly clock: Clock;

  constructor(engines: SearchEngines, documents: DocumentsReadModel, partners: PartnerNames, clock: Clock) {
    this.engines = engines;
    this.documents = documents;
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
    const named = await this.partners.suggest(text, size);
    const { answer } = await this.engines.ask(async (engine, current) => {
      const filter = and(mayReadPublished(principal, moment), current);
      const [found, written] = await Promise.all([
        engine.suggest({ text, filter, limit: size }),
        writtenAbout(engine, filter, moment, named),
      ]);
      return { found, written };
    });
    const titles = await this.readable(principal, answer.found.titles);
    const partners = named.filter(({ id }) => answer.written.has(id));
    return chosen(
      titles.map(({ id, title }) => ({ text: title, kind: 'title', id })),
      partners.map(({ id, matchedName }) => ({ text: matchedName, kind: 'partner', id })),
      answer.found.topics.map(({ value }) => ({ text: value, kind: 'topic', id: null })),
      size,
    );
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

/** Those of the partners about which there is something under the filter. */
async function writtenAbout(
  engine: SearchEngine,
  filter: Predicate,
  moment: Date,
  partners: readonly { id: string }[],
): Promise<Set<string>> {
  if (partners.length === 0) return new Set();
  const ids = partners.map(({ id }) => id);
  const about = and(filter, overlaps('partnerIds', ids));
  const request = { text: '', synonyms: [], filter: about, readable: filter, limit: 1, after: null, moment };
  const { facets } = await engine.search({ ...request, facets: [{ facet: 'PARTNER', filter: about }] });
  return new Set(facets[0]?.counts.map(({ value }) => value));
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
