import { currentPartnerId, partnerJson } from '../reading/partner-sql.ts';
import type { PartnerRow } from '../reading/partners-read-model.ts';

/** A name of the registry that may be meant, with what it is a name of. */
export interface RegisteredName {
  /** The key that found it; null where it was found by its words. */
  key: string | null;
  value: string;
  folded: string;
  words: string[];
  kind: string;
  partner: PartnerRow;
}

const COLUMNS = `n.value, n.folded, n.words, n.kind, ${partnerJson('p')} AS partner`;

/**
 * A merged partner's names stand for what it became. One that is withdrawn for good is nobody's name. One look
 * into the index for each name, whatever the planner expects: its guess at the number of names is far too high.
 */
const PARTNERS = `CROSS JOIN LATERAL (SELECT own.id, own.redirect_to_id FROM partners own WHERE own.id = n.partner_id LIMIT 1) own
  CROSS JOIN LATERAL (SELECT * FROM partners p
    WHERE p.id = CASE WHEN own.redirect_to_id IS NULL THEN own.id ELSE ${currentPartnerId('own.id')} END
      AND p.status <> 'withdrawn' LIMIT 1) p`;

/** Names with one of the keys in `$1`. */
export const BY_KEY = `SELECT k.key, ${COLUMNS}
  FROM partner_keys k CROSS JOIN LATERAL (SELECT * FROM partner_names n
    WHERE n.partner_id = k.partner_id AND n.number = k.number LIMIT 1) n ${PARTNERS}
  WHERE k.key = ANY($1) LIMIT 2000`;

/** Names that have all the words of one of so many sets, the first at `$1`; at most so many of each. */
export function byWords(sets: number, most: number): string {
  const each = Array.from(
    { length: sets },
    (_, index) =>
      `(SELECT partner_id, number FROM partner_names WHERE words @> $${index + 1}::text[] AND kind <> 'acronym' LIMIT ${most})`,
  );
  return `SELECT NULL AS key, ${COLUMNS}
    FROM (${each.join(' UNION ')}) found
    CROSS JOIN LATERAL (SELECT * FROM partner_names n
      WHERE n.partner_id = found.partner_id AND n.number = found.number LIMIT 1) n ${PARTNERS}`;
}
