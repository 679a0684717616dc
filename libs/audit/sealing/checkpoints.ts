import { Settings } from '#config';
import { Clock } from '#kernel';
import { Injectable } from '@nestjs/common';
import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DataSource, type EntityManager } from 'typeorm';
import { signed, type CheckpointLine } from './checkpoint.ts';
import { headsOf, type Head } from './sealer.ts';
import { SigningKey } from './signing-key.ts';

/** A chain that has advanced gets its next checkpoint after so long. */
const INTERVAL_MILLISECONDS = 5 * 60_000;
/** How often a process looks which chains have. */
const LOOK_MILLISECONDS = 60_000;

/** Steps from chain to chain in the index, instead of reading all links. */
const CHAINS = `
  WITH RECURSIVE chains AS (
    SELECT min(chain::text)::uuid AS chain FROM (SELECT chain FROM audit_links ORDER BY chain LIMIT 1) first
    UNION ALL
    SELECT (SELECT l.chain FROM audit_links l WHERE l.chain > c.chain ORDER BY l.chain LIMIT 1)
    FROM chains c WHERE c.chain IS NOT NULL)
  SELECT c.chain, last.position, last.at FROM chains c LEFT JOIN LATERAL (
    SELECT k.position, k.at FROM audit_checkpoints k WHERE k.chain = c.chain ORDER BY k.position DESC LIMIT 1
  ) last ON true WHERE c.chain IS NOT NULL`;

/** Where the lines of checkpoints are kept beside the database. */
export function checkpointsFile({ dataDirectory }: Pick<Settings, 'dataDirectory'>): string {
  return join(dataDirectory, 'audit-checkpoints.jsonl');
}

/** Makes checkpoints: in the database, and as lines of a file that can be kept somewhere else. */
@Injectable()
export class Checkpoints {
  private readonly source: DataSource;
  private readonly key: SigningKey;
  private readonly settings: Settings;
  private readonly clock: Clock;
  private lookedAt = 0;

  constructor(source: DataSource, key: SigningKey, settings: Settings, clock: Clock) {
    this.source = source;
    this.key = key;
    this.settings = settings;
    this.clock = clock;
  }

  /** Makes those that are due. Returns how many. */
  async workOff(): Promise<number> {
    const now = this.clock.now().getTime();
    // A clock that was put back must not put the next look off.
    if (Math.abs(now - this.lookedAt) < LOOK_MILLISECONDS) return 0;
    const made = await this.make(new Date(now - INTERVAL_MILLISECONDS));
    this.lookedAt = now;
    return made.length;
  }

  /**
   * Makes one for every chain that has advanced since its last one, if that is not newer than `notAfter`.
   * Returns them.
   */
  async make(notAfter: Date = this.clock.now()): Promise<CheckpointLine[]> {
    const key = await this.key.private();
    const now = this.clock.now();
    const made = await this.source.transaction(async (manager) => {
      const chains: { chain: string; position: string | null; at: Date | null }[] =
        await manager.query(CHAINS);
      const due = chains.filter(({ at }) => at === null || at <= notAfter || at > now);
      const last = new Map(due.map(({ chain, position }) => [chain, position]));
      const heads = await headsOf(manager, [...last.keys()]);
      const advanced = heads.filter(({ chain, position }) => last.get(chain) !== position);
      const at = this.clock.now().toISOString();
      return store(
        manager,
        advanced.map((head) => signed({ ...statementOf(head), at }, key)),
      );
    });
    if (made.length > 0) {
      await mkdir(this.settings.dataDirectory, { recursive: true });
      const lines = made.map((line) => `${JSON.stringify(line)}\n`).join('');
      await appendFile(checkpointsFile(this.settings), lines, { mode: 0o600 });
    }
    return made;
  }

  /** A checkpoint of a chain's last link at this moment, for an export; null for a chain without any. */
  async of(chain: string): Promise<CheckpointLine | null> {
    const [head] = await headsOf(this.source.manager, [chain]);
    if (!head) return null;
    return signed({ ...statementOf(head), at: this.clock.now().toISOString() }, await this.key.private());
  }
}

function statementOf({ chain, position, hash }: Head): { chain: string; position: string; hash: string } {
  return { chain, position, hash: hash.toString('hex') };
}

/** Two processes may make the same one: the second finds it made. */
async function store(manager: EntityManager, lines: readonly CheckpointLine[]): Promise<CheckpointLine[]> {
  const made: CheckpointLine[] = [];
  for (const line of lines) {
    const rows: unknown[] = await manager.query(
      `INSERT INTO audit_checkpoints (chain, position, hash, at, public_key, signature)
       VALUES ($1, $2, decode($3, 'hex'), $4, decode($5, 'base64'), decode($6, 'base64'))
       ON CONFLICT DO NOTHING RETURNING position`,
      [line.chain, line.position, line.hash, line.at, line.publicKey, line.signature],
    );
    if (rows.length > 0) made.push(line);
  }
  return made;
}
