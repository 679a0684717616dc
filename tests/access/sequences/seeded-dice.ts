import type { GeneratorValue } from 'fast-check';
import { Dice } from '../world/random-sharing.ts';

/** A fount of numbers from 0 (inclusive) to 1 (exclusive). The same seed gives the same ones. */
type Chance = () => number;

/**
 * Dice that fall as their seed says. Thousands of worlds are to be made, which fast-check's generator is
 * too slow for; what it would do for a failure, making it small, `smallest-scene.ts` does.
 */
export class SeededDice extends Dice {
  private readonly chance: Chance;

  private constructor(chance: Chance, now: Date) {
    super(notAsked, now);
    this.chance = chance;
  }

  static of(seed: number, now: Date): SeededDice {
    return new SeededDice(mulberry32(seed), now);
  }

  /** The same dice, for moments around another one. */
  at(now: Date): SeededDice {
    return new SeededDice(this.chance, now);
  }

  override upTo(most: number): number {
    return Math.floor(this.chance() * (most + 1));
  }

  override some<T>(from: readonly T[], most = from.length): T[] {
    const left = [...from];
    const count = this.upTo(Math.min(most, from.length));
    const chosen = new Set(
      Array.from({ length: count }, () => left.splice(this.upTo(left.length - 1), 1)[0]),
    );
    return from.filter((one) => chosen.has(one));
  }
}

const notAsked = (() => {
  throw new Error('these dice ask nobody');
}) as unknown as GeneratorValue;

/** Tommy Ettinger's generator of 32 bits. */
function mulberry32(seed: number): Chance {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
