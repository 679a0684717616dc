import type { Person } from '../../../support/test-app.ts';
import type { GraphqlClient } from '#testing';
import { reads } from '../../world/naive-reference.ts';
import type { Scene } from '../changes/change.ts';
import { expectedSight, type StoredDocument, type StoredWorld } from './read-back.ts';

/** All that the API shows someone about documents: which ones, by every way there is, and how many. */
interface Shown {
  documents: string[];
  byId: Record<string, unknown>;
  versions: Record<string, number[]>;
  working: string[];
  attributed: string[];
  tombstones: Record<string, unknown>;
  stubs: Record<string, boolean>;
  found: string[];
  total: number;
  kinds: Record<string, number>;
  institutions: Record<string, number>;
}

/** Asks for everything with one request. Throws with the errors if there are any. */
export async function shownTo(client: GraphqlClient, ids: readonly string[]): Promise<Shown> {
  const data = await client.ask(
    questionFor(ids.length),
    Object.fromEntries(ids.map((id, index) => [`id${index}`, id])),
  );
  const { documents, documentStubs, search } = data;
  const nodes: any[] = documents.edges.map((edge: any) => edge.node);
  const answers = (alias: string): [string, any][] =>
    ids.flatMap((id, index): [string, any][] =>
      data[`${alias}${index}`] ? [[id, data[`${alias}${index}`]]] : [],
    );
  const facet = (name: string): Record<string, number> =>
    Object.fromEntries(
      search.facets
        .find((one: any) => one.facet === name)
        .counts.map(({ value, count }: any) => [value, count] as const),
    );
  return inOrder({
    documents: nodes.map(({ id }) => id),
    byId: Object.fromEntries(answers('document')),
    versions: Object.fromEntries(
      nodes.map(({ id, versions }) => [id, versions.edges.map((edge: any) => edge.node.number)]),
    ),
    working: nodes.filter(({ working }) => working).map(({ id }) => id),
    attributed: nodes.filter(({ institution }) => institution).map(({ id }) => id),
    tombstones: Object.fromEntries(
      answers('tombstone').map(([id, { replacement }]) => [id, replacement?.id ?? null]),
    ),
    stubs: Object.fromEntries(
      documentStubs.edges.map(({ node }: any) => [node.id, node.institution !== null]),
    ),
    found: search.edges.map((edge: any) => edge.node.document.id),
    total: search.total,
    kinds: facet('KIND'),
    institutions: facet('INSTITUTION'),
  });
}

/** What the words of the access model show to someone in the same way. */
export function expectedFor(
  world: StoredWorld,
  now: Date,
  { userId }: Pick<Person, 'userId'> | { userId: null },
): Shown {
  const scene: Scene = { world, now };
  const seen = world.documents.map((document) => ({
    document,
    sight: expectedSight(scene, userId, document),
  }));
  const readable = seen.filter(({ sight }) => sight.reads);
  // What the index has not confirmed is left out: the index may hold another state of it, or none.
  const found = readable.filter(({ document }) => document.state === 'PUBLISHED' && !document.isPending);
  const idsOf = (some: typeof seen): string[] => some.map(({ document }) => document.id);
  const by = <T>(some: typeof seen, value: (one: (typeof seen)[number]) => T): Record<string, T> =>
    Object.fromEntries(some.map((one) => [one.document.id, value(one)]));
  const replacement = ({ replacementId }: StoredDocument): string | null => {
    const document = world.documents.find(({ id }) => id === replacementId);
    return document && reads({ ...scene, userId }, document) ? document.id : null;
  };
  return inOrder({
    documents: idsOf(readable),
    byId: by(readable, ({ document: { id, state, shown } }) => ({ id, state, versionNumber: shown })),
    versions: by(readable, ({ sight }) => [...sight.versions]),
    working: idsOf(readable.filter(({ sight }) => sight.working)),
    attributed: idsOf(readable.filter(({ sight }) => sight.attribution)),
    tombstones: by(
      seen.filter(({ sight }) => sight.tombstone),
      ({ document }) => replacement(document),
    ),
    stubs: by(
      seen.filter(({ sight }) => sight.stub),
      ({ sight }) => sight.attribution,
    ),
    found: idsOf(found),
    total: found.length,
    kinds: counted(found.map(({ document }) => document.kind)),
    institutions: counted(
      found.filter(({ sight }) => sight.attribution).map(({ document }) => document.ownerId),
    ),
  });
}

/** One question for all documents: its text depends on their number only. */
function questionFor(count: number): string {
  const each = Array.from({ length: count }, (_, index) => index);
  const variables = each.map((index) => `$id${index}: ID!`).join(', ');
  return `query ${variables && `(${variables})`} {
    documents(first: 100) { edges { node {
      id institution { id } working { number } versions(first: 100) { edges { node { number } } } } } }
    documentStubs(first: 100) { edges { node { id institution { id } } } }
    search(query: "", first: 100, facets: [KIND, INSTITUTION]) {
      total edges { node { document { id } } } facets { facet counts { value count } } }
    ${each.map((index) => `document${index}: document(id: $id${index}) { id state versionNumber }`).join('\n')}
    ${each.map((index) => `tombstone${index}: tombstone(id: $id${index}) { replacement { id } }`).join('\n')}
  }`;
}

function counted(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

/** In which order things come is not what is asked here. */
function inOrder(shown: Shown): Shown {
  const sorted = (list: string[]): string[] => [...list].sort();
  return {
    ...shown,
    documents: sorted(shown.documents),
    working: sorted(shown.working),
    attributed: sorted(shown.attributed),
    found: sorted(shown.found),
  };
}
