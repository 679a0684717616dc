import { fold } from '#partners';

/** One organisation of one centre, as the network's statement returns it. */
export interface ParticipationRow {
  centreId: string;
  side: 'DOMESTIC' | 'PARTNER';
  institutionId: string | null;
  partnerId: string | null;
  /** Of the institution or of the partner. */
  rorId: string | null;
  name: string;
}

/** One organisation, whatever it is called and however it was registered. */
export interface Organisation {
  key: string;
  name: string;
}

/**
 * Which organisation each row means. One ROR id is one organisation, be it an institution of ours or a
 * partner; a mere name means the registered organisation in these rows that is called so, if it is one only,
 * and else every other row with this name.
 */
export function organisationOf(rows: readonly ParticipationRow[]): (row: ParticipationRow) => Organisation {
  const registered = rows.filter((row) => isRegistered(row));
  const named = new Map<string, Map<string, Organisation>>();
  for (const row of registered) {
    const folded = fold(row.name);
    const same = named.get(folded) ?? new Map<string, Organisation>();
    named.set(folded, same.set(keyOf(row), { key: keyOf(row), name: row.name }));
  }
  const first = new Map<string, Organisation>();
  const once = (organisation: Organisation): Organisation => {
    const known = first.get(organisation.key);
    if (known) return known;
    first.set(organisation.key, organisation);
    return organisation;
  };
  return (row) => {
    if (isRegistered(row)) return once({ key: keyOf(row), name: row.name });
    const same = [...(named.get(fold(row.name))?.values() ?? [])];
    return once(same.length === 1 ? same[0]! : { key: keyOf(row), name: row.name });
  };
}

function isRegistered({ institutionId, partnerId }: ParticipationRow): boolean {
  return institutionId !== null || partnerId !== null;
}

function keyOf({ rorId, institutionId, partnerId, name }: ParticipationRow): string {
  if (rorId !== null) return rorId;
  if (institutionId !== null) return `institution:${institutionId}`;
  if (partnerId !== null) return `partner:${partnerId}`;
  return `name:${fold(name) || name}`;
}
