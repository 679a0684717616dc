import { sharingJson } from '#documents';
import { institutionJson } from '#institutions';
import { currentPartnerId, partnerJson } from '#partners';
import { attributedCentre, ownCentre, type CentreContext } from '../centre-facts.ts';
import type { CentreSide } from '../joint-centre.entity.ts';

type Column = (context: CentreContext, fields: ReadonlySet<string>) => string;

/** The fields of a joint centre that a statement can select, each with its SQL. */
const COLUMNS: Readonly<Record<string, Column>> = {
  name: () => 'c.name',
  organisations: () => organisations('DOMESTIC'),
  partners: () => organisations('PARTNER'),
  foundedYear: () => 'c.founded_year',
  closedYear: () => 'c.closed_year',
  disciplines: () => 'c.disciplines',
  technologyAreas: () => 'c.technology_areas',
  otherSectors: () => 'c.other_sectors',
  region: () => 'c.region',
  form: () => 'c.form',
  funders: () => 'c.funders',
  status: () => 'c.status',
  source: () => `CASE WHEN c.source_text IS NOT NULL THEN json_build_object(
    'text', c.source_text, 'url', c.source_url, 'date', c.source_date) END`,
  institution: (context) =>
    `CASE WHEN ${attributedCentre(context)} THEN
      (SELECT ${institutionJson('i')} FROM institutions i WHERE i.id = c.institution_id) END`,
  sharing: (context, fields) => sharingJson('c', ownCentre(context), fields),
  version: () => 'c.version',
  createdAt: () => 'c.created_at',
  updatedAt: () => 'c.updated_at',
};

/** The SELECT list for the wanted fields; `id` is always in it. */
export function selectList(fields: ReadonlySet<string>, context: CentreContext): string {
  const columns = Object.entries(COLUMNS)
    .filter(([name]) => fields.has(name))
    .map(([name, column]) => `${column(context, fields)} AS "${name}"`);
  return ['c.id', ...columns].join(',\n  ');
}

/** The organisations of one side as JSON, under the names that they have today. */
function organisations(side: CentreSide): string {
  return `(SELECT coalesce(json_agg(json_build_object(
      'name', coalesce(i.name, p.name, o.name),
      'institution', CASE WHEN i.id IS NOT NULL THEN ${institutionJson('i')} END,
      'partner', CASE WHEN p.id IS NOT NULL THEN ${partnerJson('p')} END) ORDER BY o.number), '[]'::json)
    FROM joint_centre_organisations o
    LEFT JOIN institutions i ON i.id = o.institution_id
    LEFT JOIN partners p ON p.id = ${currentPartnerId('o.partner_id')}
    WHERE o.centre_id = c.id AND o.side = '${side}')`;
}
