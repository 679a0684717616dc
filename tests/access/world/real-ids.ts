import { randomUUID } from 'node:crypto';
import type { World, WorldSharing } from './world.ts';

/** A world with ids that a database takes, and the way from its own names to them. */
export interface RealWorld {
  world: World;
  idOf: (name: string) => string;
}

/** The same world under fresh ids: it can be inserted beside any other. */
export function withRealIds(named: World): RealWorld {
  const ids = new Map<string, string>();
  const everything = [
    named.institutions,
    named.users,
    named.memberships,
    named.groups,
    named.documents,
  ].flat();
  for (const { id } of everything) {
    if (ids.has(id)) throw new Error(`two things in the world are named ${id}`);
    ids.set(id, randomUUID());
  }
  const idOf = (name: string): string => {
    const id = ids.get(name);
    if (!id) throw new Error(`nothing in the world is named ${name}`);
    return id;
  };
  const all = (names: string[]): string[] => names.map(idOf);
  const shared = <T extends WorldSharing>(sharing: T): T => ({
    ...sharing,
    institutionIds: all(sharing.institutionIds),
    groupIds: all(sharing.groupIds),
    memberIds: all(sharing.memberIds),
    excludedInstitutionIds: all(sharing.excludedInstitutionIds),
  });
  const world: World = {
    institutions: named.institutions.map((one) => ({ ...one, id: idOf(one.id) })),
    users: named.users.map((one) => ({ ...one, id: idOf(one.id) })),
    memberships: named.memberships.map((one) => ({
      ...one,
      id: idOf(one.id),
      userId: idOf(one.userId),
      institutionId: idOf(one.institutionId),
    })),
    groups: named.groups.map((one) => ({
      ...one,
      id: idOf(one.id),
      ownerId: idOf(one.ownerId),
      accepted: all(one.accepted),
      invited: all(one.invited),
    })),
    documents: named.documents.map((one) => ({
      ...shared(one),
      id: idOf(one.id),
      ownerId: idOf(one.ownerId),
      authorId: one.authorId === null ? null : idOf(one.authorId),
      coAuthorIds: all(one.coAuthorIds),
      reviewerIds: all(one.reviewerIds),
      history: one.history.map(shared),
    })),
    grants: named.grants.map((one) => ({
      ...one,
      documentId: idOf(one.documentId),
      institutionId: idOf(one.institutionId),
    })),
  };
  return { world, idOf };
}
