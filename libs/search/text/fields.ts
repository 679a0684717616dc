import type { IndexedDocument } from '../engine.ts';
import { indexable } from './indexable.ts';
import { plainTextOf } from './plain-text.ts';

/**
 * How much an occurrence of a word counts in each field, relative to the body. These did best on SciFact
 * (title, body) and are otherwise judgement; the surroundings are flat.
 */
export const FIELD_WEIGHTS = { title: 3, partners: 2.5, summary: 1.5, topics: 1.5, body: 1 } as const;

export type TextField = keyof typeof FIELD_WEIGHTS;

/** The searched fields of a document, in the order of their places in an index. */
export const TEXT_FIELDS = Object.keys(FIELD_WEIGHTS) as TextField[];

/** The texts of a document as they are searched: plain, composed, without marks and control characters. */
export type SearchedTexts = Record<TextField, string>;

export function searchedTexts(document: IndexedDocument): SearchedTexts {
  return {
    title: indexable(document.title),
    // A hard separator: no phrase goes from one name or topic to the next.
    partners: indexable(document.partnerNames.join('\n')),
    summary: indexable(document.summary),
    topics: indexable(document.topics.join('\n')),
    // What is attached counts as more of the body: it is found, and shown in snippets, like the rest of it.
    body: indexable(withAttachments(plainTextOf(document.body), document.attachmentText)),
  };
}

function withAttachments(body: string, attached: string): string {
  return attached === '' ? body : `${body}\n\n${attached}`;
}
