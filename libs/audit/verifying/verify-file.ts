import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { EventRecord } from '../sealing/chain.ts';
import { checkpointLine, type CheckpointLine } from '../sealing/checkpoint.ts';
import { ChainCheck, checkpointFinding } from './chain-check.ts';
import type { Finding } from './finding.ts';

const optionalText = z.string().nullable();

/** The first line of an exported trail. */
const trailLine = z.strictObject({
  type: z.literal('trail'),
  format: z.literal(1),
  chain: z.uuid(),
  institution: z.string(),
});
export type TrailLine = z.infer<typeof trailLine>;

/** A line for each event, in the order of the chain. */
const eventLine = z.strictObject({
  type: z.literal('event'),
  position: z.string().regex(/^[1-9]\d{0,18}$/),
  hash: z.string(),
  event: z.strictObject({
    id: z.string(),
    at: z.string(),
    userId: optionalText,
    institutionId: optionalText,
    event: z.string(),
    subjectType: z.string(),
    subjectId: z.string(),
    details: z.record(z.string(), z.unknown()),
    origin: optionalText,
    requestId: optionalText,
    outcome: z.enum(['DONE', 'DENIED', 'FAILED']),
  }),
});
export type EventLine = z.infer<typeof eventLine> & { event: EventRecord };

const line = z.discriminatedUnion('type', [trailLine, eventLine, checkpointLine]);

/** What an exported file is, and what is wrong with it. */
export interface FileVerification {
  trail: TrailLine | null;
  events: number;
  /** The checkpoint at its end; null when it has none. */
  checkpoint: CheckpointLine | null;
  /** The first thing that is wrong; null when nothing is. */
  finding: Finding | null;
}

/**
 * Verifies an exported trail with nothing but the file. `trusted` are public keys to compare with, base64;
 * without them any key is taken, and it is up to the reader to compare it. `kept` are checkpoints that were
 * kept elsewhere; those of the same chain must fit.
 */
export async function verifyFile(
  path: string,
  trusted: ReadonlySet<string> | null,
  kept: readonly CheckpointLine[] = [],
): Promise<FileVerification> {
  const reading = new FileReading(trusted, kept);
  const stream = createReadStream(path, 'utf8');
  try {
    for await (const text of createInterface({ input: stream, crlfDelay: Infinity })) {
      if (text !== '') reading.take(text);
      if (reading.finding) return reading.result();
    }
  } finally {
    stream.destroy();
  }
  reading.end();
  return reading.result();
}

class FileReading {
  finding: Finding | null = null;
  private trail: TrailLine | null = null;
  private check: ChainCheck | null = null;
  private checkpoint: CheckpointLine | null = null;
  private number = 0;
  private readonly trusted: ReadonlySet<string> | null;
  private readonly kept: readonly CheckpointLine[];
  private awaited = new Map<string, CheckpointLine>();

  constructor(trusted: ReadonlySet<string> | null, kept: readonly CheckpointLine[]) {
    this.trusted = trusted;
    this.kept = kept;
  }

  take(text: string): void {
    this.number += 1;
    const read = line.safeParse(asJson(text)).data;
    if (!read) this.broken('it is no line of an exported trail');
    else if (this.checkpoint) this.broken('it stands behind the end');
    else if (read.type === 'trail') this.begin(read);
    else if (!this.check) this.broken('the first line must say whose trail it is');
    else if (read.type === 'checkpoint') this.close(read, this.check);
    else this.follow(read, this.check);
  }

  end(): void {
    if (!this.checkpoint) this.broken('the file is cut off: it does not end with a checkpoint');
  }

  result(): FileVerification {
    const events = Number(this.check?.position ?? 0n);
    return { trail: this.trail, events, checkpoint: this.checkpoint, finding: this.finding };
  }

  private begin(read: TrailLine): void {
    if (this.check) {
      this.broken('a file holds one trail');
      return;
    }
    this.trail = read;
    this.check = new ChainCheck(read.chain);
    const own = this.kept.filter(({ chain }) => chain === read.chain);
    this.awaited = new Map(own.map((one) => [one.position, one]));
  }

  private follow({ position, hash, event }: EventLine, check: ChainCheck): void {
    this.finding = check.next({ position, eventId: event.id, hash, event });
    const kept = this.awaited.get(position);
    if (!this.finding && kept) this.finding = checkpointFinding(kept, check.hash, this.trusted);
    this.awaited.delete(position);
  }

  private close(read: CheckpointLine, check: ChainCheck): void {
    const isHere = read.chain === check.chain && BigInt(read.position) === check.position;
    this.checkpoint = read;
    this.finding = checkpointFinding(read, isHere ? check.hash : null, this.trusted);
    // One that is no newer than the end of this file and lies beyond it shows that its tail is missing.
    const beyond = [...this.awaited.values()].find(({ at }) => at <= read.at);
    if (!this.finding && beyond) this.finding = checkpointFinding(beyond, null, this.trusted);
  }

  private broken(what: string): void {
    const chain = this.check?.chain ?? null;
    this.finding = { chain, position: null, eventId: null, what: `line ${this.number}: ${what}` };
  }
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
