import { anonymous, type Principal } from '#access';
import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Addresses } from '../delivery/addresses.ts';
import { atomOf } from './atom.ts';
import { FeedReadModel } from './feed-contents.ts';
import { FeedTokensService } from './feed-tokens.service.ts';
import { jsonFeedOf } from './json-feed.ts';
import { lastChange } from './rendered-feed.ts';

export type FeedFormat = 'atom' | 'json';

/** A feed as it goes out. */
export interface FeedText {
  text: string;
  /** Whether everybody gets this very feed under this address. */
  isPublic: boolean;
  /** Strong: a digest of the text. */
  etag: string;
  lastModified: Date | null;
}

/** The feeds: of what is public, and of what somebody may read. */
@Injectable()
export class FeedsService {
  private readonly readable: FeedReadModel;
  private readonly tokens: FeedTokensService;
  private readonly addresses: Addresses;

  constructor(readable: FeedReadModel, tokens: FeedTokensService, addresses: Addresses) {
    this.readable = readable;
    this.tokens = tokens;
    this.addresses = addresses;
  }

  /** The feed under a name: `public`, or a token; null when there is none. */
  async find(name: string, format: FeedFormat): Promise<FeedText | null> {
    const isPublic = name === 'public';
    const principal = isPublic ? anonymous : await this.tokens.principalOf(name);
    return principal && this.render(principal, isPublic, format);
  }

  private async render(principal: Principal, isPublic: boolean, format: FeedFormat): Promise<FeedText> {
    const contents = await this.readable.contents(principal);
    const text = (format === 'atom' ? atomOf : jsonFeedOf)({
      title: isPublic ? 'Precedent: public documents' : 'Precedent: what you may read',
      self: isPublic ? this.addresses.feed('public', format) : null,
      home: this.addresses.home(),
      contents,
      links: (id) => this.addresses.document(id),
    });
    const etag = `"${createHash('sha256').update(text).digest('base64url')}"`;
    return { text, isPublic, etag, lastModified: lastChange(contents) };
  }
}
