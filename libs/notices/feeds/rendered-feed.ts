import type { FeedContents } from './feed-contents.ts';

/** What the two formats are made from. */
export interface RenderedFeed {
  title: string;
  /** Address of the feed itself; null where it is a secret. */
  self: string | null;
  /** Identifies the feed among all feeds, and leads to the repository. */
  home: string;
  contents: FeedContents;
  /** The address of a document. */
  links: (id: string) => string;
}

/** When anything in the feed last changed; null for an empty one. */
export function lastChange({ items, tombstones }: FeedContents): Date | null {
  const times = [
    ...items.map(({ updatedAt }) => updatedAt.getTime()),
    ...tombstones.map(({ withdrawnAt }) => withdrawnAt.getTime()),
  ];
  return times.length === 0 ? null : new Date(Math.max(...times));
}
