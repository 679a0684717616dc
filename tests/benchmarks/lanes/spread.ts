import { median } from '../support/statistics.ts';

/** A figure over several runs: its median, and how far it goes to either side. */
export interface Spread {
  median: number;
  min: number;
  max: number;
}

export function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}
