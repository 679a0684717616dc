import type { UserPrincipal } from '#access';
import { AuditTrail, type AuditEntry } from '#audit';
import { actingInstitution } from '#documents';
import type { INestApplicationContext } from '@nestjs/common';

/** What is taken out, for the trail. */
interface Taken {
  /** In the past tense, as `documents.exported`. */
  event: string;
  /** The one document that it is about; without it, it is about the person's whole reading. */
  documentId?: string;
  details?: Record<string, unknown>;
}

/**
 * Runs an export and records it with its count, in the trail of the institution that the person acts for. One
 * that is broken off is recorded as failed: what has been written until then may be in somebody's hands.
 */
export async function recordedExport(
  services: INestApplicationContext,
  principal: UserPrincipal,
  { event, documentId, details }: Taken,
  work: () => Promise<number>,
): Promise<number> {
  const { userId } = principal;
  const note = (outcome: AuditEntry['outcome'], more: object): Promise<void> =>
    services.get(AuditTrail).note({
      ...{ userId, institutionId: actingInstitution(principal), event, outcome },
      ...(documentId
        ? { subjectType: 'document', subjectId: documentId }
        : { subjectType: 'user', subjectId: userId }),
      details: { ...details, ...more },
    });
  let count: number;
  try {
    count = await work();
  } catch (error) {
    await note('FAILED', {});
    throw error;
  }
  await note('DONE', { count });
  return count;
}
