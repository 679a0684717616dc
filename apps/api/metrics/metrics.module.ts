import { SearchModule } from '#search';
import { Module } from '@nestjs/common';
import { Metrics } from './metrics.ts';
import { MetricsController } from './metrics.controller.ts';

/** What Prometheus may see of this process. */
@Module({
  imports: [SearchModule],
  controllers: [MetricsController],
  providers: [Metrics],
  exports: [Metrics],
})
export class MetricsModule {}
