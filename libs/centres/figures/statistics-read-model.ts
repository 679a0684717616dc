import type { Principal } from '#access';
import { ReadDatabase } from '#database';
import { Clock } from '#kernel';
import { PartnersReadModel } from '#partners';
import { Injectable } from '@nestjs/common';
import type { JointCentreFilter } from '../reading/centre-filter.ts';
import { countedCentres } from './counted-centre.ts';
import { statisticsOf, type JointCentreStatistics } from './statistics.ts';

/** Figures of the joint centres that somebody may read. */
@Injectable()
export class CentreStatistics {
  private readonly database: ReadDatabase;
  private readonly clock: Clock;
  private readonly registry: PartnersReadModel;

  constructor(database: ReadDatabase, clock: Clock, registry: PartnersReadModel) {
    this.database = database;
    this.clock = clock;
    this.registry = registry;
  }

  /** Counts what the principal may read, and nothing else. Throws BadInput for a wrong filter. */
  async of(
    principal: Principal,
    filter: JointCentreFilter | null | undefined,
  ): Promise<JointCentreStatistics> {
    const asking = { principal, now: this.clock.now(), filter };
    return statisticsOf(await countedCentres(this.database, this.registry, asking));
  }
}
