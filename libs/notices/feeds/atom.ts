import { escapeMarkup } from '#kernel';
import { lastChange, type RenderedFeed } from './rendered-feed.ts';

/**
 * An Atom feed (RFC 4287) with deleted entries (RFC 6721). Made by hand: the feed libraries know no deleted
 * entries.
 */
export function atomOf({ title, self, contents, links, home }: RenderedFeed): string {
  const entries = contents.items.map((item) => {
    const author = item.institution ?? 'Institution withheld';
    return element('entry', { 'xml:lang': item.language }, [
      element('id', {}, urn(item.id)),
      element('title', {}, escapeMarkup(item.title)),
      element('link', { rel: 'alternate', href: links(item.id) }),
      element('updated', {}, item.updatedAt.toISOString()),
      element('published', {}, item.publishedAt.toISOString()),
      element('author', {}, [element('name', {}, escapeMarkup(author))]),
      ...item.topics.map((term) => element('category', { term })),
      element('category', { scheme: TLP_SCHEME, term: item.tlp }),
      ...(item.summary === null ? [] : [element('summary', {}, escapeMarkup(item.summary))]),
    ]);
  });
  const gone = contents.tombstones.map(({ id, withdrawnAt, reason }) =>
    element(
      'at:deleted-entry',
      { ref: urn(id), when: withdrawnAt.toISOString() },
      reason === null ? '' : [element('at:comment', {}, escapeMarkup(reason))],
    ),
  );
  const root = { xmlns: 'http://www.w3.org/2005/Atom', 'xmlns:at': 'http://purl.org/atompub/tombstones/1.0' };
  const feed = element('feed', root, [
    // Never the address: that of somebody's own feed is a secret.
    element('id', {}, home),
    element('title', {}, escapeMarkup(title)),
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
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeMarkup(value)}"`);
  const inner = typeof content === 'string' ? content : `\n${content.join('\n')}\n`;
  return inner === '' ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${inner}</${name}>`;
}
