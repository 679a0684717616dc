import { insertRows } from '#database';
import type { EntityManager } from 'typeorm';
import type { PartnerNameKind } from '../partner-name.entity.ts';
import { formsOf } from './name-keys.ts';

/** A name to be stored. */
export interface NewName {
  partnerId: string;
  number: number;
  value: string;
  language: string | null;
  kind: PartnerNameKind;
  proposedById: string | null;
}

/** Stores names with all their forms. `countWords` must follow before they are matched by their words. */
export async function storeNames(manager: EntityManager, names: readonly NewName[]): Promise<void> {
  const stored = names.map((name) => ({ name, forms: formsOf(name.value) }));
  const rows = stored.map(({ name, forms }) => ({
    partner_id: name.partnerId,
    number: name.number,
    value: name.value,
    language: name.language,
    kind: name.kind,
    folded: forms.folded,
    words: forms.words,
    proposed_by_id: name.proposedById,
  }));
  const keys = stored.flatMap(({ name, forms }) =>
    forms.keys.map((key) => ({ key, partner_id: name.partnerId, number: name.number })),
  );
  await insertRows(manager, 'partner_names', rows);
  await insertRows(manager, 'partner_keys', keys);
}

/** Takes the registry's names of these partners out; what institutions proposed stays. */
export async function dropRegistryNames(
  manager: EntityManager,
  partnerIds: readonly string[],
): Promise<void> {
  await manager.query(
    `DELETE FROM partner_keys k USING partner_names n
     WHERE k.partner_id = ANY($1) AND n.partner_id = k.partner_id AND n.number = k.number AND n.proposed_by_id IS NULL`,
    [partnerIds],
  );
  await manager.query('DELETE FROM partner_names WHERE partner_id = ANY($1) AND proposed_by_id IS NULL', [
    partnerIds,
  ]);
}

/** Counts anew in how many names each word stands; the empty word stands in all. */
export async function countWords(manager: EntityManager): Promise<void> {
  await manager.query('LOCK TABLE partner_words IN EXCLUSIVE MODE');
  await manager.query('DELETE FROM partner_words');
  await manager.query(
    `INSERT INTO partner_words (word, names)
     SELECT word, count(*) FROM partner_names n CROSS JOIN LATERAL (SELECT DISTINCT unnest(n.words) AS word) w
     GROUP BY word UNION ALL SELECT '', count(*) FROM partner_names`,
  );
  await manager.query('ANALYZE partner_words');
}

/** Adds the words of a few new names to the count. */
export async function addWords(manager: EntityManager, names: readonly string[]): Promise<void> {
  const words = names.flatMap((name) => ['', ...new Set(formsOf(name).words)]);
  await manager.query(
    `INSERT INTO partner_words (word, names) SELECT word, count(*) FROM unnest($1::text[]) AS word
     GROUP BY word ON CONFLICT (word) DO UPDATE SET names = partner_words.names + excluded.names`,
    [words.sort()],
  );
}
