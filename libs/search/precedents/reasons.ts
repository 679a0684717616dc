import { countryName } from '#institutions';
import { inWords } from '../facet-labels.ts';
import type { Common } from './likeness.ts';

/** Words of the description that are told, at the most. */
const MOST_WORDS = 6;

/** Why a document is a precedent, in plain words. `partnerNames` by id; `words` are those of the description in it. */
export function reasonsOf(
  common: Common,
  partnerNames: ReadonlyMap<string, string>,
  words: readonly string[],
): string[] {
  const names = (ids: readonly string[] = []) => ids.map((id) => partnerNames.get(id) ?? id);
  const lower = (values: readonly string[] = []) => values.map((value) => inWords(value).toLowerCase());
  const told: [one: string, many: string, values: string[]][] = [
    ['same partner', 'same partners', names(common.partner)],
    ['part of the same organisation', 'parts of the same organisation', names(common.relatedPartner)],
    ['same technology area', 'same technology areas', common.technologyArea ?? []],
    ['same kind of collaboration', 'same kinds of collaboration', lower(common.collaborationType)],
    ['same risk area', 'same risk areas', lower(common.riskArea)],
    ['same discipline', 'same disciplines', common.discipline ?? []],
    ['same country', 'same countries', (common.country ?? []).map(countryName)],
    ['similar description', 'similar description', words.slice(0, MOST_WORDS)],
  ];
  return told
    .filter(([, , values]) => values.length > 0)
    .map(([one, many, values]) => `${values.length === 1 ? one : many}: ${values.join(', ')}`);
}

/** The different words that are marked in HTML of a hit, in order, without those that are in others. */
export function markedWords(...html: readonly string[]): string[] {
  const words = html.flatMap((text) => [...text.matchAll(/<mark>(.*?)<\/mark>/g)].map((match) => match[1]!));
  const distinct = new Map(words.map((word) => [word.toLowerCase(), word.toLowerCase()]));
  return [...distinct.values()];
}
