import { z } from 'zod';
import { day, id, SHORT_TEXT, text } from '#input';
import { isCountry } from '#institutions';
import { details, type Details } from './details.ts';

const MOST_TOPICS = 50;
const LONGEST_TOPIC = 100;
const MOST_PARTNERS = 100;

const topic = text(LONGEST_TOPIC, 1).transform((value) => value.trim().replace(/\s+/g, ' ').toLowerCase());
const country = z.string().refine(isCountry, 'must be an ISO 3166-1 alpha-2 code such as GB');
const language = z.string().max(35).refine(isLanguage, 'must be a BCP 47 language tag such as en');

const fields = {
  title: text(300, 1).transform((value) => value.trim()),
  summary: text(2_000, 1).transform((value) => value.trim()),
  body: text(500_000),
  language,
  topics: z.array(topic).max(MOST_TOPICS).transform(unique),
  countries: z.array(country).max(300).transform(unique),
  partnerIds: z.array(id).max(MOST_PARTNERS).transform(unique),
  coAuthorIds: z.array(id).max(100).transform(unique),
  reviewBy: day.nullable(),
  details,
};

/** What every kind of document says, validated. */
export interface Content {
  title: string;
  summary: string;
  /** Markdown. */
  body: string;
  language: string;
  topics: string[];
  countries: string[];
  partnerIds: string[];
  coAuthorIds: string[];
  reviewBy: string | null;
  details: Details;
}

/** DocumentCreateInput without its sharing. */
export const newContent: z.ZodType<Content> = z.object({
  title: fields.title,
  summary: fields.summary,
  body: fields.body,
  language: fields.language.nullish().transform((value) => value ?? 'en'),
  topics: fields.topics.nullish().transform((value) => value ?? []),
  countries: fields.countries.nullish().transform((value) => value ?? []),
  partnerIds: fields.partnerIds.nullish().transform((value) => value ?? []),
  coAuthorIds: fields.coAuthorIds.nullish().transform((value) => value ?? []),
  reviewBy: fields.reviewBy.nullish().transform((value) => value ?? null),
  details: fields.details,
});

/** DocumentEditInput: what is left out stays; null is "left out" but for reviewBy, which it lifts. */
export const editedContent = z.object({
  title: fields.title.nullish(),
  summary: fields.summary.nullish(),
  body: fields.body.nullish(),
  topics: fields.topics.nullish(),
  countries: fields.countries.nullish(),
  partnerIds: fields.partnerIds.nullish(),
  coAuthorIds: fields.coAuthorIds.nullish(),
  reviewBy: fields.reviewBy.optional(),
  details: fields.details.nullish(),
  changeNote: text(SHORT_TEXT).nullish(),
  material: z.boolean().nullish(),
});

function unique(list: string[]): string[] {
  return [...new Set(list)];
}

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
