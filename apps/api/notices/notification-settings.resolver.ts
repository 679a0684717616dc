import { MailPreferencesService, type MailFrequency, type NotificationSettingsRow } from '#notices';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { caller } from '../graphql/caller.ts';
import { payload } from '../graphql/payload.ts';
import type { RequestContext } from '../graphql/request-context.ts';
import { RequirePermission } from '../graphql/require-permission.ts';

@Resolver()
export class NotificationSettingsResolver {
  private readonly preferences: MailPreferencesService;

  constructor(preferences: MailPreferencesService) {
    this.preferences = preferences;
  }

  @Query()
  @RequirePermission('notice.read')
  notificationSettings(@Context() context: RequestContext): Promise<NotificationSettingsRow> {
    return this.preferences.of(caller(context));
  }

  @Mutation()
  @RequirePermission('notice.write')
  notificationSettingsChange(
    @Args('email') email: MailFrequency,
    @Context() context: RequestContext,
  ): Promise<object> {
    return payload('notificationSettings', async () => {
      await this.preferences.change(caller(context), email);
      return this.preferences.of(caller(context));
    });
  }
}
