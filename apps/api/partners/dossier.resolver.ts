import {
  DossierReadModel,
  DocumentsReadModel,
  type DatedDocument,
  type DocumentRow,
  type ExperienceRow,
  type KindCount,
} from '#documents';
import { BadInput } from '#kernel';
import { PartnersReadModel, type PartnerRow } from '#partners';
import { Args, Context, Info, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../graphql/request-context.ts';
import { wantedFields } from '../graphql/selection.ts';

const MOST = 100;

interface Span {
  includeRelated?: boolean | null;
}

/** What is known about a partner together, from what the caller may read. */
@Resolver('Partner')
export class DossierResolver {
  private readonly dossiers: DossierReadModel;
  private readonly registry: PartnersReadModel;

  constructor(dossiers: DossierReadModel, registry: PartnersReadModel) {
    this.dossiers = dossiers;
    this.registry = registry;
  }

  @ResolveField()
  async documentCounts(
    @Parent() { id }: PartnerRow,
    @Args() { includeRelated }: Span,
    @Context() { principal }: RequestContext,
  ): Promise<KindCount[]> {
    return this.dossiers.counts(principal, await this.registry.spanOf(id, includeRelated ?? false));
  }

  @ResolveField()
  async experience(
    @Parent() { id }: PartnerRow,
    @Args() { includeRelated, first }: Span & { first?: number | null },
    @Context() { principal }: RequestContext,
  ): Promise<ExperienceRow[]> {
    const ids = await this.registry.spanOf(id, includeRelated ?? false);
    return this.dossiers.experience(principal, ids, mostOf(first));
  }

  @ResolveField()
  async timeline(
    @Parent() { id }: PartnerRow,
    @Args() { includeRelated, first }: Span & { first?: number | null },
    @Context() { principal }: RequestContext,
  ): Promise<DatedDocument[]> {
    const ids = await this.registry.spanOf(id, includeRelated ?? false);
    return this.dossiers.timeline(principal, ids, mostOf(first));
  }
}

@Resolver('TimelineEntry')
export class TimelineEntryResolver {
  private readonly readable: DocumentsReadModel;

  constructor(readable: DocumentsReadModel) {
    this.readable = readable;
  }

  @ResolveField()
  document(
    @Parent() { documentId }: DatedDocument,
    @Context() { principal, loaders }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DocumentRow | null> {
    const fields = wantedFields(info);
    const name = `documents ${[...fields].sort().join(' ')}`;
    return loaders.by(name, (ids) => this.readable.byIds(principal, ids, fields)).load(documentId);
  }
}

function mostOf(first: number | null | undefined): number {
  const most = first ?? MOST;
  if (!Number.isInteger(most) || most < 1 || most > MOST)
    throw new BadInput(`first must be a whole number from 1 to ${MOST}`);
  return most;
}
