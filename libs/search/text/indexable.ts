/** Private-use characters, by which engines mark what matches: no text may bring its own. */
const MARKS = /[\u{e000}\u{e001}]/gu;
const UNPRINTABLE = /(?![\n\t])\p{Cc}/gu;

/** A text as it is indexed and searched: well-formed, composed, without marks and control characters. */
export function indexable(text: string): string {
  return text.toWellFormed().normalize('NFC').replace(MARKS, '').replace(UNPRINTABLE, ' ');
}

/** The start of a text for reading: whole words, `length` characters at the most, an ellipsis if there is more. */
export function beginningOf(text: string, length: number): string {
  const whole = text.trim();
  if (whole.length <= length) return whole;
  const cut = whole.slice(0, length).toWellFormed().replace('\u{fffd}', '');
  const lastBlank = cut.search(/\s\S*$/);
  return `${lastBlank > length / 2 ? cut.slice(0, lastBlank) : cut}…`;
}
