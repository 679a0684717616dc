/** Longer constructs are left as they are: the bound keeps the time linear whatever the text. */
const IMAGE_OR_LINK = /!?\[([^[\]]{0,1000})\]\([^()\s]{0,2000}(?:\s{1,20}["'][^"'\n]{0,300}["'])?\)/g;
const REFERENCE_LINK = /!?\[([^[\]]{1,1000})\]\[[^[\]]{0,200}\]/g;
const FOOTNOTE_MARK = /\[\^[^[\]\s]{1,50}\]/g;
const AUTOLINK = /<([a-z][a-z0-9+.-]{1,30}:[^\s<>]{1,2000}|[^\s<>@]{1,100}@[^\s<>]{1,250})>/gi;
const TAG = /<\/?[a-z][a-z0-9-]{0,30}(?:\s[^<>]{0,1000})?\/?>/gi;
const STARRED = /(?<!\\)(\*{1,3}|~~)([^\s*~](?:[^*~]{0,1000}[^\s*~\\])?)\1/g;
const UNDERSCORED = /(?<![\p{L}\p{N}\\])(_{1,3})([^\s_](?:[^_]{0,1000}[^\s_\\])?)\1(?![\p{L}\p{N}])/gu;
const CODE_MARK = /`+/g;
const ESCAPED_MARK = /\\([!-/:-@[-`{-~])/g;
const ENTITY = /&(amp|lt|gt|quot|apos|nbsp|#39);/g;
const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#39': "'",
  nbsp: ' ',
};

const FENCE = /^\s{0,3}(```|~~~)/;
/** A rule, the line under a heading, or the line under the head of a table. */
const ONLY_MARKS = /^[\s|:=*_~-]+$/;
const LINK_DEFINITION = /^\s{0,3}\[[^\]^]{1,200}\]:\s/;
const FOOTNOTE_DEFINITION = /^\s{0,3}\[\^[^\]\s]{1,50}\]:/;
const QUOTE_MARK = /^\s{0,3}(?:>\s?){1,20}/;
const HEADING_MARK = /^\s{0,3}#{1,6}\s+/;
const BULLET = /^\s*[-*+]\s+(?:\[[ xX]\]\s+)?/;
const TABLE_ROW = /^\s*\|/;

/**
 * The words of a Markdown text without its marks, for indexing and for snippets. Works line by line and
 * knows no nesting: it is for reading a passage of a hit, not for rendering. Text inside code fences
 * stays as it is. Takes time linear in the length.
 */
export function plainTextOf(markdown: string): string {
  let fence: string | null = null;
  const lines = withoutComments(markdown)
    .split(/\r\n?|\n/)
    .map((line) => {
      const mark = FENCE.exec(line)?.[1] ?? null;
      if (mark === null || (fence !== null && mark !== fence)) return fence === null ? plainLine(line) : line;
      fence = fence === null ? mark : null;
      return '';
    });
  return lines.filter((line) => line.trim() !== '').join('\n');
}

function plainLine(line: string): string {
  if (ONLY_MARKS.test(line) || LINK_DEFINITION.test(line)) return '';
  const text = line
    .replace(FOOTNOTE_DEFINITION, '')
    .replace(QUOTE_MARK, '')
    .replace(BULLET, '')
    .replace(HEADING_MARK, '');
  const cells = TABLE_ROW.test(text) ? text.replaceAll('|', ' ') : text;
  return /[\\`*_~<&[]/.test(cells) ? withoutInlineMarks(cells) : cells;
}

function withoutInlineMarks(line: string): string {
  let text = line
    .replace(IMAGE_OR_LINK, '$1')
    // Once more for a link around an image.
    .replace(IMAGE_OR_LINK, '$1')
    .replace(REFERENCE_LINK, '$1')
    .replace(FOOTNOTE_MARK, '')
    .replace(AUTOLINK, '$1')
    .replace(TAG, ' ')
    .replace(CODE_MARK, '');
  // Emphasis within emphasis: the inner marks go first.
  for (let round = 0; round < 2; round++) text = text.replace(STARRED, '$2').replace(UNDERSCORED, '$2');
  return text.replace(ESCAPED_MARK, '$1').replace(ENTITY, (_, name: string) => ENTITIES[name] ?? ' ');
}

/** HTML comments may span lines. An opening without an end is text. */
function withoutComments(markdown: string): string {
  let text = '';
  let from = 0;
  for (;;) {
    const start = markdown.indexOf('<!--', from);
    const end = start < 0 ? -1 : markdown.indexOf('-->', start + 4);
    if (end < 0) return text + markdown.slice(from);
    text += markdown.slice(from, start);
    from = end + 3;
  }
}
