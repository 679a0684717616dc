import type { Principal } from '#access';
import DataLoader from 'dataloader';

/** What belongs to one request: who asks, and the batching of what several rows ask for at once. */
export interface RequestContext {
  principal: Principal;
  /**
   * Who asks for certain, where `principal` is only who it was a moment ago: nothing is answered before. See
   * execution/presuming.ts. Null when it is certain already.
   */
  confirmed: Promise<Principal> | null;
  loaders: Loaders;
}

/** Loaders of one request, made when first wanted. */
export class Loaders {
  private readonly loaders = new Map<string, DataLoader<string, unknown>>();

  /**
   * The loader under this name. `load` gets all ids asked for in one go and returns what it finds, by id.
   * The name must tell apart whatever `load` depends on beside the ids.
   */
  by<T>(
    name: string,
    load: (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>,
  ): DataLoader<string, T | null> {
    let loader = this.loaders.get(name);
    if (!loader) {
      loader = new DataLoader<string, unknown>(async (ids) => {
        const found = await load(ids);
        return ids.map((id) => found.get(id) ?? null);
      });
      this.loaders.set(name, loader);
    }
    return loader as DataLoader<string, T | null>;
  }
}
