import { readSettings } from '#config';
import { DatabaseModule } from '#database';
import { createTestDatabase, GraphqlClient, type TestDatabase } from '#testing';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Query, Resolver } from '@nestjs/graphql';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiModule } from '../../apps/api/api.module.ts';
import { TestApp } from '../support/test-app.ts';
import { permissionsOfRootFields } from './root-fields.ts';

it('every root field has one resolver, and it declares a permission', async () => {
  const app = await TestApp.start();
  try {
    const permissions = permissionsOfRootFields(app.app);
    expect([...permissions].filter(([, declared]) => declared.length !== 1 || !declared[0])).toEqual([]);
    expect(permissions.get('Query.viewer')).toEqual(['viewer.read']);
  } finally {
    await app.stop();
  }
});

@Resolver()
class ForgetfulResolver {
  @Query()
  viewer(): object {
    return { memberships: [] };
  }
}

@Module({ providers: [ForgetfulResolver] })
class ForgetfulModule {}

@Module({})
class RootModule {}

describe('a resolver that declares nothing', () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'precedent-forgetful-'));
  let database: TestDatabase;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    database = await createTestDatabase();
    const settings = readSettings({
      PRECEDENT_DATA_DIR: dataDirectory,
      DATABASE_POOL_SIZE: '2',
      LOG_LEVEL: 'silent',
    });
    // The resolver that comes last answers for a field that two resolve.
    const imports = [DatabaseModule.forRoot(database.url, settings), ApiModule, ForgetfulModule];
    const root = { module: RootModule, imports };
    app = await NestFactory.create<NestFastifyApplication>(root, new FastifyAdapter(), { logger: false });
    await app.listen(0, '127.0.0.1');
  });

  afterAll(async () => {
    await app.close();
    await database.drop();
    rmSync(dataDirectory, { recursive: true, force: true });
  });

  it('is found', () => {
    expect(permissionsOfRootFields(app).get('Query.viewer')).toEqual(['viewer.read', undefined]);
  });

  it('answers nobody', async () => {
    const client = new GraphqlClient(`${await app.getUrl()}/graphql`);
    const answer = await client.send('{ viewer { memberships { id } } }');
    expect(answer.data ?? null).toBeNull();
    expect(answer.errors.map((error) => error.extensions.code)).toEqual(['FORBIDDEN']);
  });
});
