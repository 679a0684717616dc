/** A text as people read it, and where each of its characters stands in the text as it is written. */
export interface ReadableText {
  text: string;
  /** For every UTF-16 unit of `text`, and for its end, the place in the original. */
  at: readonly number[];
}

/** What Markdown, HTML, links and typography write otherwise than it is read. */
const WRITTEN =
  /\\[!-/:-@[-`{-~]|&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|commat|period|plus|nbsp|hyphen|lowbar);|%(?:40|2[BbDdEe]|5[Ff]|20)|[\u00ad\u200b-\u200d\u2060\ufeff*]|[\u00a0\u2000-\u200a\u202f\u3000]|[\u2010-\u2012]|[\uff01-\uff5e]/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  ...{ commat: '@', period: '.', plus: '+', nbsp: ' ', hyphen: '-', lowbar: '_' },
};
const FULL_WIDTH = 0xfee0;

/** The text with escapes, entities and full-width letters resolved and invisible characters left out. */
export function readableText(written: string): ReadableText {
  const at: number[] = [];
  let text = '';
  let last = 0;
  const copy = (end: number): void => {
    text += written.slice(last, end);
    for (let place = last; place < end; place += 1) at.push(place);
  };
  for (const { 0: found, index } of written.matchAll(WRITTEN)) {
    copy(index);
    for (const unit of readAs(found)) {
      text += unit;
      at.push(index);
    }
    last = index + found.length;
  }
  copy(written.length);
  at.push(written.length);
  return { text, at };
}

/** One character, or none. */
function readAs(found: string): string {
  if (found.startsWith('\\')) return found[1]!;
  if (found.startsWith('%')) return String.fromCharCode(parseInt(found.slice(1), 16));
  if (found.startsWith('&')) return entity(found.slice(1, -1));
  if (/[\u00a0\u2000-\u200a\u202f\u3000]/u.test(found)) return ' ';
  if (/[\u2010-\u2012]/u.test(found)) return '-';
  if (/[\uff01-\uff5e]/u.test(found)) return String.fromCharCode(found.charCodeAt(0) - FULL_WIDTH);
  return '';
}

function entity(name: string): string {
  if (!name.startsWith('#')) return ENTITIES[name] ?? '';
  const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1));
  // Only what can matter here; everything else is no part of an address or a number.
  return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : ' ';
}
