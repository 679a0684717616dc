import { BackupModule, BackupsService, checkBackup, RestorationService } from '#backup';
import { migrate, missingMigrations, ReadDatabase } from '#database';
import { BadInput } from '#kernel';
import type { Command } from 'commander';
import { resolve } from 'node:path';
import { openDatabase, type Connection } from '../database.ts';
import { withServicesOn } from '../services.ts';
import { print, Progress, say } from '../output.ts';

/** Ids of attachments that are named in full. */
const NAMED = 20;

/** `backup` and `restore`. */
export function addBackupCommands(program: Command): void {
  program
    .command('backup')
    .description('everything into one file, as it is at this moment; a server may run. The file is a secret')
    .argument('<path>', 'a file that is not there yet')
    .action((path: string) => backup(resolve(path)));

  program
    .command('restore')
    .description('everything from such a file into an instance that is empty and does not run')
    .argument('<path>', 'what backup has written')
    .action((path: string) => restore(resolve(path)));
}

async function backup(path: string): Promise<void> {
  const progress = new Progress('Backing up', 0);
  try {
    await asItIs(async (connection) => {
      const { url, settings } = connection;
      const made = await withServicesOn(
        { url, settings },
        async (services) => {
          const missing = await missingMigrations(services.get(ReadDatabase)).catch(() => []);
          if (missing.length > 0) {
            say('The database has not been migrated to this version; it is backed up as it is.');
          }
          const told = (done: number, total: number): void => progress.set(done, total);
          return untilInterrupted((signal) =>
            services.get(BackupsService).make({ url, path, signal, progress: told }),
          );
        },
        { beside: [BackupModule] },
      );
      progress.end();
      const { documents, attachments, bytes, leftOut } = made;
      say(`${documents} documents and ${attachments} attachments, ${bytes} bytes`);
      tellLeftOut(
        leftOut,
        'Their content is gone from where attachments are kept, or is not what was uploaded.',
      );
      print(path);
    });
  } finally {
    progress.end();
  }
}

async function restore(path: string): Promise<void> {
  const progress = new Progress('Checking', 0);
  try {
    const checked = await checkBackup(path, (done) => progress.set(done));
    await asItIs(async ({ ownerUrl, settings }) => {
      const restored = await withServicesOn(
        { url: ownerUrl, settings },
        (services) =>
          services.get(RestorationService).restore(path, checked, (done, total) => progress.set(done, total)),
        { beside: [BackupModule] },
      );
      // Gives the application's role its rights on the new tables.
      await migrate(ownerUrl);
      progress.end();
      const { madeAt, documents, attachments, leftOut, migrated } = restored;
      say(`${documents} documents and ${attachments} attachments, as they were at ${madeAt}.`);
      if (migrated.length > 0) say(`Then migrated to this version: ${migrated.join(', ')}.`);
      say('What was revoked, narrowed, withdrawn or erased after that moment is so no longer: do it again.');
      tellLeftOut(leftOut, 'Their content was not what had been uploaded when the backup was made.');
      print(madeAt);
    });
  } finally {
    progress.end();
  }
}

/** Runs `work` on the database without migrating it. */
async function asItIs(work: (connection: Connection) => Promise<void>): Promise<void> {
  const connection = await openDatabase({ migrating: false });
  try {
    await work(connection);
  } finally {
    await connection.leave();
  }
}

function tellLeftOut(ids: readonly string[], why: string): void {
  if (ids.length === 0) return;
  say(
    `Without ${ids.length} attachments: ${ids.slice(0, NAMED).join(', ')}${ids.length > NAMED ? ' …' : ''}`,
  );
  say(why);
  process.exitCode = 1;
}

/** Runs `work` with a signal that is aborted when somebody stops the command, so that it can clear up. */
async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  try {
    return await work(stopping.signal);
  } catch (error) {
    if (stopping.signal.aborted) throw new BadInput('Interrupted; nothing is left behind.');
    throw error;
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
  }
}
