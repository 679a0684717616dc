import { from, WORKER } from '#audit';
import type { Settings } from '#config';
import { DatabaseModule, throughPooler } from '#database';
import { TokensService } from '#identity';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Option, type Command } from 'commander';
import { DataSource } from 'typeorm';
import { openDatabase, type Connection } from '../context.ts';
import { createLogger } from '../logger.ts';
import { print, say } from '../output.ts';

interface ServeOptions {
  worker: boolean;
  demo: boolean;
}

/** `serve`: what `npm start` runs. */
export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .description('database, api and worker in one process; stops on Ctrl-C or SIGTERM')
    .addOption(new Option('--no-worker', 'leave queued work to other processes'))
    .addOption(new Option('--no-demo', 'leave an empty embedded database empty'))
    .action(async (options: ServeOptions) => {
      const connection = await openDatabase();
      try {
        await from(WORKER, () => serve(connection, options));
      } finally {
        await connection.leave();
      }
    });
}

/** `worker`: queued work in a process of its own; over HTTP it answers for its health and metrics only. */
export function addWorkerCommand(program: Command): void {
  program
    .command('worker')
    .description('queued work without an api; answers /health and /metrics; stops on Ctrl-C or SIGTERM')
    .action(async () => {
      const connection = await openDatabase();
      try {
        await from(WORKER, () => work(connection));
      } finally {
        await connection.leave();
      }
    });
}

async function work(connection: Connection): Promise<void> {
  const { url, settings } = connection;
  warnOfTrail(connection);
  const [{ createWatch }, { WorkerModule }] = await Promise.all([
    import('../../api/bootstrap.ts'),
    import('../../worker/worker.module.ts'),
  ]);
  const beside = [DatabaseModule.forRoot(throughPooler(url, settings), settings), WorkerModule];
  const app = await createWatch(beside, settings, createLogger(settings.logLevel));
  await runUntilStopped(app, settings, (address) =>
    print(`The worker works; its health: ${address}/health/ready`),
  );
}

async function runUntilStopped(
  app: NestFastifyApplication,
  { port, host }: Settings,
  greeting: (address: string) => void | Promise<void>,
): Promise<void> {
  const stopped = untilStopped();
  try {
    await app.listen(port, host);
    await greeting(await app.getUrl());
    say(`Stopping (${await stopped}).`);
  } finally {
    await app.close();
  }
}

async function serve(connection: Connection, options: ServeOptions): Promise<void> {
  const { url, settings } = connection;
  warnOfTrail(connection);
  if (options.demo && settings.databaseUrl === null) await seedFirstStart(connection);
  const [{ createApi }, { WorkerModule }] = await Promise.all([
    import('../../api/bootstrap.ts'),
    import('../../worker/worker.module.ts'),
  ]);
  const beside = [
    DatabaseModule.forRoot(throughPooler(url, settings), settings),
    ...(options.worker ? [WorkerModule] : []),
  ];
  const app = await createApi(beside, settings, createLogger(settings.logLevel));
  await runUntilStopped(app, settings, async (address) =>
    greet(address, await app.get(TokensService).demonstrationTokens()),
  );
}

function warnOfTrail({ unguarded }: Connection): void {
  if (unguarded)
    say(`Only triggers guard the audit trail: ${unguarded}. See "The audit trail" in docs/operations.md.`);
}

/** An embedded database that is still empty gets the demonstration community. */
async function seedFirstStart(connection: Connection): Promise<void> {
  const source = await new DataSource({ type: 'postgres', url: connection.url }).initialize();
  const rows: unknown[] = await source.query('SELECT 1 FROM institutions LIMIT 1');
  await source.destroy();
  if (rows.length > 0) return;
  say('First start: filling the database with the demonstration community.');
  const { seedDemo } = await import('../demo/seed-demo.ts');
  await seedDemo(connection);
}

/** Resolves with the signal's name when the process is asked to stop. */
function untilStopped(): Promise<string> {
  return new Promise((stop) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop(signal));
  });
}

async function greet(address: string, tokens: ReadonlyMap<string, string>): Promise<void> {
  print(`Precedent answers at ${address}/graphql`);
  print(`Explorer, with examples: ${address}/`);
  if (tokens.size === 0) return;
  const { SEARCH_VARIABLES } = await import('../../api/bootstrap.ts');
  const query =
    'query($query: String!) { search(query: $query, first: 3) { total edges { node { document { title institution { name } } } } } }';
  print('');
  print('DEMONSTRATION DATABASE: the tokens below are in the clear and open it to anyone who sees them.');
  print('Never put real content into it. The same first search, as a reader of each of two universities:');
  for (const [email, token] of tokens) {
    print('');
    print(`# ${email}`);
    print(
      `curl -s ${address}/graphql -H 'content-type: application/json' -H 'authorization: Bearer ${token}' \\\n` +
        `  -d '${JSON.stringify({ query, variables: SEARCH_VARIABLES })}'`,
    );
  }
}
