import { fold } from '#partners';
import { Refusal, type UserError } from '#kernel';
import type { SharingFacts } from '#access';
import type { EntityManager } from 'typeorm';
import type { CentreContent, CentreOrganisation } from './centre-content.ts';

interface Known {
  id: string;
  name: string;
  rorId: string | null;
}

/**
 * Throws INVALID unless the years and the status agree, all organisations exist and stand there once, and,
 * where the attribution is withheld, the owner is not named anywhere in the record.
 */
export async function requireContent(
  manager: EntityManager,
  ownerId: string,
  content: CentreContent,
  sharing: SharingFacts,
): Promise<void> {
  const institutions = await known(manager, 'institutions', idsOf(content, 'institutionId', ownerId));
  const partners = await known(manager, 'partners', idsOf(content, 'partnerId'));
  const registered = new Map([...institutions, ...partners].map((one) => [one.id, one]));
  const errors = [
    ...contradictions(content),
    ...(['organisations', 'partners'] as const).flatMap((side) =>
      wrongOrganisations(content[side], side, registered),
    ),
  ];
  if (errors.length === 0 && sharing.attribution === 'WITHHELD') {
    errors.push(...namingOwner(content, registered.get(ownerId)!, registered));
  }
  if (errors.length > 0) throw new Refusal(errors);
}

function contradictions({ foundedYear, closedYear, status }: CentreContent): UserError[] {
  const errors: UserError[] = [];
  if (foundedYear !== null && closedYear !== null && closedYear < foundedYear) {
    errors.push(invalid(['input', 'closedYear'], 'closedYear: it cannot have closed before it was founded.'));
  }
  if (closedYear !== null && status !== 'CLOSED') {
    errors.push(invalid(['input', 'status'], 'status: a centre with a closing year is CLOSED.'));
  }
  return errors;
}

function wrongOrganisations(
  organisations: readonly CentreOrganisation[],
  side: string,
  registered: ReadonlyMap<string, Known>,
): UserError[] {
  const seen = new Set<string>();
  return organisations.flatMap(({ institutionId, partnerId, name }, index) => {
    const at = ['input', side, String(index)];
    const key = institutionId ?? partnerId ?? fold(name!);
    if (seen.has(key)) return [invalid(at, `${side}: one of them stands there twice.`)];
    seen.add(key);
    if (institutionId !== null && !registered.has(institutionId))
      return [invalid([...at, 'institutionId'], 'institutionId: there is no such institution.')];
    if (partnerId !== null && !registered.has(partnerId))
      return [invalid([...at, 'partnerId'], 'partnerId: there is no such partner.')];
    return [];
  });
}

/** By id, by ROR id, or by its name in any text: whoever reads the record would know the owner from it. */
function namingOwner(
  { organisations, partners, name, source, funders, otherSectors }: CentreContent,
  owner: Known,
  registered: ReadonlyMap<string, Known>,
): UserError[] {
  const own = fold(owner.name);
  const says = (text: string | null | undefined): boolean =>
    own !== '' && ` ${fold(text ?? '')} `.includes(` ${own} `);
  const isOwner = ({ institutionId, partnerId, name: written }: CentreOrganisation): boolean => {
    const one = registered.get(institutionId ?? partnerId ?? '');
    const sameRor = one?.rorId !== undefined && one.rorId !== null && one.rorId === owner.rorId;
    return institutionId === owner.id || sameRor || says(one?.name ?? written);
  };
  const places: [field: string, names: boolean][] = [
    ['organisations', organisations.some(isOwner)],
    ['partners', partners.some(isOwner)],
    ['name', says(name)],
    ['source', says(source?.text)],
    ['funders', funders.some(says)],
    ['otherSectors', otherSectors.some(says)],
  ];
  return places
    .filter(([, names]) => names)
    .map(([field]) =>
      invalid(['input', field], `${field}: with attribution withheld the owner cannot be named here.`),
    );
}

function idsOf(
  { organisations, partners }: CentreContent,
  field: 'institutionId' | 'partnerId',
  ...more: string[]
): string[] {
  const ids = [...organisations, ...partners].map((one) => one[field]).filter((id) => id !== null);
  return [...new Set([...ids, ...more])];
}

async function known(
  manager: EntityManager,
  table: 'institutions' | 'partners',
  ids: readonly string[],
): Promise<Known[]> {
  if (ids.length === 0) return [];
  return manager.query(`SELECT id, name, ror_id AS "rorId" FROM ${table} WHERE id = ANY($1)`, [ids]);
}

function invalid(field: string[], message: string): UserError {
  return { code: 'INVALID', message, field };
}
