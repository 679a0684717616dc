import {
  reads,
  readsVersions,
  seesAttribution,
  seesStub,
  seesTombstone,
  seesWorking,
} from '../world/naive-reference.ts';
import type { WorldDocument } from '../world/world.ts';
import type { Scene } from './changes/change.ts';
import type { Sight } from './sight.ts';

/** What someone sees of a document by the words of the access model. */
export function byWords({ world, now }: Scene, userId: string | null, document: WorldDocument): Sight {
  const asking = { world, userId, now };
  return {
    reads: reads(asking, document),
    working: seesWorking(asking, document),
    tombstone: seesTombstone(asking, document),
    stub: seesStub(asking, document),
    attribution: seesAttribution(asking, document),
    versions: readsVersions(asking, document),
  };
}
