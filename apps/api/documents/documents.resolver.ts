import type { Connection, PageArguments } from '#kernel';
import {
  DocumentsReadModel,
  ReadingsService,
  renderMarkdown,
  VersionsReadModel,
  type DocumentRow,
  type ListArguments,
  type TombstoneRow,
  type VersionRow,
} from '#documents';
import { PartnersReadModel } from '#partners';
import { Args, Context, Info, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../graphql/request-context.ts';
import { RequirePermission } from '../graphql/require-permission.ts';
import { wantedFields } from '../graphql/selection.ts';
import { withMergedPartners } from '../partners/merged-partners.ts';
import { linkedDocument } from './linked-document.ts';

@Resolver('Document')
export class DocumentsResolver {
  private readonly documents: DocumentsReadModel;
  private readonly versionsOf: VersionsReadModel;
  private readonly registry: PartnersReadModel;
  private readonly readings: ReadingsService;

  constructor(
    documents: DocumentsReadModel,
    versionsOf: VersionsReadModel,
    registry: PartnersReadModel,
    readings: ReadingsService,
  ) {
    this.documents = documents;
    this.versionsOf = versionsOf;
    this.registry = registry;
    this.readings = readings;
  }

  @Query()
  @RequirePermission('document.read')
  async document(
    @Args('id') id: string,
    @Context() { principal }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DocumentRow | null> {
    const row = await this.documents.find(principal, id, new Set([...wantedFields(info), 'versionNumber']));
    if (row) this.readings.opened(principal, row as DocumentRow & { versionNumber: number });
    else this.readings.denied(principal, id, 'document');
    return row;
  }

  @Query('documents')
  @RequirePermission('document.read')
  async list(
    @Args() args: ListArguments,
    @Context() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<DocumentRow>> {
    const filter = await withMergedPartners(this.registry, args.filter);
    return this.documents.list(context.principal, { ...args, filter }, wantedFields(info, 'edges', 'node'));
  }

  @Query()
  @RequirePermission('document.read')
  tombstone(@Args('id') id: string, @Context() context: RequestContext): Promise<TombstoneRow | null> {
    return this.documents.findTombstone(context.principal, id);
  }

  @ResolveField()
  bodyHtml(@Parent() row: DocumentRow): string {
    return renderMarkdown(row.body as string);
  }

  @ResolveField()
  versions(
    @Parent() row: DocumentRow,
    @Args() page: PageArguments,
    @Context() { principal, loaders }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<VersionRow> | null> {
    const fields = wantedFields(info, 'edges', 'node');
    const name = `versions ${fields.has('attachments')} ${JSON.stringify(page)}`;
    return loaders.by(name, (ids) => this.versionsOf.list(principal, ids, page, fields)).load(row.id);
  }

  @ResolveField()
  supersededBy(
    @Parent() row: DocumentRow,
    @Context() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DocumentRow | null> | null {
    return linkedDocument(this.documents, row.supersededById as string | null, context, info);
  }
}

@Resolver('Tombstone')
export class TombstoneResolver {
  private readonly documents: DocumentsReadModel;

  constructor(documents: DocumentsReadModel) {
    this.documents = documents;
  }

  @ResolveField()
  replacement(
    @Parent() row: TombstoneRow,
    @Context() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DocumentRow | null> | null {
    return linkedDocument(this.documents, row.replacementId, context, info);
  }
}

@Resolver('DocumentVersion')
export class DocumentVersionResolver {
  private readonly versions: VersionsReadModel;

  constructor(versions: VersionsReadModel) {
    this.versions = versions;
  }

  @ResolveField()
  diff(
    @Parent() row: VersionRow,
    @Args('from') from: number | undefined,
    @Context() { principal }: RequestContext,
  ): Promise<string> {
    return this.versions.diff(principal, row, from ?? null);
  }
}
