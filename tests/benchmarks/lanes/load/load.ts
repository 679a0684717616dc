import { fork } from 'node:child_process';
import { processorSeconds } from '../../support/processes.ts';
import { latency, type Latency } from '../../support/statistics.ts';

/** What the generator is to do: whole HTTP requests, by client. */
export interface Load {
  port: number;
  clients: readonly (readonly string[])[];
  warmUpSeconds: number;
  seconds: number;
}

export interface LoadFigures {
  /** Milliseconds from sending a request to the last byte of its answer. */
  durations: number[];
  seconds: number;
}

/** What one run has shown. */
export interface Run extends Latency {
  /** Answers in a second. */
  perSecond: number;
  /** Processor time of the server's own process for an answer, in milliseconds; null where unknown. */
  processorMs: number | null;
}

/** Puts the load on the server, whose process is `pid`. Throws with the first answer that is not a good one. */
export async function runLoad(load: Load, pid: number): Promise<Run> {
  const before = processorSeconds(pid);
  const { durations, seconds } = await generated(load);
  const after = processorSeconds(pid);
  if (durations.length === 0) throw new Error('nothing was answered within the time');
  const perSecond = durations.length / seconds;
  // The processor's time is that of the warm-up, too.
  const answers = perSecond * (seconds + load.warmUpSeconds);
  const processorMs = before === null || after === null ? null : ((after - before) * 1_000) / answers;
  return { ...latency(durations), perSecond, processorMs };
}

function generated(load: Load): Promise<LoadFigures> {
  return new Promise((resolve, reject) => {
    const child = fork(new URL('generator.ts', import.meta.url), { serialization: 'advanced' });
    child.once('message', ({ figures, failure }: { figures?: LoadFigures; failure?: string }) => {
      child.kill();
      if (figures) resolve(figures);
      else reject(new Error(failure));
    });
    child.once('exit', (code) => reject(new Error(`the load generator ended with ${code}`)));
    child.send(load);
  });
}
