import { Settings } from '#config';
import { Controller, Get, Header, NotFoundException, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { timingSafeEqual } from 'node:crypto';
import { Metrics } from './metrics.ts';

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

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

  private mayLook({ headers, socket }: FastifyRequest): boolean {
    const { metricsToken } = this.settings;
    // A proxy on this machine forwards for others, and says so.
    if (metricsToken === null)
      return LOOPBACK.has(socket.remoteAddress ?? '') && headers['x-forwarded-for'] === undefined;
    const given = Buffer.from(headers.authorization ?? '');
    const wanted = Buffer.from(`Bearer ${metricsToken}`);
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  }
}
