import { lastChange, type RenderedFeed } from './rendered-feed.ts';

/** What XML 1.0 cannot hold, not even escaped. */
// eslint-disable-next-line no-control-regex
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * An Atom feed (RFC 4287) with deleted entries (RFC 6721). Made by hand: the feed libraries know no deleted
 * entries.
 */
export function atomOf({ title, self, contents, links, home }: RenderedFeed): string {
  const entries = contents.items.map((item) => {
    const author = item.institution ?? 'Institution withheld';
    return element('entry', { 'xml:lang': item.language }, [
      element('id', {}, urn(item.id)),
      element('title', {}, escape(item.title)),
      element('link', { rel: 'alternate', href: links(item.id) }),
      element('updated', {}, item.updatedAt.toISOString()),
      element('published', {}, item.publishedAt.toISOString()),
      element('author', {}, [element('name', {}, escape(author))]),
      ...item.topics.map((term) => element('category', { term })),
      element('category', { scheme: TLP_SCHEME, term: item.tlp }),
      ...(item.summary === null ? [] : [element('summary', {}, escape(item.summary))]),
    ]);
  });
  const gone = contents.tombstones.map(({ id, withdrawnAt, reason }) =>
    element(
      'at:deleted-entry',
      { ref: urn(id), when: withdrawnAt.toISOString() },
      reason === null ? '' : [element('at:comment', {}, escape(reason))],
    ),
  );
  const root = { xmlns: 'http://www.w3.org/2005/Atom', 'xmlns:at': 'http://purl.org/atompub/tombstones/1.0' };
  const feed = element('feed', root, [
    // Never the address: that of somebody's own feed is a secret.
    element('id', {}, home),
    element('title', {}, escape(title)),
    ...(self === null ? [] : [element('link', { rel: 'self', href: self })]),
    element('updated', {}, (lastChange(contents) ?? EPOCH).toISOString()),
    ...entries,
    ...gone,
  ]);
  return `<?xml version="1.0" encoding="utf-8"?>\n${feed}\n`;
}

const TLP_SCHEME = 'https://www.first.org/tlp/';
const EPOCH = new Date(0);

function urn(id: string): string {
  return `urn:uuid:${id}`;
}

/** An element with content that is XML already. */
function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  content: string | readonly string[] = '',
): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escape(value)}"`);
  const inner = typeof content === 'string' ? content : `\n${content.join('\n')}\n`;
  return inner === '' ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${inner}</${name}>`;
}

function escape(text: string): string {
  return text.replace(NOT_XML, '').replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
