import MarkdownIt from 'markdown-it';
import { plainMarkdown } from './plain-markdown.ts';

const markdown = new MarkdownIt({ html: true });
type Token = ReturnType<typeof markdown.parse>[number];

/** A first paragraph that starts later than this is none. Keeps half a megabyte from being parsed in vain. */
const HEAD = 20_000;
const SUMMARY_LENGTH = 500;

/**
 * A summary from a Markdown text: its first paragraph, or, where it has none, the first text of any kind,
 * as plain text of at most 500 characters, cut between words. Empty when there is no text to take.
 */
export function summaryOf(body: string): string {
  const tokens = markdown.parse(plainMarkdown(body.slice(0, HEAD)), {});
  const inlines = tokens.filter(({ type }) => type === 'inline');
  const paragraphs = tokens.filter((_, index) => tokens[index - 1]?.type === 'paragraph_open');
  const candidates = [
    ...paragraphs.filter(({ level }) => level === 1),
    ...paragraphs,
    ...inlines,
    ...tokens.filter(({ type }) => type === 'fence' || type === 'code_block'),
  ];
  for (const token of candidates) {
    const text = textOf(token);
    if (text !== '') return cutBetweenWords(text, SUMMARY_LENGTH);
  }
  return '';
}

/** The text of the first `# heading` as plain text, or null. */
export function firstHeading(body: string): string | null {
  const tokens = markdown.parse(body.slice(0, HEAD), {});
  // `markup` tells the heading that is written with a hash from the one that is underlined.
  const index = tokens.findIndex(({ level, markup }) => level === 0 && markup === '#');
  const token = index < 0 ? undefined : tokens[index + 1];
  return token === undefined ? null : textOf(token) || null;
}

function textOf(token: Token): string {
  const parts = token.children?.map(inlineText) ?? [token.content];
  return parts.join('').replace(/\s+/g, ' ').trim();
}

function inlineText(token: Token): string {
  if (token.type === 'softbreak' || token.type === 'hardbreak') return ' ';
  if (token.type === 'html_inline') return '';
  return token.content;
}

/** At most `length` characters (code points). Chinese and Japanese, which write no spaces, have words too. */
function cutBetweenWords(text: string, length: number): string {
  const characters = [...text.slice(0, 2 * (length + 1))];
  if (characters.length <= length) return text;
  const head = characters.slice(0, length - 1).join('');
  const words = [...new Intl.Segmenter('en', { granularity: 'word' }).segment(characters.join(''))];
  const end = words.findLast(({ index }) => index <= head.length)?.index ?? 0;
  return `${(end > 0 ? head.slice(0, end) : head).trimEnd()}…`;
}
