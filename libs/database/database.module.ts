import { Clock, SystemClock } from '#kernel';
import { Settings } from '#config';
import { type DynamicModule, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import pg from 'pg';
import { SnakeCaseNaming } from './naming.ts';
import { NoticeOutboxEntry } from './notice-outbox.entity.ts';
import { SearchOutboxEntry } from './outbox.entity.ts';
import { Queues } from './queues.ts';
import { ReadDatabase } from './read-database.ts';
import { Retention } from './retention.ts';
import { WritingPool } from './writing-pool.ts';

/** The two lanes to PostgreSQL, the clock and the settings, for every module of an application. */
@Global()
@Module({})
export class DatabaseModule implements OnApplicationShutdown {
  private readonly reads: ReadDatabase;

  constructor(@Inject(ReadDatabase) reads: ReadDatabase) {
    this.reads = reads;
  }

  /** `url` must lead to a database that is up to date, see `migrate`. */
  static forRoot(url: string, settings: Settings, clock: Clock = new SystemClock()): DynamicModule {
    return {
      module: DatabaseModule,
      imports: [
        TypeOrmModule.forRoot({
          type: 'postgres',
          url,
          poolSize: settings.poolSize,
          namingStrategy: new SnakeCaseNaming(),
          autoLoadEntities: true,
          synchronize: false,
          retryAttempts: 0,
          driver: { ...pg, Pool: WritingPool },
        }),
        TypeOrmModule.forFeature([SearchOutboxEntry, NoticeOutboxEntry]),
      ],
      providers: [
        { provide: Settings, useValue: settings },
        { provide: Clock, useValue: clock },
        { provide: ReadDatabase, useValue: new ReadDatabase(url, settings.poolSize) },
        { provide: Queues, inject: [ReadDatabase], useFactory: (reads: ReadDatabase) => new Queues(reads) },
        Retention,
      ],
      exports: [Settings, Clock, ReadDatabase, Queues, Retention],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.reads.close();
  }
}
