/** Blocks whose line breaks carry meaning: `$A` an address, `$C` contact details. */
const LINE_BLOCKS = new Set(['$A', '$C']);
const BLOCK_MARK = /^\$(?:CTA|[ACDEIP])[ \t]*$/;
const FENCE = /^ {0,3}(?:```|~~~)/;

/** Lines that only steer a template: kramdown attributes and extensions, Liquid tags. */
const STEERING = /^(?:\{:.*[})]|\{::.*\}|\{%.*%\})[ \t]*$/;

/**
 * GOV.UK's govspeak as plain Markdown, line by line and outside fenced code:
 * - `$CTA … $CTA`, `$P`, `$E`, `$I`, `$D`: the marks go, what is between them stays;
 * - `$A … $A`, `$C … $C`: likewise, and the line breaks inside become hard ones;
 * - `^note^`, `%warning%` (the closing mark is often missing): a block quote;
 * - `s1. step`: `1. step`; `x[text](url)x`: `[text](url)`; `##Heading`: `## Heading`;
 * - lines that are nothing but `{:#id}`, `{::options /}` or `{% tag %}`: gone.
 *
 * Import leaves bodies as they are written; this is for those who want it otherwise. Text without such
 * marks comes back unchanged, but a line of other text that starts with `^` or `%` is taken for a note.
 */
export function plainMarkdown(text: string): string {
  const lines = text.split('\n');
  const hardBreaks = linesOfBlocks(lines);
  const result: string[] = [];
  let fenced = false;
  let afterMark = false;
  for (const [index, line] of lines.entries()) {
    const isFence = FENCE.test(line);
    if (isFence) fenced = !fenced;
    if (fenced || isFence) {
      result.push(line);
    } else if (BLOCK_MARK.test(line) || STEERING.test(line)) {
      // An empty line keeps the paragraphs on both sides apart; more would only widen the gap.
      if ((result.at(-1) ?? '').trim() !== '') result.push('');
      afterMark = true;
      continue;
    } else if (!afterMark || line.trim() !== '') {
      result.push(plainLine(line, hardBreaks.has(index)));
    }
    afterMark &&= line.trim() === '';
  }
  return result.join('\n');
}

function plainLine(line: string, hardBreak: boolean): string {
  const plain = line
    .replace(/^\^(?=\S)(.+?)\^?[ \t]*$/, '> $1')
    .replace(/^%(?=\S)(.+?)%?[ \t]*$/, '> **Warning:** $1')
    .replace(/^s(\d+)\.(?=\s)/, '$1.')
    .replace(/^(#{2,6})(?=[^#\s])/, '$1 ')
    .replace(/\bx(\[[^\]]*\]\([^)]*\))x\b/g, '$1');
  return hardBreak && plain.trim() !== '' ? `${plain.trimEnd()}  ` : plain;
}

/** The lines inside address and contact blocks. A mark that is never repeated opens nothing. */
function linesOfBlocks(lines: readonly string[]): Set<number> {
  const inside = new Set<number>();
  for (let open = 0; open < lines.length; open += 1) {
    const mark = lines[open]?.trimEnd() ?? '';
    if (!LINE_BLOCKS.has(mark)) continue;
    const close = lines.findIndex((line, index) => index > open && line.trimEnd() === mark);
    if (close < 0) continue;
    for (let index = open + 1; index < close; index += 1) inside.add(index);
    open = close;
  }
  return inside;
}
