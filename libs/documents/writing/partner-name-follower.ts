import { Clock } from '#kernel';
import { NameFollowers } from '#partners';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { requeuePublished } from './requeue-published.ts';

const NAMING = 'SELECT document_id, number FROM document_versions WHERE partner_ids && $1::uuid[]';

/** Documents are found by the names of their partners: when these change, the index must learn it. */
@Injectable()
export class PartnerNameFollower implements OnModuleInit {
  private readonly followers: NameFollowers;
  private readonly clock: Clock;

  constructor(followers: NameFollowers, clock: Clock) {
    this.followers = followers;
    this.clock = clock;
  }

  onModuleInit(): void {
    this.followers.add((manager, partnerIds) =>
      requeuePublished(manager, NAMING, [partnerIds], this.clock.now()),
    );
  }
}
