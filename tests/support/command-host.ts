/**
 * Runs built commands one after another in one process, each as its message asks: to load one takes a second,
 * and to run it mostly less. What a command prints is caught where it is written.
 */
import type { run as Run } from '../../apps/cli/run.ts';
import type { CommandOutcome } from './precedent-process.ts';

const built = (name: string): string => new URL(`../../dist/bundle/${name}`, import.meta.url).href;

await import(built('process-setup.js'));
const { run } = (await import(built('run.js'))) as { run: typeof Run };

process.on('message', (args: string[]) => void answer(args));

async function answer(args: readonly string[]): Promise<void> {
  const outcome: CommandOutcome = { code: 0, stdout: '', stderr: '' };
  const restore = [caught('stdout', outcome), caught('stderr', outcome)];
  process.exitCode = undefined;
  await run([process.execPath, 'precedent', ...args]);
  outcome.code = (process.exitCode as number | undefined) ?? 0;
  for (const undo of restore) undo();
  process.exitCode = undefined;
  process.send?.(outcome);
}

/** Has what is written to a stream put into the outcome; the answer undoes that. */
function caught(name: 'stdout' | 'stderr', outcome: CommandOutcome): () => void {
  const stream = process[name];
  // eslint-disable-next-line @typescript-eslint/unbound-method -- put back as it was, never called from here
  const write = stream.write;
  stream.write = (chunk: string | Uint8Array, ...more: unknown[]): boolean => {
    outcome[name] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    const done = more.at(-1);
    if (typeof done === 'function') process.nextTick(done);
    return true;
  };
  return () => (stream.write = write);
}
