import type { World, WorldDocument } from '../world/world.ts';
import type { Scene } from './changes/change.ts';

/** What a document is made of when nothing is special about it. */
const PLAIN: Partial<WorldDocument> = {
  ...{ coAuthorIds: [], reviewerIds: [], workState: null, tombstoned: false, discoverable: false },
  ...{ tlp: 'AMBER_STRICT', attribution: 'NAMED', minimumRole: 'READER', institutionIds: [], groupIds: [] },
  ...{ memberIds: [], kinds: [], excludedInstitutionIds: [], visibleFrom: null, visibleUntil: null },
  ...{ history: [], passedOver: false },
};

/** The scene without whatever can be left out while it still fails: what is left is what matters. */
export function smallestScene(scene: Scene, fails: (scene: Scene) => boolean): Scene {
  for (;;) {
    const smaller = simplerThan(scene).find(fails);
    if (!smaller) return scene;
    scene = smaller;
  }
}

/** The scene, each time with one thing less. */
function simplerThan({ world, now }: Scene): Scene[] {
  const lists = ['documents', 'grants', 'memberships', 'groups', 'users'] as const;
  const shorter = lists.flatMap((name) =>
    world[name].map((one): World => ({ ...world, [name]: world[name].filter((other) => other !== one) })),
  );
  const plainer = world.documents.flatMap((document) =>
    Object.entries(PLAIN)
      .filter(([name, plain]) => inWords(document[name as keyof WorldDocument]) !== inWords(plain))
      .map(([name, plain]): World => ({
        ...world,
        documents: world.documents.map((one) => (one === document ? { ...one, [name]: plain } : one)),
      })),
  );
  return [...shorter, ...plainer].map((simpler) => ({ world: simpler, now }));
}

function inWords(value: unknown): string {
  return JSON.stringify(value) ?? '';
}
