import type { SharingFacts, UserPrincipal } from '#access';
import { ownersMembers, readSharing, sharingFacts, toSharingColumns, type SharingInput } from '#documents';
import { parseInput } from '#input';
import { newId, Refusal } from '#kernel';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import {
  editedCentre,
  merged,
  newCentre,
  type CentreContent,
  type CentreOrganisation,
} from '../content/centre-content.ts';
import { requireContent } from '../content/require-content.ts';
import { JointCentreOrganisation, type CentreSide, type JointCentre } from '../joint-centre.entity.ts';
import { mayShare, mayWrite } from '../joint-centre.policy.ts';
import { CentreWriter, type Acting, type CentreWriting } from './centre-writer.ts';

/** JointCentreCreateInput as it comes from outside; what it must hold is checked here. */
export type JointCentreCreateInput = Record<string, unknown> & { sharing?: SharingInput | null };
/** JointCentreEditInput as it comes from outside. */
export type JointCentreEditInput = Record<string, unknown>;

/** What a centre is shared as when nobody says: that it exists is no secret, as a rule. */
const DEFAULT_SHARING: SharingInput = { level: 'PUBLIC' };

/** Recording joint centres, and changing what is recorded. */
@Injectable()
export class JointCentresService {
  private readonly writer: CentreWriter;

  constructor(writer: CentreWriter) {
    this.writer = writer;
  }

  /**
   * Records a centre for the acting institution; returns its id, which is `id` where the same one is wanted
   * every time. Throws FORBIDDEN, INVALID or TLP_CAP.
   */
  async create(principal: UserPrincipal, input: JointCentreCreateInput, id = newId()): Promise<string> {
    await this.writer.acting(principal, (acting) => this.createWithin(acting, input, id));
    return id;
  }

  /** The same within a transaction that is open already. */
  async createWithin(
    acting: Acting,
    input: JointCentreCreateInput,
    id: string,
    details: Record<string, unknown> = {},
  ): Promise<void> {
    const { manager, membership, now } = acting;
    const { sharing: sharingInput, ...rest } = input;
    if (!mayWrite(membership, membership.institutionId)) {
      throw Refusal.of('FORBIDDEN', 'Only reviewers and publishers record joint centres.');
    }
    const content = parseInput(newCentre, rest, ['input']);
    const ownerId = membership.institutionId;
    const at = ['input', 'sharing'];
    const sharing = await readSharing(manager, ownerId, sharingInput ?? DEFAULT_SHARING, at);
    await requireReach(acting, ownerId, sharing, null, at);
    await requireContent(manager, ownerId, content, sharing);
    const centre: JointCentre = {
      ...{ id, institutionId: ownerId, version: 1, createdAt: now, updatedAt: now, deletedAt: null },
      ...columnsOf(content),
      sharing: toSharingColumns(sharing),
    };
    await this.writer.insert({ ...acting, centre }, content, { level: sharing.level, ...details });
  }

  /** Changes what the record says. Throws NOT_FOUND, FORBIDDEN, CONFLICT or INVALID. */
  async edit(
    principal: UserPrincipal,
    id: string,
    expectedVersion: number,
    input: JointCentreEditInput,
  ): Promise<void> {
    await this.writer.write(principal, id, expectedVersion, (writing) => this.editWithin(writing, input));
  }

  /** The same on a centre that is being written on already. */
  async editWithin(
    writing: CentreWriting,
    input: JointCentreEditInput,
    details: Record<string, unknown> = {},
  ): Promise<void> {
    const { manager, centre } = writing;
    const changes = parseInput(editedCentre, input, ['input']);
    const former = await contentOf(manager, centre);
    const content = merged(former, changes);
    await requireContent(manager, centre.institutionId, content, sharingFacts(centre.sharing));
    Object.assign(centre, columnsOf(content));
    const changed = differences(former, content);
    await this.writer.update(writing, 'joint_centre.edited', { changed, ...details }, content);
  }

  /** Changes with whom it is shared, at once. Throws NOT_FOUND, FORBIDDEN, CONFLICT, INVALID or TLP_CAP. */
  async share(
    principal: UserPrincipal,
    id: string,
    expectedVersion: number,
    input: SharingInput,
  ): Promise<void> {
    await this.writer.write(principal, id, expectedVersion, (writing) =>
      this.shareWithin(writing, input, ['sharing']),
    );
  }

  /** The same on a centre that is being written on already. */
  async shareWithin(writing: CentreWriting, input: SharingInput, at: string[]): Promise<void> {
    const { manager, centre } = writing;
    const former = sharingFacts(centre.sharing);
    const next = await readSharing(manager, centre.institutionId, input, at);
    await requireReach(writing, centre.institutionId, next, former, at);
    await requireContent(manager, centre.institutionId, await contentOf(manager, centre), next);
    centre.sharing = toSharingColumns(next);
    await this.writer.update(writing, 'joint_centre.shared', { from: former.level, to: next.level });
  }

  /** Takes it away from every reader, for good. Throws NOT_FOUND, FORBIDDEN or CONFLICT. */
  async delete(principal: UserPrincipal, id: string, expectedVersion: number): Promise<void> {
    await this.writer.write(principal, id, expectedVersion, async (writing) => {
      writing.centre.deletedAt = writing.now;
      await this.writer.update(writing, 'joint_centre.deleted', {});
    });
  }
}

/** Throws FORBIDDEN when it takes a publisher to let so many read it. */
async function requireReach(
  { manager, membership }: Acting,
  ownerId: string,
  next: SharingFacts,
  former: SharingFacts | null,
  at: string[],
): Promise<void> {
  const isOwners = await ownersMembers(manager, ownerId, next.memberIds);
  if (mayShare(membership, next, former, isOwners)) return;
  throw Refusal.of(
    'FORBIDDEN',
    'Only a publisher shares a joint centre outside the institution; share it at INSTITUTION instead.',
    at,
  );
}

/** What the record says now. */
async function contentOf(manager: EntityManager, centre: JointCentre): Promise<CentreContent> {
  const rows = await manager.find(JointCentreOrganisation, {
    where: { centreId: centre.id },
    order: { number: 'ASC' },
  });
  const side = (wanted: CentreSide): CentreOrganisation[] =>
    rows
      .filter((row) => row.side === wanted)
      .map(({ institutionId, partnerId, name }) => ({ institutionId, partnerId, name }));
  const { sourceText, sourceUrl, sourceDate } = centre;
  return {
    ...{ name: centre.name, region: centre.region, form: centre.form, status: centre.status },
    ...{ foundedYear: centre.foundedYear, closedYear: centre.closedYear, funders: centre.funders },
    ...{ disciplines: centre.disciplines, technologyAreas: centre.technologyAreas },
    otherSectors: centre.otherSectors,
    organisations: side('DOMESTIC'),
    partners: side('PARTNER'),
    source: sourceText === null ? null : { text: sourceText, url: sourceUrl, date: sourceDate },
  };
}

/** The content as the centre's row keeps it. */
function columnsOf(content: CentreContent) {
  const { source, organisations: _organisations, partners: _partners, ...columns } = content;
  return {
    ...columns,
    sourceText: source?.text ?? null,
    sourceUrl: source?.url ?? null,
    sourceDate: source?.date ?? null,
  };
}

/** The names of the fields that say something else now. */
function differences(former: CentreContent, next: CentreContent): string[] {
  const names = Object.keys(next) as (keyof CentreContent)[];
  return names.filter((name) => JSON.stringify(former[name]) !== JSON.stringify(next[name]));
}
