import type { Settings } from '#config';
import { DatabaseModule, throughPooler } from '#database';
import { TokensService } from '#identity';
import { collectGarbage } from '#kernel';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { ClosingTime, createApi, createWatch, SEARCH_VARIABLES } from '../api/bootstrap.ts';
import { WorkerModule } from '../worker/worker.module.ts';
import type { Connection } from './database.ts';
import { createLogger } from './logger.ts';
import { print, say } from './output.ts';
import type { Stopping } from './stopping.ts';

export interface ServeOptions {
  worker: boolean;
  demo: boolean;
}

/** A worker on the database, until it is asked to stop. */
export async function work(connection: Connection, stopping: Stopping): Promise<void> {
  const { url, settings } = connection;
  warnOfTrail(connection);
  const beside = [DatabaseModule.forRoot(throughPooler(url, settings), settings), WorkerModule];
  const app = await createWatch(beside, settings, createLogger(settings.logLevel));
  const parts = [app.get(ClosingTime), app.get(WorkerModule)];
  await runUntilStopped(app, parts, settings, stopping, (address) =>
    print(`The worker works; its health: ${address}/health/ready`),
  );
}

async function runUntilStopped(
  app: NestFastifyApplication,
  parts: readonly { begin?(): Promise<void>; hurry(): void }[],
  { port, host }: Settings,
  stopping: Stopping,
  greeting: (address: string) => void | Promise<void>,
): Promise<void> {
  stopping.hurry.addEventListener('abort', () => {
    for (const part of parts) part.hurry();
  });
  // Of what was needed to begin, before the first request comes.
  collectGarbage();
  try {
    await app.listen(port, host);
    await greeting(await app.getUrl());
    say(`Stopping (${await stopping.asked}).`);
  } finally {
    // Requests come to their ends side by side with queued work.
    for (const part of parts) void part.begin?.();
    await app.close();
  }
}

/** The api, with the worker unless it shall not be there, on the database until it is asked to stop. */
export async function serve(
  connection: Connection,
  options: ServeOptions,
  stopping: Stopping,
): Promise<void> {
  const { url, settings } = connection;
  warnOfTrail(connection);
  if (options.demo && settings.databaseUrl === null) await seedFirstStart(connection);
  const beside = [
    DatabaseModule.forRoot(throughPooler(url, settings), settings),
    ...(options.worker ? [WorkerModule] : []),
  ];
  const app = await createApi(beside, settings, createLogger(settings.logLevel));
  const parts = [app.get(ClosingTime), ...(options.worker ? [app.get(WorkerModule)] : [])];
  await runUntilStopped(app, parts, settings, stopping, async (address) =>
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
  const { seedDemo } = await import('./demo/seed-demo.ts');
  await seedDemo(connection);
}

async function greet(address: string, tokens: ReadonlyMap<string, string>): Promise<void> {
  print(`Precedent answers at ${address}/graphql`);
  print(`Explorer, with examples: ${address}/`);
  if (tokens.size === 0) return;
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
