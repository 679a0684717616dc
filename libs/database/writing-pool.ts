import { currentPresumption } from '#kernel';
import type pg from 'pg';
import { PatientPool } from './patient-pool.ts';
import { WritingClient } from './writing-client.ts';

/** The write lane's connections: nobody gets one on behalf of somebody who is only presumed to be who they were. */
export class WritingPool extends PatientPool {
  constructor(config: pg.PoolConfig) {
    super({ ...config, Client: WritingClient });
  }

  /** Throws NotSo when that has turned out not to be so, and otherwise like PatientPool. */
  protected override async inTime(): Promise<pg.PoolClient> {
    await currentPresumption()?.hold();
    return super.inTime();
  }
}
