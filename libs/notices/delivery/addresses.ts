import { Settings } from '#config';
import { Injectable } from '@nestjs/common';

/** Where people find things, as links in mails, feeds and webhooks say it. */
@Injectable()
export class Addresses {
  private readonly base: string;

  constructor(settings: Settings) {
    this.base = settings.publicUrl.replace(/\/+$/, '');
  }

  document(id: string): string {
    return `${this.base}/documents/${id}`;
  }

  /** `name` is `public`, or a feed's token. */
  feed(name: string, format: 'atom' | 'json'): string {
    return `${this.base}/feeds/${name}.${format}`;
  }

  home(): string {
    return `${this.base}/`;
  }
}
