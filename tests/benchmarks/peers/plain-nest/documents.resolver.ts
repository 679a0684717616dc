import { Args, Context, ID, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type DataLoader from 'dataloader';
import type { Caller } from './callers.service.js';
import { DocumentsService } from './documents.service.js';
import { Document, Institution, type DocumentVersion } from './entities.js';

/** What every request has: its caller, and loaders of its own. */
export interface RequestContext {
  caller: Caller;
  versions: DataLoader<Document, DocumentVersion>;
  institutions: DataLoader<string, Institution>;
}

@Resolver(() => Document)
export class DocumentsResolver {
  constructor(private readonly service: DocumentsService) {}

  @Query(() => [Document])
  documents(
    @Args('first', { type: () => Int }) first: number,
    @Context() { caller }: RequestContext,
  ): Promise<Document[]> {
    return this.service.newest(caller, first);
  }

  @Query(() => Document, { nullable: true })
  document(
    @Args('id', { type: () => ID }) id: string,
    @Context() { caller }: RequestContext,
  ): Promise<Document | null> {
    return this.service.find(caller, id);
  }

  @ResolveField(() => String)
  async title(@Parent() document: Document, @Context() { versions }: RequestContext): Promise<string> {
    return (await versions.load(document)).title;
  }

  @ResolveField(() => String)
  async summary(@Parent() document: Document, @Context() { versions }: RequestContext): Promise<string> {
    return (await versions.load(document)).summary;
  }

  @ResolveField(() => String)
  async body(@Parent() document: Document, @Context() { versions }: RequestContext): Promise<string> {
    return (await versions.load(document)).body;
  }

  @ResolveField(() => [String])
  async topics(@Parent() document: Document, @Context() { versions }: RequestContext): Promise<string[]> {
    return (await versions.load(document)).topics;
  }

  @ResolveField(() => Institution, { nullable: true })
  async institution(
    @Parent() { attribution, institutionId }: Document,
    @Context() { caller, institutions }: RequestContext,
  ): Promise<Institution | null> {
    const inside = caller.memberships.some((own) => own.institutionId === institutionId);
    return attribution === 'NAMED' || inside ? institutions.load(institutionId) : null;
  }
}
