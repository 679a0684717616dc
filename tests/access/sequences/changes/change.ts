import type { Dice } from '../../world/random-sharing.ts';
import type { World, WorldDocument, WorldInstitution, WorldMembership } from '../../world/world.ts';

/** A world at a moment. */
export interface Scene {
  world: World;
  now: Date;
}

/**
 * What a change does to who reads what is published, before it and after it: some may read more (`opens`),
 * some may read less (`closes`), nobody reads more or less (`neither`), or it depends (`either`).
 */
export type Effect = 'opens' | 'closes' | 'neither' | 'either';

/** Something that happens in a world: from data to data, by chance. */
export interface Change {
  name: string;
  effect: Effect;
  /** The world afterwards; null when there is nothing in it to which this could happen. */
  happens: (scene: Scene, roll: Dice) => Happened | null;
}

export interface Happened extends Scene {
  /** To whom or what it happened, for the log. */
  to: string;
}

/** A change of the world alone, in which no time passes. */
export function change(
  name: string,
  effect: Effect,
  happens: (world: World, roll: Dice, now: Date) => { world: World; to: string } | null,
): Change {
  return {
    name,
    effect,
    happens: ({ world, now }, roll) => {
      const happened = happens(world, roll, now);
      return happened && { ...happened, now };
    },
  };
}

/** A change of one membership, chosen among those that `fits` admits. */
export function membershipChange(
  name: string,
  effect: Effect,
  fits: (own: WorldMembership, now: Date) => boolean,
  next: (own: WorldMembership, roll: Dice, now: Date) => Partial<WorldMembership>,
): Change {
  return change(name, effect, (world, roll, now) => {
    const own = anyOf(
      roll,
      world.memberships.filter((one) => fits(one, now)),
    );
    if (!own) return null;
    return {
      world: { ...world, memberships: swapped(world.memberships, own, next(own, roll, now)) },
      to: own.id,
    };
  });
}

/** A change of one institution, chosen among those that `fits` admits. */
export function institutionChange(
  name: string,
  effect: Effect,
  fits: (institution: WorldInstitution) => boolean,
  next: Partial<WorldInstitution>,
): Change {
  return change(name, effect, (world, roll) => {
    const institution = anyOf(roll, world.institutions.filter(fits));
    if (!institution) return null;
    return {
      world: { ...world, institutions: swapped(world.institutions, institution, next) },
      to: institution.id,
    };
  });
}

/** A change of one document, chosen among those that `fits` admits. */
export function documentChange(
  name: string,
  effect: Effect,
  fits: (document: WorldDocument, world: World) => boolean,
  next: (document: WorldDocument, roll: Dice, scene: Scene) => Partial<WorldDocument> | null,
): Change {
  return change(name, effect, (world, roll, now) => {
    const possible = world.documents.filter((one) => fits(one, world));
    // Mostly of those that have readers to gain and to lose.
    const document = anyOf(
      roll,
      weighted(possible, ({ state }) => state === 'PUBLISHED'),
    );
    const changed = document && next(document, roll, { world, now });
    if (!document || !changed) return null;
    return {
      world: { ...world, documents: swapped(world.documents, document, changed) },
      to: `${document.id}: ${inWords(changed)}`,
    };
  });
}

/** One of them by chance; undefined when there is none. */
export function anyOf<T>(roll: Dice, from: readonly T[]): T | undefined {
  return from.length === 0 ? undefined : roll.one(...from);
}

/** The list with those that are `likelier` in it several times. */
export function weighted<T>(list: readonly T[], likelier: (one: T) => boolean): T[] {
  const preferred = list.filter(likelier);
  return [...list, ...preferred, ...preferred, ...preferred];
}

/** The list with one of its items changed. */
export function swapped<T>(list: readonly T[], one: T, next: Partial<T>): T[] {
  return list.map((item) => (item === one ? { ...item, ...next } : item));
}

export function without<T>(list: readonly T[], ...gone: readonly T[]): T[] {
  return list.filter((item) => !gone.includes(item));
}

export function colleaguesOf({ memberships }: World, { ownerId }: WorldDocument): WorldMembership[] {
  return memberships.filter(({ institutionId }) => institutionId === ownerId);
}

function inWords(changed: Partial<WorldDocument>): string {
  return Object.entries(changed)
    .map(([name, value]) => `${name} ${name === 'history' ? 'grows' : JSON.stringify(value)}`)
    .join(', ');
}
