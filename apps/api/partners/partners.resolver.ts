import { DocumentsReadModel, type DocumentRow } from '#documents';
import type { Connection, DocumentKind, PageArguments } from '#kernel';
import {
  DesignationsReadModel,
  PartnerMatcher,
  PartnersReadModel,
  type DesignationRow,
  type PartnerListArguments,
  type PartnerMatchRow,
  type PartnerNameRow,
  type PartnerRow,
} from '#partners';
import { Args, Context, Info, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../graphql/request-context.ts';
import { RequirePermission } from '../graphql/require-permission.ts';
import { wantedFields } from '../graphql/selection.ts';

const DEFAULT_MATCHES = 5;

interface DocumentArguments extends PageArguments {
  kinds?: DocumentKind[] | null;
  includeRelated?: boolean | null;
}

@Resolver('Partner')
export class PartnersResolver {
  private readonly registry: PartnersReadModel;
  private readonly statements: DesignationsReadModel;
  private readonly readable: DocumentsReadModel;
  private readonly matcher: PartnerMatcher;

  constructor(
    registry: PartnersReadModel,
    statements: DesignationsReadModel,
    readable: DocumentsReadModel,
    matcher: PartnerMatcher,
  ) {
    this.registry = registry;
    this.statements = statements;
    this.readable = readable;
    this.matcher = matcher;
  }

  @Query()
  @RequirePermission('partner.read')
  partner(@Args() by: { id?: string | null; rorId?: string | null }): Promise<PartnerRow | null> {
    return this.registry.find(by);
  }

  @Query()
  @RequirePermission('partner.read')
  partners(@Args() args: PartnerListArguments): Promise<Connection<PartnerRow>> {
    return this.registry.list(args);
  }

  @Query()
  @RequirePermission('partner.read')
  matchPartner(
    @Args() { name, country, first }: { name: string; country?: string | null; first?: number | null },
  ): Promise<PartnerMatchRow[]> {
    return this.matcher.match(name, country ?? null, first ?? DEFAULT_MATCHES);
  }

  @ResolveField()
  names(
    @Parent() { id }: PartnerRow,
    @Context() { loaders }: RequestContext,
  ): Promise<PartnerNameRow[] | null> {
    return loaders.by('partner names', (ids) => this.registry.namesOf(ids)).load(id);
  }

  @ResolveField()
  designations(
    @Parent() { id }: PartnerRow,
    @Context() { loaders }: RequestContext,
  ): Promise<DesignationRow[] | null> {
    return loaders.by('partner designations', (ids) => this.statements.of(ids)).load(id);
  }

  @ResolveField()
  parents(
    @Parent() { id }: PartnerRow,
    @Context() { loaders }: RequestContext,
  ): Promise<PartnerRow[] | null> {
    return loaders.by('partner parents', (ids) => this.registry.relativesOf(ids, 'parent')).load(id);
  }

  @ResolveField()
  children(
    @Parent() { id }: PartnerRow,
    @Context() { loaders }: RequestContext,
  ): Promise<PartnerRow[] | null> {
    return loaders.by('partner children', (ids) => this.registry.relativesOf(ids, 'child')).load(id);
  }

  @ResolveField()
  documents(
    @Parent() { id }: PartnerRow,
    @Args() args: DocumentArguments,
    @Context() { principal, loaders }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<DocumentRow> | null> {
    const { kinds, includeRelated, ...page } = args;
    const fields = wantedFields(info, 'edges', 'node');
    const list = { ...page, filter: { kinds } };
    const load = (ids: readonly string[]): Promise<Map<string, Connection<DocumentRow>>> =>
      this.readable.listByPartners(principal, ids, includeRelated ?? false, list, fields);
    return loaders.by(`documents of partners ${JSON.stringify([args, [...fields]])}`, load).load(id);
  }
}
