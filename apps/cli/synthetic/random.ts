import { createHash } from 'node:crypto';

/**
 * Chance that is the same every time for the same name. Everything that is generated draws from a stream of
 * its own, so that no thing depends on how many others were made before it.
 *
 * The generator is sfc32 of Chris Doty-Humphrey's PractRand (https://pracrand.sourceforge.net/, public
 * domain). Its 128 bits of state come from the SHA-256 of the name: with 32 bits only, as of mulberry32, two
 * of 100,000 documents would be likely to share a stream and so to be twins.
 */
export class Random {
  private readonly state: Uint32Array;

  constructor(name: string) {
    const digest = createHash('sha256').update(`precedent synthetic ${name}`).digest();
    this.state = Uint32Array.from([0, 4, 8, 12], (offset) => digest.readUInt32LE(offset));
  }

  /** At least 0 and below 1. */
  next(): number {
    const { state } = this;
    const [a, b, c, d] = [state[0]!, state[1]!, state[2]!, state[3]!];
    const result = (a + b + d) >>> 0;
    // The typed array cuts every sum back to 32 bits.
    state[0] = b ^ (b >>> 9);
    state[1] = c + (c << 3);
    state[2] = ((c << 21) | (c >>> 11)) + result;
    state[3] = d + 1;
    return result / 2 ** 32;
  }

  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  /** True in this share of all cases. */
  chance(share: number): boolean {
    return this.next() < share;
  }

  /** Any item, all as likely. */
  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.next() * items.length)]!;
  }

  /** Any item; the further back it stands the rarer, after Zipf's law. */
  pickSkewed<T>(items: readonly T[]): T {
    return items[this.rank(items.length) - 1]!;
  }

  /** An item by its share; the shares add up to 1. */
  pickByShare<T>(shares: readonly (readonly [item: T, share: number])[]): T {
    let left = this.next();
    for (const [item, share] of shares) {
      left -= share;
      if (left < 0) return item;
    }
    return shares.at(-1)![0];
  }

  /** Up to `count` different items, in the order in which they were drawn. */
  sample<T>(items: readonly T[], count: number): T[] {
    const left = [...items];
    const drawn: T[] = [];
    while (drawn.length < count && left.length > 0) {
      drawn.push(...left.splice(Math.floor(this.next() * left.length), 1));
    }
    return drawn;
  }

  /**
   * A rank from 1 to `count` after Zipf's law: how often one comes up is about inverse to it. (The inverse
   * of the distribution function ln(rank) / ln(count), which needs no table.)
   */
  rank(count: number): number {
    return Math.floor(Math.exp(this.next() * Math.log(count + 1)));
  }
}
