import { isDeepStrictEqual } from 'node:util';
import type { Caller } from '../callers.ts';
import { askOnce, type Asked, type ShownDocument, type Side } from '../sides/side.ts';

/** Of what differs, so much is told. */
const LONGEST = 600;

/**
 * Throws unless every side shows this caller the same documents with the same fields, in the same order:
 * otherwise they would not do the same work. Returns what they show.
 */
export async function sameDocuments(
  sides: readonly Side[],
  caller: Caller,
  asked: (side: Side) => Asked,
): Promise<ShownDocument[]> {
  const [first, ...others] = await Promise.all(
    sides.map(async (side) => ({
      name: side.name,
      shown: inOneForm(side.shown(await askOnce(side, caller, asked(side)))),
    })),
  );
  for (const { name, shown } of others) {
    if (isDeepStrictEqual(shown, first!.shown)) continue;
    const other = shown.findIndex((document, place) => !isDeepStrictEqual(document, first!.shown[place]));
    const excerpt = (documents: readonly ShownDocument[]): string =>
      JSON.stringify(documents[Math.max(other, 0)])?.slice(0, LONGEST);
    throw new Error(
      `${name} shows other documents than ${first!.name}:\n${excerpt(shown)}\n${excerpt(first!.shown)}`,
    );
  }
  return first!.shown;
}

function inOneForm(documents: readonly ShownDocument[]): ShownDocument[] {
  // As JSON has it: what is undefined is not there.
  return JSON.parse(JSON.stringify(documents)) as ShownDocument[];
}
