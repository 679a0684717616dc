/** A Partner's own fields from the row `alias` of partners, as JSON of the contract's shape. */
export function partnerJson(alias: string): string {
  return `json_build_object(
    'id', ${alias}.id, 'rorId', ${alias}.ror_id, 'name', ${alias}.name, 'country', ${alias}.country,
    'region', ${alias}.region, 'city', ${alias}.city, 'status', ${alias}.status, 'website', ${alias}.website)`;
}

/** The longest chain of mergers that is followed. */
const LONGEST_CHAIN = 5;

/**
 * The id of the partner that stands for the one with this id today: itself, or what it was merged into, as
 * far as that is registered. A scalar subquery; null where there is no such partner.
 */
export function currentPartnerId(id: string): string {
  return `(WITH RECURSIVE chain AS (
      SELECT p.id, p.redirect_to_id, 0 AS step FROM partners p WHERE p.id = ${id}
      UNION ALL
      SELECT p.id, p.redirect_to_id, chain.step + 1 FROM chain JOIN partners p ON p.id = chain.redirect_to_id
      WHERE chain.step < ${LONGEST_CHAIN})
    SELECT chain.id FROM chain ORDER BY chain.step DESC LIMIT 1)`;
}

/**
 * The partners with the ids in the array `ids`, each as what stands for it today and once, by name: a JSON
 * array. For read models that show partners inside something else.
 */
export function partnersJson(ids: string): string {
  return `(SELECT coalesce(json_agg(${partnerJson('p')} ORDER BY p.name, p.id), '[]'::json)
    FROM partners p WHERE p.id IN (SELECT ${currentPartnerId('named.id')} FROM unnest(${ids}) AS named(id)))`;
}

/**
 * Every name, in all languages and scripts, of the partners with the ids in the array `ids`: an SQL array.
 * Names stand in partner_names, one row each; those of a partner that was merged go on naming it.
 */
export function partnerNamesSql(ids: string): string {
  return `ARRAY(SELECT DISTINCT n.value FROM partner_names n
    WHERE n.partner_id = ANY(${ids}) OR n.partner_id IN (
      SELECT ${currentPartnerId('named.id')} FROM unnest(${ids}) AS named(id)) ORDER BY n.value)`;
}

/**
 * For each of some partners, `key`, the ids of all that are one organisation with it, `span`: what it was
 * merged into and all that was merged into that; `withRelatives` with its registered parents and children as
 * well. `ids` is an SQL expression of uuid[]. A partner that there is not has no row.
 */
export function partnerSpans(ids: string, withRelatives: boolean): string {
  const relatives = `
      UNION SELECT r.partner_id, r.other_id FROM partner_relations r JOIN partners p ON p.id = r.other_id
      WHERE r.partner_id = ANY(${ids}) AND r.kind IN ('parent', 'child') AND p.status <> 'withdrawn'
      UNION SELECT r.other_id, r.partner_id FROM partner_relations r JOIN partners p ON p.id = r.partner_id
      WHERE r.other_id = ANY(${ids}) AND r.kind IN ('parent', 'child') AND p.status <> 'withdrawn'`;
  return `WITH RECURSIVE merged AS (
      SELECT named.key, ${currentPartnerId('named.id')} AS id
      FROM (SELECT given AS key, given AS id FROM unnest(${ids}) AS given${withRelatives ? relatives : ''}) AS named
      UNION SELECT merged.key, p.id FROM merged JOIN partners p ON p.redirect_to_id = merged.id)
    SELECT key, array_agg(id) AS span FROM merged WHERE id IS NOT NULL GROUP BY key`;
}
