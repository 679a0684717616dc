import { actingAlone, actingForReading, and, is, isAtLeast, isIn, mayRead, type Principal } from '#access';
import { Bindings, ReadDatabase } from '#database';
import {
  documentSql,
  FACTS_JSON,
  factsFromJson,
  grantedInstitutions,
  possibleInstitutions,
} from '#documents';
import { Clock, isId } from '#kernel';
import { Injectable } from '@nestjs/common';
import { institutionsAsked } from '../asking.ts';

/** Knows whom the advisories of an issuer ask, and tells it to the issuer's PUBLISHERs alone. */
@Injectable()
export class IssuedAdvisories {
  private readonly database: ReadDatabase;
  private readonly clock: Clock;

  constructor(database: ReadDatabase, clock: Clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Those of the documents that are advisories of the acting institution, each with the institutions that
   * it asks at this moment; none to anybody below PUBLISHER.
   */
  async find(principal: Principal, documentIds: readonly string[]): Promise<Map<string, string[]>> {
    const acting = actingForReading(principal);
    const ids = documentIds.filter(isId);
    if (!acting || principal.type !== 'user' || !isAtLeast(acting.role, 'PUBLISHER') || ids.length === 0) {
      return new Map();
    }
    const { bind, values } = new Bindings();
    const now = this.clock.now();
    const reader = actingAlone(principal, acting);
    const own = and(isIn('id', ids), is('kind', 'ADVISORY'), is('ownerId', acting.institutionId));
    const rows = await this.database.rows<{ facts: Record<string, unknown> }>(
      `SELECT ${FACTS_JSON} AS facts FROM documents d
       JOIN document_versions v ON v.document_id = d.id AND v.number = d.shown_version
       WHERE ${documentSql(and(own, mayRead(reader, now)), { principal: reader, now, bind })}`,
      values,
    );
    if (rows.length === 0) return new Map();
    const [institutions, grants] = await Promise.all([
      possibleInstitutions(this.database, 'NULL'),
      grantedInstitutions(this.database, ids, now),
    ]);
    return new Map(
      rows
        .map((row) => factsFromJson(row.facts))
        .map((facts) => [
          facts.id,
          institutionsAsked(facts, institutions, grants.get(facts.id) ?? new Set(), now),
        ]),
    );
  }
}
