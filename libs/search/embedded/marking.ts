/**
 * The marks that SQLite puts around what matched. They are private-use characters, taken out of every
 * text before it is indexed, so that no text can bring its own.
 */
export const MARK_START = '\u{e000}';
export const MARK_END = '\u{e001}';

const MARKS = /[\u{e000}\u{e001}]/gu;
const UNPRINTABLE = /(?![\n\t])\p{Cc}/gu;
const HTML_SPECIAL = /[&<>"']/g;
const HTML_ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as it goes into the index: well-formed, composed, without marks and control characters. */
export function indexable(text: string): string {
  return text.toWellFormed().normalize('NFC').replace(MARKS, '').replace(UNPRINTABLE, ' ');
}

/** HTML: the text escaped, with `<mark>` around what SQLite marked in it, and on one line. */
export function markedHtml(text: string): string {
  return text
    .replace(HTML_SPECIAL, (character) => HTML_ENTITIES[character] ?? '')
    .replaceAll(MARK_START, '<mark>')
    .replaceAll(MARK_END, '</mark>')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Whether SQLite marked anything in the text. */
export function isMarked(text: string): boolean {
  return text.includes(MARK_START);
}

/** The start of a text for reading: whole words, `length` characters at the most, an ellipsis if there is more. */
export function beginningOf(text: string, length: number): string {
  const whole = text.trim();
  if (whole.length <= length) return whole;
  const cut = whole.slice(0, length).toWellFormed().replace('\u{fffd}', '');
  const lastBlank = cut.search(/\s\S*$/);
  return `${lastBlank > length / 2 ? cut.slice(0, lastBlank) : cut}…`;
}

/** At most `length` characters of a marked text, with its first mark in it. */
export function windowOf(text: string, length: number): string {
  if (text.length <= length) return text;
  const from = Math.max(0, Math.min(text.indexOf(MARK_START) - Math.floor(length / 3), text.length - length));
  const cut = text
    .slice(from, from + length)
    .toWellFormed()
    .replaceAll('\u{fffd}', '');
  const open = cut.lastIndexOf(MARK_START) > cut.lastIndexOf(MARK_END);
  return `${from > 0 ? '…' : ''}${cut}${open ? MARK_END : ''}${from + length < text.length ? '…' : ''}`;
}
