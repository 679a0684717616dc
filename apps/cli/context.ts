import { AdvisoriesModule } from '#advisories';
import { AuditModule } from '#audit';
import { CentresModule } from '#centres';
import { readSettings, type Settings } from '#config';
import { applicationDatabase, DatabaseModule, joinEmbeddedServer, migrate } from '#database';
import { DocumentsModule } from '#documents';
import { IdentityModule } from '#identity';
import { InstitutionsModule } from '#institutions';
import type { Clock } from '#kernel';
import { PartnersModule } from '#partners';
import { Module, type DynamicModule, type INestApplicationContext, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

/** The database in use: its connection strings, and what to do when it is no longer needed. */
export interface Connection {
  /** For the application: as a role that cannot change the audit trail, where there is one. */
  url: string;
  /** As the owner of the tables, for migrations. */
  ownerUrl: string;
  /** Why only triggers guard the audit trail; null where the role does. */
  unguarded: string | null;
  settings: Settings;
  /** Has an embedded server started again whenever it is gone. */
  keepRunning(): void;
  leave(): Promise<void>;
}

/**
 * The database of the settings: the one that DATABASE_URL names, else the embedded server of the data
 * directory, joined if it runs and started if not. It is brought up to date, or else left as it is.
 */
export async function openDatabase({ migrating = true } = {}): Promise<Connection> {
  const settings = readSettings();
  const server = settings.databaseUrl
    ? { url: settings.databaseUrl, keepRunning: () => undefined, leave: async () => undefined }
    : await joinEmbeddedServer(settings.dataDirectory);
  try {
    if (migrating) await migrate(server.url);
    const application = await applicationDatabase(server.url);
    return {
      ...{ ...application, ownerUrl: server.url, settings },
      keepRunning: () => server.keepRunning(),
      leave: () => server.leave(),
    };
  } catch (error) {
    await server.leave();
    throw error;
  }
}

/** What services need of it. */
export type Served = Pick<Connection, 'url' | 'settings'>;

/** Runs `work` with the database's connection string. */
export async function withDatabase<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await openDatabase();
  try {
    return await work(connection);
  } finally {
    await connection.leave();
  }
}

@Module({})
class CommandModule {}

/** Runs `work` with the services that commands need. No worker and no search engine are among them. */
export async function withServices<T>(work: (services: INestApplicationContext) => Promise<T>): Promise<T> {
  return withDatabase((connection) => withServicesOn(connection, work));
}

/** The same with the search engine. */
export async function withSearch<T>(work: (services: INestApplicationContext) => Promise<T>): Promise<T> {
  const { SearchModule } = await import('#search');
  return withDatabase((connection) => withServicesOn(connection, work, { beside: [SearchModule] }));
}

/**
 * The same on a database that is open already; `clock` tells the time other than the machine's, and
 * `beside` are modules that are wanted as well.
 */
export async function withServicesOn<T>(
  { url, settings }: Served,
  work: (services: INestApplicationContext) => Promise<T>,
  { clock, beside = [] }: { clock?: Clock; beside?: Type[] } = {},
): Promise<T> {
  const root: DynamicModule = {
    module: CommandModule,
    imports: [
      DatabaseModule.forRoot(url, settings, clock),
      AuditModule,
      IdentityModule,
      InstitutionsModule,
      PartnersModule,
      DocumentsModule,
      AdvisoriesModule,
      CentresModule,
      ...beside,
    ],
  };
  const services = await NestFactory.createApplicationContext(root, { logger: false, abortOnError: false });
  try {
    return await work(services);
  } finally {
    await services.close();
  }
}
