const TAGS = new Set([
  ...[
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'p',
    'br',
    'hr',
    'blockquote',
    'pre',
    'code',
    'em',
    'strong',
    's',
    'del',
  ],
  ...['ul', 'ol', 'li', 'a', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
]);
const ATTRIBUTES: Readonly<Record<string, (value: string) => boolean>> = {
  // An address without a scheme cannot run anything.
  href: (value) => /^(https?:\/\/|mailto:)/i.test(value) || !SCHEME.test(withoutControls(value)),
  rel: (value) => value === 'noopener noreferrer nofollow',
  title: () => true,
  start: (value) => /^\d+$/.test(value),
  style: (value) => /^text-align: ?(left|right|center);?$/.test(value),
};
const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const TAG = /^<\/?([a-z][a-z0-9]*)((?:\s+[a-z-]+="[^"<>]*")*)\s*\/?>/;

/**
 * What in an HTML text could do more than show text: every tag, attribute or address that is not known
 * to be harmless. Reads it more strictly than a browser does: each `<` must begin a well-formed tag.
 */
export function dangersIn(html: string): string[] {
  return [...html.matchAll(/</g)].flatMap(({ index }) => dangersAt(html.slice(index)));
}

function dangersAt(text: string): string[] {
  const [whole, name, attributes] = TAG.exec(text) ?? [];
  if (!whole || !name) return [`no tag: ${text.slice(0, 60)}`];
  if (!TAGS.has(name)) return [whole];
  const all = [...(attributes ?? '').matchAll(/\s([a-z-]+)="([^"]*)"/g)];
  return all.filter(([, key, value]) => !ATTRIBUTES[key!]?.(decoded(value!))).map(([attribute]) => attribute);
}

/** As a browser reads an attribute's value. */
function decoded(value: string): string {
  return value
    .replace(/&#x([0-9a-f]+);?/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/&#(\d+);?/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&colon;/gi, ':')
    .replace(/&(tab|newline);/gi, ' ')
    .replace(/&quot;/gi, '"')
    .replace(/&lt;/gi, '<')
    .replace(/&gt;/gi, '>')
    .replace(/&amp;/gi, '&');
}

/** Browsers ignore these in front of and inside a scheme. */
function withoutControls(value: string): string {
  return value.replace(/[\0-\x20]/g, '');
}
