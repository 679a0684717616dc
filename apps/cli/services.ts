import { AdvisoriesModule } from '#advisories';
import { AuditModule } from '#audit';
import { CentresModule } from '#centres';
import { DatabaseModule } from '#database';
import { DocumentsModule } from '#documents';
import { IdentityModule } from '#identity';
import { InstitutionsModule } from '#institutions';
import type { Clock } from '#kernel';
import { PartnersModule } from '#partners';
import { Module, type DynamicModule, type INestApplicationContext, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { withDatabase, type Connection } from './database.ts';

/** What services need of it. */
export type Served = Pick<Connection, 'url' | 'settings'>;

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
