export { AuditModule } from './audit.module.ts';
export { AuditTrail, type AuditEntry } from './audit-trail.ts';
export { DeferredTrail, type Happening } from './deferred-trail.ts';
export { COMMAND_LINE, from, UNTOLD, WORKER } from './origin.ts';
export { AuditExport } from './reading/audit-export.ts';
export {
  AuditEventsReadModel,
  type AuditEventArguments,
  type AuditEventRow,
} from './reading/audit-events-read-model.ts';
export { AuditWorker } from './sealing/audit-worker.ts';
export { PLATFORM_CHAIN } from './sealing/chain.ts';
export { Checkpoints, checkpointsFile } from './sealing/checkpoints.ts';
export { fingerprint, publicKeyOf, publicPem } from './sealing/public-keys.ts';
export { SigningKey } from './sealing/signing-key.ts';
export { readCheckpoints } from './verifying/checkpoint-files.ts';
export type { Finding } from './verifying/finding.ts';
export { AuditVerification } from './verifying/verification.ts';
export { verifyFile } from './verifying/verify-file.ts';
