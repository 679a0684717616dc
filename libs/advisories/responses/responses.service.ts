import { DataSource, type EntityManager } from 'typeorm';
import { z } from 'zod';
import {
  actingAlone,
  actingMembership,
  evaluate,
  holdMembership,
  isAtLeast,
  type UserPrincipal,
} from '#access';
import { AuditTrail } from '#audit';
import { parseInput, SHORT_TEXT, text } from '#input';
import { Clock, Refusal, RESPONSE_STATUSES, type ResponseStatus } from '#kernel';
import { Injectable } from '@nestjs/common';
import { isAsked } from '../asking.ts';
import { holdAdvisory, type HeldAdvisory } from '../held-advisory.ts';
import { AdvisoryResponse } from './advisory-response.entity.ts';
import { mayFollow } from './transitions.ts';

/** What an institution says about an advisory. */
export interface Answer {
  status: ResponseStatus;
  /** Left out, the note stays while the status does. */
  note?: string | null;
  /** The version that it is about, where the caller wants to be sure. */
  version?: number | null;
}

const answer = z.object({
  status: z.enum(RESPONSE_STATUSES).exclude(['PENDING'], 'PENDING is no answer'),
  note: text(SHORT_TEXT).nullish(),
  version: z.int().nullish(),
});
type GivenAnswer = z.infer<typeof answer>;

/** One answer being given: to what, for whom, by whom. */
interface Answering {
  manager: EntityManager;
  advisory: HeldAdvisory;
  institutionId: string;
  userId: string;
  now: Date;
}

/** Institutions answering advisories. */
@Injectable()
export class ResponsesService {
  private readonly source: DataSource;
  private readonly clock: Clock;
  private readonly trail: AuditTrail;

  constructor(source: DataSource, clock: Clock, trail: AuditTrail) {
    this.source = source;
    this.clock = clock;
    this.trail = trail;
  }

  /**
   * Answers an advisory for the acting institution, as its REVIEWER or PUBLISHER. The same answer again
   * changes nothing. Throws NOT_FOUND, INVALID, FORBIDDEN when the institution is not asked or the role does
   * not answer for it, or STATE: withdrawn, expired, another version asked, or no step from what was said.
   */
  async respond(principal: UserPrincipal, documentId: string, input: Answer): Promise<void> {
    const given = parseInput(answer, input);
    const chosen = actingMembership(principal);
    await this.source.transaction(async (manager) => {
      const now = this.clock.now();
      const membership = await holdMembership(manager, chosen, now);
      const memberships = principal.memberships.map((own) => (own.id === membership.id ? membership : own));
      const current = { ...principal, memberships };
      const advisory = await holdAdvisory(manager, current, documentId, now, 'FOR SHARE');
      if (!evaluate(isAsked(actingAlone(current, membership), now), advisory.facts)) {
        throw Refusal.of('FORBIDDEN', 'Your institution is not asked to answer this.', ['documentId']);
      }
      if (!isAtLeast(membership.role, 'REVIEWER')) {
        throw Refusal.of('FORBIDDEN', 'Only reviewers and publishers answer for their institution.');
      }
      requireOpen(advisory, given.version ?? null);
      const { institutionId } = membership;
      await this.say({ manager, advisory, institutionId, userId: principal.userId, now }, given);
    });
  }

  private async say(answering: Answering, given: GivenAnswer): Promise<void> {
    const { manager, advisory, institutionId, userId, now } = answering;
    const key = { documentId: advisory.facts.id, institutionId, askingVersion: advisory.askingVersion };
    const first = {
      ...{ versionNumber: advisory.shownVersion, status: given.status, note: given.note ?? null },
      ...{ respondedById: userId, respondedAt: now },
    };
    const inserted = await manager
      .createQueryBuilder()
      .insert()
      .into(AdvisoryResponse)
      .values({ ...key, ...first })
      .orIgnore()
      .returning('status')
      .execute();
    if ((inserted.raw as unknown[]).length > 0) {
      await this.note(answering, 'PENDING', given.status);
      return;
    }
    // Somebody has answered already, perhaps a moment ago; whoever waits here sees what that was.
    const said = await manager.findOneOrFail(AdvisoryResponse, {
      where: key,
      lock: { mode: 'pessimistic_write' },
    });
    const isSame = said.status === given.status;
    const note = given.note === undefined && isSame ? said.note : (given.note ?? null);
    if (isSame && said.note === note) return;
    if (!isSame && !mayFollow(said.status, given.status)) {
      throw Refusal.of('STATE', `${given.status} does not follow ${said.status}.`, ['status']);
    }
    await manager.update(AdvisoryResponse, key, { ...first, note });
    await this.note(answering, said.status, given.status);
  }

  /** Into the trail of the institution that answers. What it has said in words is not for the trail. */
  private async note(
    { manager, advisory, institutionId, userId }: Answering,
    from: ResponseStatus,
    to: ResponseStatus,
  ): Promise<void> {
    await this.trail.record(manager, {
      ...{ userId, institutionId, event: 'advisory.answered', subjectType: 'document' },
      subjectId: advisory.facts.id,
      details: { version: advisory.shownVersion, from, to },
    });
  }
}

/** `version`, if given, must be one that the current question covers. */
function requireOpen({ isOpen, shownVersion, askingVersion }: HeldAdvisory, version: number | null): void {
  if (!isOpen) throw Refusal.of('STATE', 'This advisory has expired.', ['documentId']);
  if (version === null || (version >= askingVersion && version <= shownVersion)) return;
  throw Refusal.of('STATE', `This advisory asks about version ${shownVersion} now.`, ['version']);
}
