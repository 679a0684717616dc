import { FeedsService, type FeedFormat } from '#notices';
import { Controller, Get, NotFoundException, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

const TYPES: Readonly<Record<FeedFormat, string>> = {
  atom: 'application/atom+xml; charset=utf-8',
  json: 'application/feed+json; charset=utf-8',
};

/** Feeds over plain HTTP, for readers that know nothing of GraphQL. */
@Controller('feeds')
export class FeedsController {
  private readonly feeds: FeedsService;

  constructor(feeds: FeedsService) {
    this.feeds = feeds;
  }

  /**
   * `public.atom`, `public.json`, or the same behind somebody's token. It may be kept, and must be asked
   * about every time: what is narrowed or withdrawn is gone with the next request. Only the ETag decides
   * whether it has changed; a time cannot tell that something has disappeared.
   */
  @Get(':file')
  async feed(
    @Param('file') file: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const [, name, format] = /^(\w[\w-]*)\.(atom|json)$/.exec(file) ?? [];
    const found = name ? await this.feeds.find(name, format as FeedFormat) : null;
    if (!found) throw new NotFoundException();
    void reply
      .header('etag', found.etag)
      .header('cache-control', found.isPublic ? 'public, no-cache' : 'private, no-cache')
      .header('vary', found.isPublic ? 'Accept-Encoding' : 'Accept-Encoding, Authorization, Cookie');
    if (found.lastModified) void reply.header('last-modified', found.lastModified.toUTCString());
    if (!found.isPublic) void reply.header('x-robots-tag', 'noindex');
    if (isKnown(request.headers['if-none-match'], found.etag)) {
      await reply.status(304).send();
      return;
    }
    await reply.type(TYPES[format as FeedFormat]).send(found.text);
  }
}

/** Whether one of the tags in If-None-Match is this one; compared weakly, as RFC 9110 says. */
function isKnown(header: string | undefined, etag: string): boolean {
  if (!header) return false;
  const tags = header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}
