import { LRUCache } from 'lru-cache';

/** What the library is told: how many so far, and milliseconds until the counter begins anew. */
type Told = (error: null, count: { current: number; ttl: number }) => void;

interface Counter {
  current: number;
  /** On the clock that only goes forward. */
  endsAt: number;
}

/**
 * Counts of the present minute, in memory. The library's own store reads the clock on the wall: when that is
 * put back by an hour, whoever is counted then stays so for the hour.
 */
export class MinuteCounts {
  private readonly counters: LRUCache<string, Counter>;
  private readonly most: number;

  /** `cache` is how many callers are kept. */
  constructor({ cache = 5_000 }: { cache?: number }) {
    this.most = cache;
    this.counters = new LRUCache({ max: cache });
  }

  /** Counts one more. */
  incr(key: string, told: Told, window: number): void {
    const counter = this.present(key) ?? { current: 0, endsAt: performance.now() + window };
    counter.current += 1;
    this.counters.set(key, counter);
    told(null, { current: counter.current, ttl: leftOf(counter) });
  }

  /** How many there are, without counting. */
  read(key: string, told: Told): void {
    const counter = this.present(key);
    told(null, counter ? { current: counter.current, ttl: leftOf(counter) } : { current: 0, ttl: 0 });
  }

  /** Each counter of the application counts for itself. */
  child(): MinuteCounts {
    return new MinuteCounts({ cache: this.most });
  }

  private present(key: string): Counter | undefined {
    const counter = this.counters.get(key);
    return counter && counter.endsAt > performance.now() ? counter : undefined;
  }
}

function leftOf({ endsAt }: Counter): number {
  return Math.max(0, Math.ceil(endsAt - performance.now()));
}
