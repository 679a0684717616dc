import { SHARING_LEVELS, TLP_LABELS, type SharingLevel, type TlpLabel } from '#kernel';
import type { SharingFacts } from './document-facts.ts';

/** The widest level that a TLP 2.0 label allows. */
const CAP: Readonly<Record<TlpLabel, SharingLevel>> = {
  RED: 'NAMED',
  AMBER_STRICT: 'GROUPS',
  AMBER: 'GROUPS',
  GREEN: 'COMMUNITY',
  CLEAR: 'PUBLIC',
};

/** How wide a level is, counted from the narrowest. */
function widthOf(level: SharingLevel): number {
  return SHARING_LEVELS.indexOf(level);
}

/** Whether the label allows the level. */
export function tlpAllows(tlp: TlpLabel, level: SharingLevel): boolean {
  return widthOf(level) <= widthOf(CAP[tlp]);
}

/** The strictest label that the level allows: what a sharing gets when no label is given. */
export function strictestLabel(level: SharingLevel): TlpLabel {
  return TLP_LABELS.find((label) => tlpAllows(label, level)) ?? 'CLEAR';
}

/** Whether a level reaches beyond the owner, and so needs a second person. */
export function reachesOutside(level: SharingLevel): boolean {
  return widthOf(level) >= widthOf('GROUPS');
}

/** What a document starts with. */
export const INITIAL_SHARING: SharingFacts = {
  level: 'INSTITUTION',
  tlp: 'AMBER_STRICT',
  attribution: 'NAMED',
  minimumRole: 0,
  institutionIds: [],
  groupIds: [],
  memberIds: [],
  kinds: [],
  excludedInstitutionIds: [],
  visibleFrom: null,
  visibleUntil: null,
};

/**
 * The sharing without the lists that its level gives no meaning to, and without repeats: what is stored,
 * shown and enforced are then the same.
 */
export function normalised(sharing: SharingFacts): SharingFacts {
  const only = <T>(level: SharingLevel, list: readonly T[]): T[] =>
    sharing.level === level ? [...new Set(list)].sort() : [];
  return {
    ...sharing,
    institutionIds: only('GROUPS', sharing.institutionIds),
    groupIds: only('GROUPS', sharing.groupIds),
    memberIds: only('NAMED', sharing.memberIds),
    kinds: only('COMMUNITY', sharing.kinds),
    excludedInstitutionIds: [...new Set(sharing.excludedInstitutionIds)].sort(),
  };
}

/**
 * Whether everyone whom `next` admits, `former` admits as well, whatever memberships and groups there
 * are or will be. What cannot be known from the two alone counts as wider. `isOwners` tells whether a
 * membership belongs to the document's owner, who is in the audience of every level but NAMED.
 */
export function isNotWider(
  next: SharingFacts,
  former: SharingFacts,
  isOwners: (membershipId: string) => boolean,
): boolean {
  const staysInside =
    next.level === 'INSTITUTION' || (next.level === 'NAMED' && next.memberIds.every(isOwners));
  return (
    coversNoMore(next, former, staysInside) &&
    keepsRestrictions(next, former) &&
    opensNoEarlier(next, former) &&
    closesNoLater(next, former) &&
    !(former.attribution === 'WITHHELD' && next.attribution === 'NAMED') &&
    TLP_LABELS.indexOf(next.tlp) <= TLP_LABELS.indexOf(former.tlp)
  );
}

function coversNoMore(next: SharingFacts, former: SharingFacts, staysInside: boolean): boolean {
  if (former.level === 'PUBLIC') return true;
  if (next.level === 'PUBLIC') return false;
  if (next.level === former.level) return listsNoMore(next, former);
  if (staysInside) return former.level !== 'NAMED';
  // Members, institutions and groups are of any kind: only a community open to all kinds holds them for sure.
  return next.level !== 'COMMUNITY' && former.level === 'COMMUNITY' && former.kinds.length === 0;
}

function listsNoMore(next: SharingFacts, former: SharingFacts): boolean {
  const kindsNarrower =
    former.kinds.length === 0 || (next.kinds.length > 0 && isWithin(next.kinds, former.kinds));
  return (
    isWithin(next.institutionIds, former.institutionIds) &&
    isWithin(next.groupIds, former.groupIds) &&
    isWithin(next.memberIds, former.memberIds) &&
    (next.level !== 'COMMUNITY' || kindsNarrower)
  );
}

/** At every level: a grant, or the time outside the window, lets restrictions matter where they seem not to. */
function keepsRestrictions(next: SharingFacts, former: SharingFacts): boolean {
  return (
    next.minimumRole >= former.minimumRole &&
    isWithin(former.excludedInstitutionIds, next.excludedInstitutionIds)
  );
}

function opensNoEarlier(next: SharingFacts, former: SharingFacts): boolean {
  return former.visibleFrom === null || (next.visibleFrom !== null && next.visibleFrom >= former.visibleFrom);
}

function closesNoLater(next: SharingFacts, former: SharingFacts): boolean {
  return (
    former.visibleUntil === null || (next.visibleUntil !== null && next.visibleUntil <= former.visibleUntil)
  );
}

function isWithin<T>(part: readonly T[], whole: readonly T[]): boolean {
  return part.every((item) => whole.includes(item));
}
