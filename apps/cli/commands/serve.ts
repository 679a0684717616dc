import { from, WORKER } from '#audit';
import { Option, type Command } from 'commander';
import { openDatabase, type Connection } from '../database.ts';
import type * as Serving from '../serving.ts';
import { Stopping } from '../stopping.ts';

/** What serves is half of the program: it is loaded while the database starts. */
const serving = (): Promise<typeof Serving> => import('../serving.ts');

/** `serve`: what `npm start` runs. */
export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .description('database, api and worker in one process; stops on Ctrl-C or SIGTERM')
    .addOption(new Option('--no-worker', 'leave queued work to other processes'))
    .addOption(new Option('--no-demo', 'leave an empty embedded database empty'))
    .action((options: Serving.ServeOptions) =>
      untilStopped(async (connection, stopping) => (await serving()).serve(connection, options, stopping)),
    );
}

/** `worker`: queued work in a process of its own; over HTTP it answers for its health and metrics only. */
export function addWorkerCommand(program: Command): void {
  program
    .command('worker')
    .description('queued work without an api; answers /health and /metrics; stops on Ctrl-C or SIGTERM')
    .action(() => untilStopped(async (connection, stopping) => (await serving()).work(connection, stopping)));
}

/** Runs what goes on until a signal comes, on the database of the settings, and ends the process. */
async function untilStopped(
  run: (connection: Connection, stopping: Stopping) => Promise<void>,
): Promise<void> {
  const stopping = new Stopping();
  const connection = await openDatabase({
    // What goes wrong with it is told when it is waited for.
    meanwhile: () => void serving().catch(() => undefined),
  });
  connection.keepRunning();
  try {
    if (!stopping.isAsked) await from(WORKER, () => run(connection, stopping));
  } finally {
    await connection.leave();
  }
  stopping.end();
}
