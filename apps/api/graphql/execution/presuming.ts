import { Presumption } from '#kernel';
import type { ExecutionResult } from 'graphql';
import { asGraphQLError } from '../errors.ts';
import { Loaders, type RequestContext } from '../request-context.ts';

/**
 * Executes for a sender who is only presumed to be who it was a moment ago. A read goes on meanwhile, so that
 * its statements travel together with the one that confirms it; what it has found is thrown away, and the read
 * done again, when anything about the sender has changed. A write waits.
 */
export async function presuming(
  context: RequestContext,
  writes: boolean,
  execute: (context: RequestContext) => Promise<ExecutionResult>,
): Promise<ExecutionResult> {
  const { principal, confirmed } = context;
  if (!confirmed) return execute(context);
  try {
    if (writes) return await execute(certain(await confirmed));
    const isSo = confirmed.then((now) => now === principal);
    const presumption = new Presumption(isSo.catch(() => false));
    const reading = presumption.run(() => execute(context));
    // Nor is a failure of it told before.
    await reading.catch(() => undefined);
    const now = await confirmed;
    return await (now === principal ? reading : execute(certain(now)));
  } catch (error) {
    const told = asGraphQLError(error);
    if (!told) throw error;
    return { errors: [told] };
  }
}

function certain(principal: RequestContext['principal']): RequestContext {
  return { principal, confirmed: null, loaders: new Loaders() };
}
