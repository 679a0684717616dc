import type { UserError } from '#kernel';
import {
  PartnerAdditionsService,
  PartnersReadModel,
  type PartnerAddInput,
  type PartnerMatchRow,
  type ProposedName,
} from '#partners';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import { caller } from '../graphql/caller.ts';
import { payload } from '../graphql/payload.ts';
import type { RequestContext } from '../graphql/request-context.ts';
import { RequirePermission } from '../graphql/require-permission.ts';

@Resolver()
export class PartnerAdditionsResolver {
  private readonly additions: PartnerAdditionsService;
  private readonly registry: PartnersReadModel;

  constructor(additions: PartnerAdditionsService, registry: PartnersReadModel) {
    this.additions = additions;
    this.registry = registry;
  }

  @Mutation()
  @RequirePermission('partner.write')
  async partnerAdd(
    @Args() { input, despiteDuplicates }: { input: PartnerAddInput; despiteDuplicates?: boolean | null },
    @Context() context: RequestContext,
  ): Promise<object> {
    let duplicates: PartnerMatchRow[] = [];
    const added = await payload('partner', async () => {
      duplicates = await this.additions.duplicatesOf(input);
      if (duplicates.length > 0 && !despiteDuplicates) return null;
      return this.registry.find({ id: await this.additions.add(caller(context), input) });
    });
    const isDuplicate = added.partner === null && added.userErrors.length === 0;
    return { ...added, duplicates, userErrors: isDuplicate ? [DUPLICATE] : added.userErrors };
  }

  @Mutation()
  @RequirePermission('partner.write')
  partnerProposeName(
    @Args() { id, name }: { id: string; name: ProposedName },
    @Context() context: RequestContext,
  ): Promise<object> {
    return payload('partner', async () => {
      await this.additions.proposeName(caller(context), id, name);
      return this.registry.find({ id });
    });
  }
}

const DUPLICATE: UserError = {
  code: 'CONFLICT',
  message: 'It looks like a partner that is there already: see duplicates, or add it despite them.',
  field: ['input', 'name'],
};
