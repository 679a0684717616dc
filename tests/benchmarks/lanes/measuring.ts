import { say } from '../support/output.ts';
import { runLoad, type Run } from './load/load.ts';
import type { Operation } from './operations/operation.ts';
import type { Setting } from './setting.ts';
import { requestText, type Side } from './sides/side.ts';

/** How long is measured. */
export interface Pace {
  runs: number;
  /** Of every side before its first run, and again before each. */
  warmUpSeconds: number;
  seconds: number;
}

/** The runs of one operation, by side. */
export type Runs = Record<string, Run[]>;

/**
 * Measures an operation: every side is checked and warmed up, and then the sides take turns, so that whatever
 * else slows the machine down slows all of them.
 */
export async function measure(
  operation: Operation,
  setting: Setting,
  sides: readonly Side[],
  pace: Pace,
): Promise<Runs> {
  say(`${operation.name}: comparing what ${sides.map(({ name }) => name).join(', ')} do`);
  await operation.check(setting, sides);
  const runs: Runs = {};
  for (let run = 0; run <= pace.runs; run++) {
    for (const side of sides) {
      const clients = clientsOf(operation, setting, side);
      if (!clients) continue;
      await operation.settle(setting);
      const seconds = run === 0 ? pace.warmUpSeconds : pace.seconds;
      const load = { port: side.port, clients, warmUpSeconds: run === 0 ? 0 : 1, seconds };
      const measured = await runLoad(load, side.pid);
      if (run === 0) continue;
      (runs[side.name] ??= []).push(measured);
      say(`${operation.name}: ${side.name}, run ${run} of ${pace.runs}: ${Math.round(measured.perSecond)}/s`);
    }
  }
  await operation.settle(setting);
  await operation.clean(setting);
  return runs;
}

function clientsOf(operation: Operation, setting: Setting, side: Side): string[][] | null {
  const clients: string[][] = [];
  for (const caller of setting.callers) {
    const asked = operation.asked(side, caller, setting);
    if (!asked) return null;
    clients.push(asked.map((one) => requestText(side, caller, one)));
  }
  return clients;
}
