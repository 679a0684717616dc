import { Queues } from '#database';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditEvent } from './audit-event.entity.ts';
import { AuditTrail } from './audit-trail.ts';
import { DeferredTrail } from './deferred-trail.ts';
import { AuditEventsReadModel } from './reading/audit-events-read-model.ts';
import { AuditExport } from './reading/audit-export.ts';
import { AuditCheckpoint } from './sealing/audit-checkpoint.entity.ts';
import { AuditLink } from './sealing/audit-link.entity.ts';
import { AuditUnsealed } from './sealing/audit-unsealed.entity.ts';
import { AuditWorker } from './sealing/audit-worker.ts';
import { Checkpoints } from './sealing/checkpoints.ts';
import { SEALING_QUEUE } from './sealing/sealing-queue.ts';
import { Sealer } from './sealing/sealer.ts';
import { SigningKey } from './sealing/signing-key.ts';
import { AuditVerification } from './verifying/verification.ts';

const DOORS = [
  AuditTrail,
  DeferredTrail,
  AuditWorker,
  AuditEventsReadModel,
  AuditExport,
  AuditVerification,
  Checkpoints,
  SigningKey,
];

@Module({
  imports: [TypeOrmModule.forFeature([AuditEvent, AuditLink, AuditUnsealed, AuditCheckpoint])],
  providers: [Sealer, ...DOORS],
  exports: DOORS,
})
export class AuditModule {
  constructor(queues: Queues) {
    queues.add(SEALING_QUEUE);
  }
}
