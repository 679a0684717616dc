import { Settings } from '#config';
import { Controller, Get, Header, NotFoundException, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { timingSafeEqual } from 'node:crypto';
import { isFromThisMachine } from '../limits/this-machine.ts';
import { Metrics } from './metrics.ts';

/** `/metrics` for Prometheus: with METRICS_TOKEN as a bearer token; without one from this machine only. */
@Controller('metrics')
export class MetricsController {
  private readonly metrics: Metrics;
  private readonly settings: Settings;

  constructor(metrics: Metrics, settings: Settings) {
    this.metrics = metrics;
    this.settings = settings;
  }

  @Get()
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @Header('cache-control', 'no-store')
  async show(@Req() request: FastifyRequest): Promise<string> {
    if (!this.mayLook(request)) throw new NotFoundException();
    return this.metrics.text();
  }

  private mayLook(request: FastifyRequest): boolean {
    const { metricsToken } = this.settings;
    if (metricsToken === null) return isFromThisMachine(request);
    const given = Buffer.from(request.headers.authorization ?? '');
    const wanted = Buffer.from(`Bearer ${metricsToken}`);
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  }
}
