import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** Told of partners whose names have changed, within the transaction that changes them. */
export type NameFollower = (manager: EntityManager, partnerIds: readonly string[]) => Promise<void>;

/** Those above who keep names of partners somewhere and must follow when these change. */
@Injectable()
export class NameFollowers {
  private readonly followers: NameFollower[] = [];

  add(follower: NameFollower): void {
    this.followers.push(follower);
  }

  async tell(manager: EntityManager, partnerIds: readonly string[]): Promise<void> {
    if (partnerIds.length === 0) return;
    for (const follow of this.followers) await follow(manager, partnerIds);
  }
}
