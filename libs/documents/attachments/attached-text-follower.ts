import { TextFollowers } from '#attachments';
import { Clock } from '#kernel';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { requeuePublished } from '../writing/requeue-published.ts';

const SHOWING =
  'SELECT document_id, version_number FROM document_version_attachments WHERE attachment_id = $1';

/** Documents are found by the words of what is attached to them: when these change, the index must learn it. */
@Injectable()
export class AttachedTextFollower implements OnModuleInit {
  private readonly followers: TextFollowers;
  private readonly clock: Clock;

  constructor(followers: TextFollowers, clock: Clock) {
    this.followers = followers;
    this.clock = clock;
  }

  onModuleInit(): void {
    this.followers.add((manager, attachmentId) =>
      requeuePublished(manager, SHOWING, [attachmentId], this.clock.now()),
    );
  }
}
