import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import { TEXT_FIELDS, type TextField } from './index-file.ts';
import { beginningOf, isMarked, MARK_END, MARK_START, markedHtml, windowOf } from './marking.ts';

/** Words in a passage, as FTS5's snippet() counts them (64 at the most). */
const PASSAGE_WORDS = 30;
/** Characters: for the start of a text, and for a passage in a script that puts no blanks between words. */
const BEGINNING_LENGTH = 240;
const PASSAGE_LENGTH = 600;
/** Characters of a body that are read to show its start. */
const BODY_READ = 1_000;
/** Node binds numbers as floating point, and beside MATCH, FTS5 ignores a rowid that is not an integer. */
const NUMBER = 'CAST(? AS INTEGER)';

export interface HitTexts {
  titleHighlighted: string;
  snippet: string;
}

/** Reads what a hit shows of itself. All of it is HTML with nothing but `<mark>` in it. */
export class HitTextReader {
  readonly #marked: StatementSync;
  readonly #plain: StatementSync;

  constructor(database: DatabaseSync) {
    const column = (field: TextField) => TEXT_FIELDS.indexOf(field);
    const marks = `'${MARK_START}', '${MARK_END}'`;
    const passage = (field: TextField) =>
      `snippet(texts, ${column(field)}, ${marks}, '…', ${PASSAGE_WORDS}) AS ${field}`;
    this.#marked = database.prepare(
      `SELECT highlight(texts, ${column('title')}, ${marks}) AS title, ${passage('body')}, ${passage('summary')}
       FROM texts WHERE texts MATCH ? AND rowid = ${NUMBER}`,
    );
    this.#plain = database.prepare(
      `SELECT title, summary, substr(body, 1, ${BODY_READ}) AS body FROM texts WHERE rowid = ${NUMBER}`,
    );
  }

  /** The title, and the best passage of the body or else of the summary, with what matches marked. */
  marked(expression: string, number: number): HitTexts {
    const { title, body, summary } = textsOf(this.#marked.get(expression, number));
    const passage = [body, summary].find(isMarked);
    if (passage === undefined) return { ...this.plain(number), titleHighlighted: markedHtml(title) };
    return { titleHighlighted: markedHtml(title), snippet: markedHtml(windowOf(passage, PASSAGE_LENGTH)) };
  }

  /** The title, and the start of the summary or else of the body. */
  plain(number: number): HitTexts {
    const { title, summary, body } = textsOf(this.#plain.get(number));
    const start = beginningOf(summary.trim() === '' ? body : summary, BEGINNING_LENGTH);
    return { titleHighlighted: markedHtml(title), snippet: markedHtml(start) };
  }
}

function textsOf(
  row: Record<string, SQLOutputValue> | undefined,
): Record<'title' | 'summary' | 'body', string> {
  const text = (field: TextField) => {
    const value = row?.[field];
    return typeof value === 'string' ? value : '';
  };
  return { title: text('title'), summary: text('summary'), body: text('body') };
}
