import { DatabaseModule } from '#database';
import { Operators } from '#identity';
import { BreakGlassModule, BreakGlassReader, BreakGlassService } from '#notices';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Person, TestApp } from './test-app.ts';

@Module({})
class CommandModule {}

/** What `precedent break-glass` works with, on the database and the clock of a test's API. */
export class BreakGlassDesk {
  private readonly services: INestApplicationContext;

  private constructor(services: INestApplicationContext) {
    this.services = services;
  }

  static async beside({ databaseUrl, settings, clock }: TestApp): Promise<BreakGlassDesk> {
    const imports = [DatabaseModule.forRoot(databaseUrl, settings, clock), BreakGlassModule];
    const root = { module: CommandModule, imports };
    return new BreakGlassDesk(await NestFactory.createApplicationContext(root, { logger: false }));
  }

  get service(): BreakGlassService {
    return this.services.get(BreakGlassService);
  }

  get reader(): BreakGlassReader {
    return this.services.get(BreakGlassReader);
  }

  /** Somebody who runs the platform and belongs to no institution of the others. */
  async operator(app: TestApp): Promise<Person> {
    const person = await app.person(await app.institution(), 'READER');
    await this.services.get(Operators).change(person.email, true);
    return person;
  }

  async close(): Promise<void> {
    await this.services.close();
  }
}
