import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** Told of an attachment whose text has changed, within the transaction that changes it. */
export type TextFollower = (manager: EntityManager, attachmentId: string) => Promise<void>;

/** Those above who make the texts of attachments findable and must follow when one changes. */
@Injectable()
export class TextFollowers {
  private readonly followers: TextFollower[] = [];

  add(follower: TextFollower): void {
    this.followers.push(follower);
  }

  async tell(manager: EntityManager, attachmentId: string): Promise<void> {
    for (const follow of this.followers) await follow(manager, attachmentId);
  }
}
