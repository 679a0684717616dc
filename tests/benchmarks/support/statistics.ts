/** The value that the given share of the numbers does not exceed (nearest rank). NaN without numbers. */
function percentile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

export function median(numbers: readonly number[]): number {
  return percentile(numbers, 0.5);
}

export interface Latency {
  p50: number;
  p95: number;
  max: number;
}

/** What there is to say about durations. */
export function latency(durations: readonly number[]): Latency {
  return {
    p50: percentile(durations, 0.5),
    p95: percentile(durations, 0.95),
    max: percentile(durations, 1),
  };
}

/** The median of every figure over several runs. */
export function medianLatency(runs: readonly Latency[]): Latency {
  return {
    p50: median(runs.map((run) => run.p50)),
    p95: median(runs.map((run) => run.p95)),
    max: median(runs.map((run) => run.max)),
  };
}
