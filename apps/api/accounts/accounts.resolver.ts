import type { UserPrincipal } from '#access';
import { AccountErasure, AccountExports } from '#identity';
import { Forbidden } from '#kernel';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { caller } from '../graphql/caller.ts';
import { payload } from '../graphql/payload.ts';
import type { RequestContext } from '../graphql/request-context.ts';
import { RequirePermission } from '../graphql/require-permission.ts';

const MOST_ROWS = 1_000;

@Resolver()
export class AccountsResolver {
  private readonly exports: AccountExports;
  private readonly erasure: AccountErasure;

  constructor(exports: AccountExports, erasure: AccountErasure) {
    this.exports = exports;
    this.erasure = erasure;
  }

  @Query()
  @RequirePermission('account.export')
  async accountExport(@Context() context: RequestContext): Promise<{ json: string; complete: boolean }> {
    const { userId } = unbound(caller(context));
    const parts = Object.fromEntries(this.exports.parts.map((name): [string, object[]] => [name, []]));
    let complete = true;
    for await (const { part, row } of this.exports.read(userId, userId, MOST_ROWS)) {
      if (parts[part]!.length < MOST_ROWS) parts[part]!.push(row);
      else complete = false;
    }
    return { json: JSON.stringify(parts), complete };
  }

  @Mutation()
  @RequirePermission('account.erase')
  accountErase(@Args('confirm') confirm: string, @Context() context: RequestContext): Promise<object> {
    const { userId } = unbound(caller(context));
    return payload('erasedId', async () => {
      await this.erasure.eraseOwn(userId, confirm);
      return userId;
    });
  }
}

/** A token for one institution must not reach what the person is and does elsewhere. */
function unbound(principal: UserPrincipal): UserPrincipal {
  if (principal.boundTo !== null)
    throw new Forbidden('This needs a token that is not bound to an institution.');
  return principal;
}
