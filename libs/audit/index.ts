export { AuditModule } from './audit.module.ts';
export { AuditTrail, type AuditEntry } from './audit-trail.ts';
