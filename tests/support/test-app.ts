import { readSettings, type Settings } from '#config';
import { applicationDatabase, DatabaseModule } from '#database';
import { Accounts, TokensService } from '#identity';
import {
  InstitutionsService,
  MembershipsService,
  SharingGroupsService,
  type NewInstitution,
} from '#institutions';
import type { Role } from '#kernel';
import { NoticeWorker } from '#notices';
import { partnerIdOf, RegistryImportsService, registryRecordOf } from '#partners';
import { Indexer } from '#search';
import { createTestDatabase, GraphqlClient, TestClock, type TestDatabase } from '#testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApi } from '../../apps/api/bootstrap.ts';

/** Someone who takes part in a test. */
export interface Person {
  userId: string;
  membershipId: string;
  email: string;
  token: string;
  client: GraphqlClient;
}

/** Settings for tests that ask for everything there is, which is far more than anybody may. */
export const ANY_QUERY = { MAX_QUERY_COST: '1000000000', MAX_QUERY_ALIASES: '100000' };

/** What a test wants a partner to be; the registry's flat form. */
export interface RegistryForm {
  id?: string;
  name?: string;
  names?: { value: string; types: string[]; lang?: string | null }[];
  [field: string]: unknown;
}

/** The whole API on a database of its own, listening on a real port. */
export class TestApp {
  readonly clock: TestClock;
  readonly app: NestFastifyApplication;
  readonly databaseUrl: string;
  readonly settings: Settings;
  /** Nobody's client. */
  readonly anonymous: GraphqlClient;
  private readonly close: () => Promise<void>;
  private count = 0;

  private constructor(
    app: NestFastifyApplication,
    clock: TestClock,
    url: string,
    databaseUrl: string,
    settings: Settings,
    close: () => Promise<void>,
  ) {
    this.app = app;
    this.clock = clock;
    this.databaseUrl = databaseUrl;
    this.settings = settings;
    this.anonymous = new GraphqlClient(url);
    this.close = close;
  }

  /**
   * `environment` are settings that are to be other than for most tests; `given` is a database that is up to
   * date, instead of a new one.
   */
  static async start(environment: Record<string, string> = {}, given?: TestDatabase): Promise<TestApp> {
    const database = given ?? (await createTestDatabase());
    const dataDirectory = mkdtempSync(join(tmpdir(), 'precedent-app-'));
    const settings = readSettings({
      PRECEDENT_DATA_DIR: dataDirectory,
      DATABASE_POOL_SIZE: '5',
      LOG_LEVEL: 'silent',
      RATE_LIMIT_PER_MINUTE: '0',
      ...environment,
    });
    const clock = new TestClock();
    const { url } = await applicationDatabase(database.url);
    const app = await createApi([DatabaseModule.forRoot(url, settings, clock)], settings, false);
    await app.listen(environment.PORT ? settings.port : 0, '127.0.0.1');
    // As beside a worker: the index is registered, and changes are queued for it.
    // A search engine that is away does not answer here, and need not.
    await app
      .get(Indexer)
      .drain()
      .catch(() => undefined);
    const close = async (): Promise<void> => {
      await app.close();
      await database.drop();
      rmSync(dataDirectory, { recursive: true, force: true });
    };
    return new TestApp(app, clock, `${await app.getUrl()}/graphql`, database.url, settings, close);
  }

  async stop(): Promise<void> {
    await this.close();
  }

  /** An institution; what is not given is made up. */
  async institution(
    given: Partial<NewInstitution> = {},
  ): Promise<{ id: string; slug: string; name: string }> {
    this.count += 1;
    const slug = given.slug ?? `institution-${this.count}`;
    return this.app
      .get(InstitutionsService)
      .create({ slug, name: `Institution ${slug}`, kind: 'UNIVERSITY', country: 'GB', ...given });
  }

  /** A person with an account, a token and a membership. */
  async person(
    institution: { id: string },
    role: Role,
    more: { administrator?: boolean; auditor?: boolean; findable?: boolean } = {},
  ): Promise<Person> {
    this.count += 1;
    const email = `person-${this.count}@example.org`;
    const user = await this.app.get(Accounts).create({ email, name: `Person ${this.count}` });
    const membershipId = await this.join(user.id, institution, role, more);
    const { token } = await this.app.get(TokensService).create(user.id);
    return { userId: user.id, membershipId, email, token, client: this.anonymous.as(token) };
  }

  /** One more membership for somebody. */
  async join(
    userId: string,
    institution: { id: string },
    role: Role,
    more: { administrator?: boolean; auditor?: boolean; findable?: boolean } = {},
  ): Promise<string> {
    return this.app.get(MembershipsService).grant(userId, institution.id, { role, ...more });
  }

  /** A sharing group whose members have all accepted. */
  async group(name: string, owner: { id: string }, members: readonly { id: string }[]): Promise<string> {
    const groups = this.app.get(SharingGroupsService);
    const id = await groups.createByOperator(name, owner.id);
    for (const member of members) await groups.addByOperator(id, member.id, true);
    return id;
  }

  /** Partners as the registry's flat form has them; what is not given is made up. Returns their ids. */
  async partners(...given: readonly RegistryForm[]): Promise<string[]> {
    const imports = this.app.get(RegistryImportsService);
    const records = given.map((one) => registryRecordOf(this.registryForm(one)));
    await imports.importBatch(records);
    await imports.finish();
    return records.map(({ rorId }) => partnerIdOf(rorId));
  }

  private registryForm(given: RegistryForm): object {
    this.count += 1;
    const { name = `Partner ${this.count}`, names = [], ...rest } = given;
    const isShown = names.some(({ types }) => types.includes('ror_display'));
    return {
      id: `https://ror.org/0${String(this.count).padStart(6, '0')}00`,
      ...{ status: 'active', country: 'CN', city: 'Beijing', region: null },
      names: isShown ? names : [{ value: name, types: ['ror_display', 'label'], lang: 'en' }, ...names],
      ...rest,
    };
  }

  /** Brings the search index up to date. Returns how many documents that took. */
  async index(): Promise<number> {
    return this.app.get(Indexer).drain();
  }

  /** Does what a worker would do now: brings the index up to date, then tells whoever is to be told. */
  async tell(): Promise<void> {
    await this.index();
    await this.app.get(NoticeWorker).drain();
  }
}
