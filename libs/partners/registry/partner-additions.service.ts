import {
  actingMembership,
  holdMembership,
  isAtLeast,
  type MembershipFacts,
  type UserPrincipal,
} from '#access';
import { AuditTrail } from '#audit';
import { isCountry } from '#institutions';
import { parseInput, SHORT_TEXT, text } from '#input';
import { Clock, isId, newId, Refusal, type Role } from '#kernel';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { z } from 'zod';
import { PartnerMatcher, type PartnerMatchRow } from '../matching/partner-matcher.ts';
import { NameFollowers } from '../name-followers.ts';
import { addWords, storeNames } from '../names/stored-names.ts';
import { FIRST_PROPOSED } from '../partner-name.entity.ts';
import { Partner } from '../partner.entity.ts';

const NAME_KINDS = ['label', 'alias', 'acronym'] as const;
const optional = text(SHORT_TEXT)
  .nullish()
  .transform((value) => value?.trim() || null);
const language = z
  .string()
  .regex(/^[a-z]{2,3}$/, 'must be an ISO 639 code such as zh')
  .nullish()
  .transform((value) => value ?? null);

const newName = z.object({ value: text(SHORT_TEXT, 1), language, kind: z.enum(NAME_KINDS) });

const newPartner = z.object({
  name: text(SHORT_TEXT, 1),
  names: z
    .array(newName)
    .max(50)
    .nullish()
    .transform((names) => names ?? []),
  country: z.string().refine(isCountry, 'must be an ISO 3166-1 alpha-2 code such as GB'),
  region: optional,
  city: optional,
  website: z
    .url({ protocol: /^https?$/, error: 'must be a web address' })
    .max(SHORT_TEXT)
    .nullish(),
});

/** PartnerAddInput as it comes from outside. */
export type PartnerAddInput = z.input<typeof newPartner>;
/** A name that somebody proposes. */
export type ProposedName = z.input<typeof newName>;

/** From here on a partner that is there already is taken for the one that is to be added. */
const DUPLICATE = 0.75;
const MOST_DUPLICATES = 5;

/** What institutions add to the registry: partners that it lacks, and names. */
@Injectable()
export class PartnerAdditionsService {
  private readonly source: DataSource;
  private readonly clock: Clock;
  private readonly trail: AuditTrail;
  private readonly matcher: PartnerMatcher;
  private readonly followers: NameFollowers;

  constructor(
    source: DataSource,
    clock: Clock,
    trail: AuditTrail,
    matcher: PartnerMatcher,
    followers: NameFollowers,
  ) {
    this.source = source;
    this.clock = clock;
    this.trail = trail;
    this.matcher = matcher;
    this.followers = followers;
  }

  /** Partners of the country that one of the names may mean already, likeliest first. */
  async duplicatesOf(input: PartnerAddInput): Promise<PartnerMatchRow[]> {
    const { name, names, country } = parseInput(newPartner, input, ['input']);
    const best = new Map<string, PartnerMatchRow>();
    for (const value of [name, ...names.filter(({ kind }) => kind !== 'acronym').map((one) => one.value)]) {
      for (const match of await this.matcher.candidates(value, country, MOST_DUPLICATES, DUPLICATE)) {
        const known = best.get(match.partner.id);
        if (!known || known.confidence < match.confidence) best.set(match.partner.id, match);
      }
    }
    return [...best.values()].sort((a, b) => b.confidence - a.confidence).slice(0, MOST_DUPLICATES);
  }

  /**
   * Adds a partner that no registry has; returns its id, which is `id` where the same one is wanted every
   * time. Throws INVALID, or FORBIDDEN below CONTRIBUTOR. Duplicates are the caller's to look for before.
   */
  async add(principal: UserPrincipal, input: PartnerAddInput, id: string = newId()): Promise<string> {
    const { name, names, website, ...place } = parseInput(newPartner, input, ['input']);
    await this.asMember(principal, 'CONTRIBUTOR', async (manager, { institutionId }) => {
      const now = this.clock.now();
      await manager.insert(Partner, {
        ...place,
        ...{ id, rorId: null, name: name.trim(), status: 'active', website: website ?? null, types: [] },
        ...{ established: null, redirectToId: null, addedById: institutionId, recordHash: null },
        ...{ createdAt: now, updatedAt: now },
      });
      const shown = { value: name, language: null, kind: 'label' as const };
      const stored = [shown, ...names].map((one, index) => ({
        ...one,
        ...{ value: one.value.trim(), partnerId: id, number: index + 1, proposedById: institutionId },
      }));
      await storeNames(manager, stored);
      await addWords(
        manager,
        stored.map(({ value }) => value),
      );
      await this.note(manager, principal, institutionId, 'partner.added', id);
    });
    return id;
  }

  /**
   * Adds a name under which a partner is known as well. Throws NOT_FOUND, INVALID, FORBIDDEN below REVIEWER,
   * or CONFLICT for a name that is there.
   */
  async proposeName(principal: UserPrincipal, partnerId: string, name: ProposedName): Promise<void> {
    const { value, ...rest } = parseInput(newName, name, ['name']);
    await this.asMember(principal, 'REVIEWER', async (manager, { institutionId }) => {
      const known = isId(partnerId) && (await manager.existsBy(Partner, { id: partnerId }));
      if (!known) throw Refusal.notFound();
      await manager.query('SELECT 1 FROM partners WHERE id = $1 FOR UPDATE', [partnerId]);
      const [row] = await manager.query<{ there: boolean; last: number | null }[]>(
        'SELECT bool_or(lower(value) = lower($2)) AS there, max(number) AS last FROM partner_names WHERE partner_id = $1',
        [partnerId, value.trim()],
      );
      if (row?.there) throw Refusal.of('CONFLICT', 'It has this name already.', ['name', 'value']);
      const number = Math.max(row?.last ?? 0, FIRST_PROPOSED - 1) + 1;
      await storeNames(manager, [
        { ...rest, value: value.trim(), partnerId, number, proposedById: institutionId },
      ]);
      await addWords(manager, [value]);
      await this.note(manager, principal, institutionId, 'partner.nameProposed', partnerId);
      await this.followers.tell(manager, [partnerId]);
    });
  }

  private async asMember(
    principal: UserPrincipal,
    least: Role,
    work: (manager: EntityManager, membership: MembershipFacts) => Promise<void>,
  ): Promise<void> {
    const chosen = actingMembership(principal);
    await this.source.transaction(async (manager) => {
      const membership = await holdMembership(manager, chosen, this.clock.now());
      if (!isAtLeast(membership.role, least))
        throw Refusal.of('FORBIDDEN', `Only a ${least} or higher may add to the registry.`);
      await work(manager, membership);
    });
  }

  private async note(
    manager: EntityManager,
    { userId }: UserPrincipal,
    institutionId: string,
    event: string,
    subjectId: string,
  ): Promise<void> {
    await this.trail.record(manager, { userId, institutionId, event, subjectType: 'partner', subjectId });
  }
}
