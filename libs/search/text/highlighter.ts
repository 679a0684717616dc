import { escapeMarkup } from '#kernel';
import { beginningOf } from './indexable.ts';
import type { Term } from './query.ts';
import { tokensOf, type Token } from './tokens.ts';

/** Characters of a passage, and of the beginning of a text. */
const PASSAGE_LENGTH = 240;
const BEGINNING_LENGTH = 240;
/** Of a passage, this part comes before its first mark. */
const LEAD_LENGTH = 60;
/** A passage begins and ends with a whole word, if there is one so near. */
const WORD_REACH = 30;
/** Marks beyond these do not compete for the best passage. */
const MOST_MARKS = 5_000;

/** A part of a text that matches; `terms` says which of the terms, by their tokens. */
interface Mark {
  start: number;
  end: number;
  term: string;
}

/** What is shown of a document; plain text. */
export interface ShownTexts {
  title: string;
  summary: string;
  body: string;
}

export interface Shown {
  titleHighlighted: string;
  snippet: string;
}

/**
 * Shows what matches a query in the texts of a hit. The engines' own highlighting would mark stems in the
 * ready-made words that they are given, not in the text that people read.
 */
export class Highlighter {
  /** The terms by their first token. */
  readonly #terms = new Map<string, readonly (readonly string[])[]>();

  /** `terms` are what is to be marked. */
  constructor(terms: readonly Pick<Term, 'tokens'>[]) {
    for (const { tokens } of terms) {
      this.#terms.set(tokens[0]!, [...(this.#terms.get(tokens[0]!) ?? []), tokens]);
    }
  }

  /** HTML: the title, and the best passage of the body, or else of the summary, with what matches marked. */
  show({ title, summary, body }: ShownTexts): Shown {
    const titleHighlighted = html(title, this.#marks(title));
    for (const text of [body, summary]) {
      const marks = this.#marks(text);
      if (marks.length > 0) return { titleHighlighted, snippet: passage(text, marks) };
    }
    const start = beginningOf(summary.trim() === '' ? body : summary, BEGINNING_LENGTH);
    return { titleHighlighted, snippet: html(start, []) };
  }

  #marks(text: string): Mark[] {
    if (this.#terms.size === 0) return [];
    const tokens = tokensOf(text);
    return tokens.flatMap(({ token, start }, index) =>
      (this.#terms.get(token) ?? [])
        .filter((term) => term.every((word, offset) => tokens[index + offset]?.token === word))
        .map((term) => ({ start, end: endOf(tokens, index + term.length - 1), term: term.join(' ') })),
    );
  }
}

function endOf(tokens: readonly Token[], index: number): number {
  return tokens[index]?.end ?? 0;
}

/** The passage that has the most different terms, and among those the most marks; the first of equals. */
function passage(text: string, marks: readonly Mark[]): string {
  let best = { first: marks[0]!, worth: 0 };
  const compared = marks.slice(0, MOST_MARKS);
  let next = 0;
  const inside = new Map<string, number>();
  compared.forEach((first) => {
    for (
      ;
      next < compared.length && compared[next]!.end <= first.start + PASSAGE_LENGTH - LEAD_LENGTH;
      next++
    ) {
      const { term } = compared[next]!;
      inside.set(term, (inside.get(term) ?? 0) + 1);
    }
    const count = [...inside.values()].reduce((sum, times) => sum + times, 0);
    const worth = inside.size + count / MOST_MARKS;
    if (worth > best.worth) best = { first, worth };
    const left = (inside.get(first.term) ?? 0) - 1;
    if (left > 0) inside.set(first.term, left);
    else inside.delete(first.term);
  });
  return cutOut(text, marks, best.first.start);
}

function cutOut(text: string, marks: readonly Mark[], at: number): string {
  const from = text.length <= PASSAGE_LENGTH ? 0 : wordStart(text, Math.max(0, at - LEAD_LENGTH), at);
  const to = from + PASSAGE_LENGTH >= text.length ? text.length : wordEnd(text, from + PASSAGE_LENGTH);
  const shown = marks
    .filter(({ start, end }) => start < to && end > from)
    .map(({ start, end, term }) => ({
      start: Math.max(start, from) - from,
      end: Math.min(end, to) - from,
      term,
    }));
  return `${from > 0 ? '…' : ''}${html(text.slice(from, to), shown)}${to < text.length ? '…' : ''}`;
}

/** The first start of a word from here on, but not behind the mark that is to be shown. */
function wordStart(text: string, from: number, mark: number): number {
  if (from === 0) return 0;
  const blank = text.slice(from - 1, Math.min(mark, from + WORD_REACH)).search(/\s/);
  if (blank >= 0) return from + blank;
  return isInsidePair(text, from) ? from + 1 : from;
}

/** The last end of a word up to here. */
function wordEnd(text: string, to: number): number {
  const tail = text.slice(to - WORD_REACH, to + 1);
  const blank = tail.search(/\s\S*$/);
  if (blank >= 0) return to - WORD_REACH + blank;
  return isInsidePair(text, to) ? to - 1 : to;
}

/** Whether a cut would part the two halves of one character. */
function isInsidePair(text: string, at: number): boolean {
  return /[\udc00-\udfff]/.test(text.charAt(at)) && /[\ud800-\udbff]/.test(text.charAt(at - 1));
}

/** The text escaped and on one line, with `<mark>` around the marked parts; those that touch are one. */
function html(text: string, marks: readonly Pick<Mark, 'start' | 'end'>[]): string {
  let result = '';
  let at = 0;
  for (const { start, end } of united(marks)) {
    result += `${escapeMarkup(text.slice(at, start))}<mark>${escapeMarkup(text.slice(start, end))}</mark>`;
    at = end;
  }
  return (result + escapeMarkup(text.slice(at))).replace(/\s+/g, ' ').trim();
}

function united(marks: readonly Pick<Mark, 'start' | 'end'>[]): { start: number; end: number }[] {
  const all: { start: number; end: number }[] = [];
  for (const { start, end } of [...marks].sort((a, b) => a.start - b.start)) {
    const last = all.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else all.push({ start, end });
  }
  return all;
}
