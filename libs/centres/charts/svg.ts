import { escapeMarkup } from '#kernel';

/** Colours that people tell apart whatever colours they see (Paul Tol's bright scheme), and quiet ones. */
export const COLOURS = {
  ...{ first: '#4477aa', second: '#ee6677', third: '#228833' },
  ...{ ink: '#1f2933', quiet: '#52606d', rule: '#d9dfe5', paper: '#ffffff' },
} as const;

/** An element with its attributes; `content` is SVG already. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content = '',
): string {
  const list = Object.entries(attributes).map(([key, value]) => {
    const text = typeof value === 'number' ? String(Math.round(value * 100) / 100) : escapeMarkup(value);
    return ` ${key}="${text}"`;
  });
  return content === '' ? `<${name}${list.join('')}/>` : `<${name}${list.join('')}>${content}</${name}>`;
}

/** A line of text. */
export function label(
  text: string,
  x: number,
  y: number,
  more: Readonly<Record<string, string | number>> = {},
): string {
  return element('text', { x, y, 'font-size': 13, fill: COLOURS.ink, ...more }, escapeMarkup(text));
}

/** What a pointer, or a screen reader, is told of the element that it stands in. */
export function tip(text: string): string {
  return element('title', {}, escapeMarkup(text));
}

interface Picture {
  width: number;
  height: number;
  title: string;
  /** In words, for those who do not see it. */
  description: string;
  /** What stands under the title. */
  subtitle: string;
  content: string;
}

/** A whole picture: nothing is loaded from anywhere, and nothing in it is run. */
export function picture({ width, height, title, description, subtitle, content }: Picture): string {
  const root = {
    ...{ xmlns: 'http://www.w3.org/2000/svg', width, height, viewBox: `0 0 ${width} ${height}` },
    ...{ role: 'img', 'aria-labelledby': 'title description' },
    'font-family': "system-ui, 'Segoe UI', 'Noto Sans', 'Noto Sans CJK SC', Helvetica, Arial, sans-serif",
  };
  const parts = [
    element('title', { id: 'title' }, escapeMarkup(title)),
    element('desc', { id: 'description' }, escapeMarkup(description)),
    element('rect', { width, height, fill: COLOURS.paper }),
    label(title, 32, 42, { 'font-size': 22, 'font-weight': 600 }),
    label(subtitle, 32, 68, { 'font-size': 14, fill: COLOURS.quiet }),
    content,
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('svg', root, `\n${parts.join('\n')}\n`)}\n`;
}
