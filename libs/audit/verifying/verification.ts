import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { EVENT_JSON } from '../sealing/chain.ts';
import type { CheckpointLine } from '../sealing/checkpoint.ts';
import { ChainCheck, checkpointFinding, type CheckedLink } from './chain-check.ts';
import type { Finding } from './finding.ts';

const PAGE = 1_000;

/** What a verification has gone through, and found. */
export interface Verification {
  chains: number;
  events: number;
  checkpoints: number;
  /** Per chain the first broken row; per kind of loose row the first. Empty: all is as it was written. */
  findings: Finding[];
}

interface LinkRow extends CheckedLink {
  chain: string;
}

/** Recomputes every chain of the database and holds it against the signed checkpoints. */
@Injectable()
export class AuditVerification {
  private readonly source: DataSource;

  constructor(source: DataSource) {
    this.source = source;
  }

  /**
   * Verifies the database at one moment. `kept` are checkpoints that were kept elsewhere, `trusted` the public
   * keys that may have signed checkpoints, base64.
   */
  async verify(kept: readonly CheckpointLine[], trusted: ReadonlySet<string>): Promise<Verification> {
    return this.source.transaction('REPEATABLE READ', async (manager) => {
      const chains = await followChains(manager);
      const stored = await storedCheckpoints(manager);
      const findings = [
        ...chains.findings,
        ...(await checkpointFindings(manager, [...stored, ...kept], trusted)),
        ...(await looseEvents(manager)),
      ];
      const { number, events } = chains;
      return { chains: number, events, checkpoints: stored.length + kept.length, findings };
    });
  }
}

async function followChains(
  manager: EntityManager,
): Promise<{ number: number; events: number; findings: Finding[] }> {
  const checks = new Map<string, ChainCheck>();
  const broken = new Map<string, Finding>();
  let events = 0;
  let last: LinkRow | null = null;
  for (;;) {
    const rows: LinkRow[] = await manager.query(
      `SELECT l.chain, l.position::text, l.event_id AS "eventId", encode(l.hash, 'hex') AS hash,
         CASE WHEN e.id IS NOT NULL THEN ${EVENT_JSON} END AS event
       FROM audit_links l LEFT JOIN audit_events e ON e.id = l.event_id
       WHERE $1::uuid IS NULL OR (l.chain, l.position) > ($1::uuid, $2::bigint)
       ORDER BY l.chain, l.position LIMIT ${PAGE}`,
      [last?.chain ?? null, last?.position ?? null],
    );
    for (const row of rows) {
      events += 1;
      const check = checks.get(row.chain) ?? new ChainCheck(row.chain);
      checks.set(row.chain, check);
      if (broken.has(row.chain)) continue;
      const finding = check.next(row);
      if (finding) broken.set(row.chain, finding);
    }
    last = rows.at(-1) ?? null;
    if (rows.length < PAGE) return { number: checks.size, events, findings: [...broken.values()] };
  }
}

function storedCheckpoints(manager: EntityManager): Promise<CheckpointLine[]> {
  return manager.query(
    `SELECT 'checkpoint' AS type, chain, position::text, encode(hash, 'hex') AS hash,
       to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at,
       translate(encode(public_key, 'base64'), E'\\n', '') AS "publicKey",
       translate(encode(signature, 'base64'), E'\\n', '') AS signature
     FROM audit_checkpoints ORDER BY chain, position`,
  );
}

/** The first of each chain that does not fit. */
async function checkpointFindings(
  manager: EntityManager,
  lines: readonly CheckpointLine[],
  trusted: ReadonlySet<string>,
): Promise<Finding[]> {
  const findings = new Map<string, Finding>();
  for (let start = 0; start < lines.length; start += PAGE) {
    const page = lines.slice(start, start + PAGE);
    const rows: { hash: string | null }[] = await manager.query(
      `SELECT encode(l.hash, 'hex') AS hash
       FROM unnest($1::uuid[], $2::bigint[]) WITH ORDINALITY AS asked(chain, position, place)
       LEFT JOIN audit_links l USING (chain, position) ORDER BY asked.place`,
      [page.map(({ chain }) => chain), page.map(({ position }) => position)],
    );
    page.forEach((line, index) => {
      const finding = checkpointFinding(line, rows[index]!.hash, trusted);
      if (finding && !findings.has(line.chain)) findings.set(line.chain, finding);
    });
  }
  return [...findings.values()];
}

/** Events that are in no chain and wait for none, and such as wait but are gone. */
async function looseEvents(manager: EntityManager): Promise<Finding[]> {
  const [unknown] = await manager.query<{ id: string }[]>(
    `SELECT e.id FROM audit_events e WHERE NOT EXISTS (SELECT 1 FROM audit_links l WHERE l.event_id = e.id)
       AND NOT EXISTS (SELECT 1 FROM audit_unsealed u WHERE u.event_id = e.id) ORDER BY e.id LIMIT 1`,
  );
  const [gone] = await manager.query<{ id: string }[]>(
    `SELECT u.event_id AS id FROM audit_unsealed u
     WHERE NOT EXISTS (SELECT 1 FROM audit_events e WHERE e.id = u.event_id) ORDER BY u.event_id LIMIT 1`,
  );
  const loose = (eventId: string, what: string): Finding => ({ chain: null, position: null, eventId, what });
  return [
    ...(unknown ? [loose(unknown.id, 'the event stands in no chain, and waits for none')] : []),
    ...(gone ? [loose(gone.id, 'the event was to be sealed, and is gone')] : []),
  ];
}
