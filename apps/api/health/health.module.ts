import { SearchModule } from '#search';
import { Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { ErrorsFilter } from '../graphql/errors.ts';
import { MetricsModule } from '../metrics/metrics.module.ts';
import { HealthController } from './health.controller.ts';

/** What watches over a process may ask of it; all that a worker without an api answers. */
@Module({
  imports: [SearchModule, MetricsModule],
  controllers: [HealthController],
})
export class HealthModule {}

/** The same for a process in which nothing else answers over HTTP. */
@Module({
  imports: [HealthModule],
  providers: [{ provide: APP_FILTER, useClass: ErrorsFilter }],
})
export class HealthOnlyModule {}
