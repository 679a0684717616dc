import type { Principal } from '#access';
import { Bindings, ReadDatabase } from '#database';
import { BadInput, Clock, type TlpLabel } from '#kernel';
import { currentPartnerId, PartnersReadModel } from '#partners';
import { Injectable } from '@nestjs/common';
import { readableCentre } from '../centre-facts.ts';
import { strictestOf } from '../figures/counted-centre.ts';
import { filterSql, type JointCentreFilter } from '../reading/centre-filter.ts';
import { networkOf, type CollaborationNetwork } from './network.ts';
import type { ParticipationRow } from './organisation-keys.ts';

/** The work grows with organisations times links; beyond this it would keep everybody else waiting. */
const MOST_CENTRES = 5_000;

/** One organisation of a centre; one row without a side for a centre that has none. */
type Row = Omit<ParticipationRow, 'side'> & { side: ParticipationRow['side'] | null; tlp: TlpLabel };

/** The network that the joint centres which somebody may read make of their organisations. */
@Injectable()
export class CollaborationNetworks {
  private readonly database: ReadDatabase;
  private readonly clock: Clock;
  private readonly registry: PartnersReadModel;

  constructor(database: ReadDatabase, clock: Clock, registry: PartnersReadModel) {
    this.database = database;
    this.clock = clock;
    this.registry = registry;
  }

  /** Throws BadInput for a wrong filter, or one that leaves too much. */
  async of(
    principal: Principal,
    filter: JointCentreFilter | null | undefined,
  ): Promise<CollaborationNetwork> {
    const { bind, values } = new Bindings();
    const context = { principal, now: this.clock.now(), bind };
    const wheres = [readableCentre(context), ...(await filterSql(filter, context, this.registry))];
    const rows = await this.database.rows<Row>(
      `WITH readable AS MATERIALIZED (
         SELECT c.id, c.tlp FROM joint_centres c WHERE ${wheres.join('\n  AND ')}
         LIMIT ${MOST_CENTRES + 1}),
       takes_part AS MATERIALIZED (
         SELECT o.* FROM joint_centre_organisations o WHERE o.centre_id IN (SELECT id FROM readable)),
       today AS MATERIALIZED (
         SELECT named.partner_id, ${currentPartnerId('named.partner_id')} AS id
         FROM (SELECT DISTINCT partner_id FROM takes_part WHERE partner_id IS NOT NULL) named)
       SELECT r.id AS "centreId", r.tlp, o.side, o.institution_id AS "institutionId", p.id AS "partnerId",
         coalesce(i.ror_id, p.ror_id) AS "rorId", coalesce(i.name, p.name, o.name) AS name
       FROM readable r LEFT JOIN takes_part o ON o.centre_id = r.id
       LEFT JOIN institutions i ON i.id = o.institution_id
       LEFT JOIN today t ON t.partner_id = o.partner_id LEFT JOIN partners p ON p.id = t.id
       ORDER BY r.id, o.side, o.number`,
      values,
    );
    const labels = new Map(rows.map(({ centreId, tlp }) => [centreId, tlp]));
    if (labels.size > MOST_CENTRES) {
      throw new BadInput(`filter leaves more than ${MOST_CENTRES} centres: ask for fewer`);
    }
    const takingPart = rows.filter((row): row is Row & ParticipationRow => row.side !== null);
    return networkOf(takingPart, { centres: labels.size, tlp: strictestOf([...labels.values()]) });
  }
}
