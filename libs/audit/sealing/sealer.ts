import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { chainOf, EVENT_JSON, linkHash, startOf, type EventRecord } from './chain.ts';

/** Any number that nothing else in this database locks. */
const SEALING_LOCK = 7_014;
/** Events of one transaction. */
const BATCH = 500;

/** The last link of a chain. */
export interface Head {
  chain: string;
  position: string;
  hash: Buffer;
}

/** The last links of those of the chains that have any. */
export function headsOf(manager: EntityManager, chains: readonly string[]): Promise<Head[]> {
  return manager.query(
    `SELECT l.chain, l.position, l.hash FROM unnest($1::uuid[]) AS wanted(chain),
       LATERAL (SELECT * FROM audit_links l WHERE l.chain = wanted.chain ORDER BY l.position DESC LIMIT 1) l`,
    [chains],
  );
}

/**
 * Gives events their places in the chains. It follows behind the events, so that those who write them never
 * wait for each other; a lock lets one sealer at a time work.
 */
@Injectable()
export class Sealer {
  private readonly source: DataSource;

  constructor(source: DataSource) {
    this.source = source;
  }

  /** Seals some of the oldest events that are committed and have no place yet. Returns how many. */
  async workOff(): Promise<number> {
    return this.source.transaction(async (manager) => {
      await manager.query('SELECT pg_advisory_xact_lock($1)', [SEALING_LOCK]);
      const rows: { event: EventRecord }[] = await manager.query(
        `SELECT ${EVENT_JSON} AS event FROM audit_unsealed u JOIN audit_events e ON e.id = u.event_id
         ORDER BY u.event_id LIMIT ${BATCH}`,
      );
      if (rows.length === 0) return 0;
      const events = rows.map(({ event }) => event);
      const links = linked(events, await headsOf(manager, [...new Set(events.map(chainOf))]));
      await manager.query(
        `INSERT INTO audit_links (chain, position, event_id, hash)
         SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bytea[])`,
        [
          links.map(({ chain }) => chain),
          links.map(({ position }) => position),
          events.map(({ id }) => id),
          links.map(({ hash }) => hash),
        ],
      );
      await manager.query('DELETE FROM audit_unsealed WHERE event_id = ANY($1)', [
        events.map(({ id }) => id),
      ]);
      return events.length;
    });
  }
}

/** A link for each event, behind the last ones of their chains. */
function linked(events: readonly EventRecord[], last: readonly Head[]): Head[] {
  const heads = new Map(last.map((head) => [head.chain, head]));
  return events.map((event) => {
    const chain = chainOf(event);
    const before = heads.get(chain) ?? { chain, position: '0', hash: startOf(chain) };
    const position = String(BigInt(before.position) + 1n);
    const link = { chain, position, hash: linkHash(before.hash, event) };
    heads.set(chain, link);
    return link;
  });
}
