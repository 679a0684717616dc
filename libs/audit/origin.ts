import { AsyncLocalStorage } from 'node:async_hooks';

/** Where an action comes from. */
export interface Origin {
  /** The client's network address, or COMMAND_LINE or WORKER; null where it must not be told. */
  address: string | null;
  /** Of the HTTP request. */
  requestId: string | null;
}

export const COMMAND_LINE: Origin = { address: 'command line', requestId: null };
/** What runs in the background, without anybody having asked for it just now. */
export const WORKER: Origin = { address: 'worker', requestId: null };
/** Of somebody else's member, in the trail of another institution. */
export const UNTOLD: Origin = { address: null, requestId: null };

const store = new AsyncLocalStorage<Origin>();

/** Runs `work`, and whatever it starts, as coming from there. */
export function from<T>(origin: Origin, work: () => T): T {
  return store.run(origin, work);
}

/** Where what is going on comes from. */
export function origin(): Origin {
  return store.getStore() ?? WORKER;
}
