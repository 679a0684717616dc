import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { INITIAL_SHARING, normalised, rankOf, strictestLabel, tlpAllows, type SharingFacts } from '#access';
import { id, moment, parseInput } from '#input';
import {
  ATTRIBUTIONS,
  INSTITUTION_KINDS,
  Refusal,
  ROLES,
  SHARING_LEVELS,
  TLP_LABELS,
  type UserError,
} from '#kernel';

const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .max(500)
    .nullish()
    .transform((value) => value ?? []);
const optionalMoment = moment.nullish().transform((value) => value ?? null);

const sharingInput = z.object({
  level: z.enum(SHARING_LEVELS),
  tlp: z.enum(TLP_LABELS).nullish(),
  minimumRole: z.enum(ROLES).nullish(),
  attribution: z.enum(ATTRIBUTIONS).nullish(),
  institutionIds: list(id),
  groupIds: list(id),
  membershipIds: list(id),
  kinds: list(z.enum(INSTITUTION_KINDS)),
  excludedInstitutionIds: list(id),
  visibleFrom: optionalMoment,
  visibleUntil: optionalMoment,
});

/** SharingInput as it comes from outside. */
export type SharingInput = z.input<typeof sharingInput>;

/**
 * The sharing that an input asks for, validated for a document of this owner; the initial one without an
 * input. `at` is the input's path within the arguments. Throws INVALID or TLP_CAP.
 */
export async function readSharing(
  manager: EntityManager,
  ownerId: string,
  input: SharingInput | null | undefined,
  at: readonly string[],
): Promise<SharingFacts> {
  if (!input) return INITIAL_SHARING;
  const { membershipIds, minimumRole, tlp, attribution, ...rest } = parseInput(sharingInput, input, at);
  const sharing = normalised({
    ...rest,
    memberIds: membershipIds,
    tlp: tlp ?? strictestLabel(rest.level),
    attribution: attribution ?? 'NAMED',
    minimumRole: rankOf(minimumRole ?? 'READER'),
  });
  const errors = [
    ...inconsistencies(sharing, ownerId, at),
    ...(await unknownIds(manager, sharing, ownerId, at)),
  ];
  if (errors.length > 0) throw new Refusal(errors);
  return sharing;
}

function inconsistencies(sharing: SharingFacts, ownerId: string, at: readonly string[]): UserError[] {
  const { level, tlp, visibleFrom, visibleUntil } = sharing;
  const errors: UserError[] = [];
  const invalid = (field: string, message: string): void => {
    errors.push({ code: 'INVALID', message, field: [...at, field] });
  };
  if (!tlpAllows(tlp, level)) {
    errors.push({
      code: 'TLP_CAP',
      message: `TLP:${tlp} does not allow sharing at ${level}.`,
      field: [...at, 'tlp'],
    });
  }
  if (level === 'PUBLIC' && sharing.attribution === 'WITHHELD') {
    invalid('attribution', 'What is PUBLIC always names its institution.');
  }
  if (sharing.excludedInstitutionIds.includes(ownerId)) {
    invalid('excludedInstitutionIds', 'The owner is always in the audience.');
  }
  if (visibleFrom && visibleUntil && visibleFrom >= visibleUntil) {
    invalid('visibleUntil', 'visibleUntil must be after visibleFrom.');
  }
  return errors;
}

/** Groups must be living ones that the owner owns or belongs to: nobody shares into others' groups. */
const KNOWN = {
  institutionIds: 'SELECT id FROM institutions WHERE id = ANY($1) AND $2::uuid IS NOT NULL',
  groupIds: `SELECT g.id FROM sharing_groups g WHERE g.id = ANY($1) AND g.deleted_at IS NULL AND (g.owner_id = $2 OR EXISTS (
      SELECT 1 FROM sharing_group_members gm
      WHERE gm.group_id = g.id AND gm.institution_id = $2 AND gm.status = 'ACCEPTED'))`,
  memberIds: `SELECT id FROM memberships WHERE id = ANY($1) AND status <> 'REVOKED' AND $2::uuid IS NOT NULL`,
};

async function unknownIds(
  manager: EntityManager,
  sharing: SharingFacts,
  ownerId: string,
  at: readonly string[],
): Promise<UserError[]> {
  const check = async (field: string, ids: readonly string[], known: string): Promise<UserError[]> => {
    if (ids.length === 0) return [];
    const rows: { id: string }[] = await manager.query(known, [ids, ownerId]);
    const found = new Set(rows.map((row) => row.id));
    return ids.every((one) => found.has(one))
      ? []
      : [{ code: 'INVALID', message: `${field}: one of them does not exist.`, field: [...at, field] }];
  };
  // One after the other: a transaction has one connection.
  return [
    ...(await check('institutionIds', sharing.institutionIds, KNOWN.institutionIds)),
    ...(await check('groupIds', sharing.groupIds, KNOWN.groupIds)),
    ...(await check('membershipIds', sharing.memberIds, KNOWN.memberIds)),
    ...(await check('excludedInstitutionIds', sharing.excludedInstitutionIds, KNOWN.institutionIds)),
  ];
}
