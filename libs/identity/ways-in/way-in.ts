import type { UserPrincipal } from '#access';
import { type Clock, currentDeadline, Deadline } from '#kernel';
import DataLoader from 'dataloader';
import { LRUCache } from 'lru-cache';
import { setImmediate as immediately, setTimeout as sleep } from 'node:timers/promises';
import { nextChange, type AccountFacts, type AccountRow } from './held-memberships.ts';

/** Credentials whose accounts are remembered, each with some kilobytes. */
const MOST_KNOWN = 5_000;
/** Credentials that are asked about in one statement. */
const MOST_TOGETHER = 100;
/** Milliseconds that the next such statement waits for the one before. */
const LONGEST_WAIT = 20;
/** Milliseconds after which such a statement is given up. */
const PATIENCE = 10_000;

/** Who somebody was when last asked about, and who they are now. */
export interface PresumedSignIn {
  principal: UserPrincipal;
  /**
   * The very same principal when nothing has changed, else the one of this moment; rejects with
   * Unauthenticated when there is none any more. Nothing must be answered before.
   */
  confirmed: Promise<UserPrincipal>;
}

/** A credential that has been shown to us; whether it is valid is still to be asked. */
export interface ShownCredential {
  /** Whose it is. Throws Unauthenticated for one that does not work, whatever is wrong with it. */
  principal: (actingSlug: string | null) => Promise<UserPrincipal>;
  /** Whose it was when last seen, which is being confirmed; null for one that is not remembered. */
  presume: (actingSlug: string | null) => PresumedSignIn | null;
}

/** What the database says of a credential, and what that means. */
interface Known<Facts> {
  text: string;
  facts: Facts;
  /** The principal that was made of it last: the same one again and again, so that others can remember for it. */
  made: { principal: UserPrincipal; mark: string; from: Date; until: Date | null } | null;
}

/**
 * A way to sign in: a credential leads to an account. The database is asked about it for every request; those
 * that come in while it answers are asked about together. What it said last is remembered, so that reading can
 * begin meanwhile.
 */
export abstract class WayIn<Credential, Facts extends AccountFacts, Row extends AccountRow = AccountRow> {
  protected readonly clock: Clock;
  private readonly known = new LRUCache<string, Known<Facts>>({ max: MOST_KNOWN });
  /** The statement that was sent last, as long as it runs. */
  private reading: Promise<void> | null = null;
  /** Nothing is kept: whoever asks gets what is read afterwards. */
  private readonly finding = new DataLoader<Credential, Row | null>(
    (credentials) => this.findAll(credentials),
    {
      cache: false,
      batchScheduleFn: (find) => void this.whenFree().then(find),
      maxBatchSize: MOST_TOGETHER,
    },
  );

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** What stands in the request. Throws Unauthenticated when that alone shows that it is not valid. */
  async shown(text: string): Promise<ShownCredential> {
    const credential = await this.credentialOf(text);
    return {
      principal: async (actingSlug) => {
        const { facts } = await this.look(credential);
        return this.principalOf(facts, credential, actingSlug);
      },
      presume: (actingSlug) => this.presume(credential, actingSlug),
    };
  }

  protected abstract credentialOf(text: string): Credential | Promise<Credential>;

  /** Under what the credential is remembered, and the `key` of its row. */
  protected abstract keyOf(credential: Credential): string;

  /** The rows of those credentials that there are, in any order. */
  protected abstract read(credentials: readonly Credential[]): Promise<Row[]>;

  /** What is read of a credential at this moment. Throws TimedOut with the deadline of the request. */
  protected find(credential: Credential): Promise<Row | null> {
    const found = this.finding.load(credential);
    return currentDeadline()?.race(found) ?? found;
  }

  /** What of a credential, beside its key, makes a difference to the principal. */
  protected markOf(_credential: Credential): string {
    return '';
  }

  /** Notes that the credential is used, if it is valid. Returns what is found afterwards; throws Unauthenticated. */
  protected abstract use(credential: Credential, row: Row | null): Promise<Row>;

  /** The principal at this moment. Throws Unauthenticated. */
  protected abstract principalOf(
    facts: Facts,
    credential: Credential,
    actingSlug: string | null,
  ): UserPrincipal;

  /** At the end of this turn of the event loop, and when the statement before has its answer or is slow. */
  private async whenFree(): Promise<void> {
    await immediately();
    if (this.reading) await Promise.race([this.reading, sleep(LONGEST_WAIT, undefined, { ref: false })]);
  }

  private async findAll(credentials: readonly Credential[]): Promise<(Row | null)[]> {
    const reading = this.readInTime(credentials);
    const over = (): void => {
      if (this.reading === ended) this.reading = null;
    };
    const ended = reading.then(over, over);
    this.reading = ended;
    const found = new Map((await reading).map((row) => [row.key, row]));
    return credentials.map((credential) => found.get(this.keyOf(credential)) ?? null);
  }

  /** With a deadline of its own: it is not one request's alone. */
  private async readInTime(credentials: readonly Credential[]): Promise<Row[]> {
    const deadline = new Deadline(PATIENCE);
    try {
      return await deadline.run(() => this.read(credentials));
    } finally {
      deadline.finish();
    }
  }

  private async look(credential: Credential): Promise<Known<Facts>> {
    const key = this.keyOf(credential);
    try {
      const { facts: text } = await this.use(credential, await this.find(credential));
      const known = this.known.get(key);
      if (known?.text === text) return known;
      const now: Known<Facts> = { text, facts: JSON.parse(text) as Facts, made: null };
      this.known.set(key, now);
      return now;
    } catch (error) {
      this.known.delete(key);
      throw error;
    }
  }

  private presume(credential: Credential, actingSlug: string | null): PresumedSignIn | null {
    const known = this.known.get(this.keyOf(credential));
    const principal = known && this.presumed(known, credential, actingSlug);
    if (!principal) return null;
    const confirmed = this.look(credential).then((now) =>
      now.text === known.text ? principal : this.principalOf(now.facts, credential, actingSlug),
    );
    // Whoever never comes to ask, for the request was not understood, has no use for the failure either.
    confirmed.catch(() => undefined);
    return { principal, confirmed };
  }

  /** Null when it is none any more, for time has passed. */
  private presumed(
    known: Known<Facts>,
    credential: Credential,
    actingSlug: string | null,
  ): UserPrincipal | null {
    const { made } = known;
    const now = this.clock.now();
    const isPresent = made && made.from <= now && (made.until === null || now < made.until);
    const mark = `${actingSlug} ${this.markOf(credential)}`;
    if (isPresent && made.mark === mark) return made.principal;
    try {
      const principal = this.principalOf(known.facts, credential, actingSlug);
      known.made = { principal, mark, from: now, until: nextChange(known.facts, principal, now) };
      return principal;
    } catch {
      return null;
    }
  }
}
