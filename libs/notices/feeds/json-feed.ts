import type { RenderedFeed } from './rendered-feed.ts';

/**
 * A JSON Feed 1.1. What is gone stands in the extension `_precedent`, for the format has no deleted items.
 * An item must have content: where only the title may leave, that is the content.
 */
export function jsonFeedOf({ title, self, home, contents, links }: RenderedFeed): string {
  const items = contents.items.map((item) => ({
    id: item.id,
    url: links(item.id),
    title: item.title,
    content_text: item.summary ?? item.title,
    ...(item.summary === null ? {} : { summary: item.summary }),
    date_published: item.publishedAt.toISOString(),
    date_modified: item.updatedAt.toISOString(),
    ...(item.institution === null ? {} : { authors: [{ name: item.institution }] }),
    tags: item.topics,
    language: item.language,
    _precedent: { tlp: item.tlp },
  }));
  const deleted = contents.tombstones.map(({ id, withdrawnAt, reason }) => ({
    id,
    date_deleted: withdrawnAt.toISOString(),
    ...(reason === null ? {} : { reason }),
  }));
  const feed = {
    version: 'https://jsonfeed.org/version/1.1',
    title,
    home_page_url: home,
    ...(self === null ? {} : { feed_url: self }),
    items,
    _precedent: { about: `${home}documents`, deleted },
  };
  return JSON.stringify(feed);
}
