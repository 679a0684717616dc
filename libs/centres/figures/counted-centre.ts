import type { Principal } from '#access';
import { Bindings, type ReadDatabase } from '#database';
import { TLP_LABELS, type TlpLabel } from '#kernel';
import type { PartnersReadModel } from '#partners';
import { readableCentre } from '../centre-facts.ts';
import { filterSql, type JointCentreFilter } from '../reading/centre-filter.ts';

/** What figures count of one joint centre. */
export interface CountedCentre {
  foundedYear: number | null;
  disciplines: readonly string[];
  technologyAreas: readonly string[];
  otherSectors: readonly string[];
  region: string | null;
  funders: readonly string[];
  tlp: TlpLabel;
}

/** The centres that the principal may read and the filter asks for. Throws BadInput for a wrong filter. */
export async function countedCentres(
  database: ReadDatabase,
  registry: PartnersReadModel,
  asking: { principal: Principal; now: Date; filter: JointCentreFilter | null | undefined },
): Promise<CountedCentre[]> {
  const { bind, values } = new Bindings();
  const context = { principal: asking.principal, now: asking.now, bind };
  const wheres = [readableCentre(context), ...(await filterSql(asking.filter, context, registry))];
  return database.rows<CountedCentre>(
    `SELECT c.founded_year AS "foundedYear", c.disciplines, c.technology_areas AS "technologyAreas",
       c.other_sectors AS "otherSectors", c.region, c.funders, c.tlp
     FROM joint_centres c WHERE ${wheres.join('\n  AND ')}`,
    values,
  );
}

/** How what is drawn from all of them must be handled: as the strictest of their labels says. */
export function strictestOf(labels: readonly TlpLabel[]): TlpLabel | null {
  return TLP_LABELS.find((label) => labels.includes(label)) ?? null;
}
