import type { SharingFacts } from '#access';

/** With so few other institutions reading it, who contributed it can be guessed. */
const FEW_READERS = 2;

/** What someone should know before saving a sharing that does less, or more, than it seems to. */
export function audienceWarnings(
  sharing: SharingFacts,
  after: { ownerId: string; institutionIds: ReadonlySet<string>; people: number; now: Date },
): string[] {
  const { level, attribution, visibleUntil } = sharing;
  const others = [...after.institutionIds].filter((id) => id !== after.ownerId).length;
  const restricted = sharing.minimumRole > 0 || sharing.excludedInstitutionIds.length > 0;
  return [
    ...(level === 'PUBLIC' && restricted
      ? ['At level PUBLIC anyone reads it: the least role and the exclusions have no effect.']
      : []),
    ...(attribution === 'WITHHELD' && others > 0 && others <= FEW_READERS
      ? [
          `Only ${others} other ${others === 1 ? 'institution reads' : 'institutions read'} it: withheld attribution can be guessed.`,
        ]
      : []),
    ...(level === 'GROUPS' && others === 0 ? ['No other institution is in its audience as yet.'] : []),
    ...(visibleUntil && visibleUntil <= after.now
      ? ['Its window is over: its audience reads it no more.']
      : []),
    ...(after.people === 0 && level !== 'PUBLIC' ? ['Nobody is in its audience.'] : []),
  ];
}
