import { missingMigrations, Queues, ReadDatabase, type PoolState } from '#database';
import { Clock } from '#kernel';
import { IndexHealth } from '#search';
import { Injectable } from '@nestjs/common';
import type pg from 'pg';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { DataSource } from 'typeorm';

/** Seconds. Reads take a few milliseconds, searches tens, network figures more. */
const BUCKETS = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];

/**
 * What can be measured about this process and its database, in the Prometheus text format. Labels are names
 * from the schema and from routes: nothing that callers make up, and nothing of any document or person.
 */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  /** Operations of the GraphQL endpoint, by root field. */
  readonly operations = this.counter('precedent_graphql_operations_total', 'GraphQL operations answered.', [
    'operation',
    'outcome',
  ]);
  readonly operationSeconds = new Histogram({
    name: 'precedent_graphql_operation_seconds',
    help: 'Time to answer a GraphQL operation.',
    labelNames: ['operation'],
    buckets: BUCKETS,
    registers: [this.registry],
  });
  readonly denials = this.counter(
    'precedent_denials_total',
    'Requests refused, by the code of the refusal.',
    ['code'],
  );
  readonly responses = this.counter('precedent_http_responses_total', 'HTTP responses.', [
    'method',
    'route',
    'status',
  ]);
  readonly responseSeconds = new Histogram({
    name: 'precedent_http_response_seconds',
    help: 'Time to answer an HTTP request.',
    labelNames: ['route'],
    buckets: BUCKETS,
    registers: [this.registry],
  });
  private readonly ready = this.gauge(
    'precedent_ready',
    '1 when the database answers and has the schema of this code, else 0.',
    [],
  );
  private readonly connections = this.gauge('precedent_pool_connections', 'Database connections.', [
    'lane',
    'state',
  ]);
  private readonly statements = this.gauge(
    'precedent_pool_waiting',
    'Statements that wait for a connection.',
    ['lane'],
  );
  private readonly jobs = {
    waiting: this.gauge('precedent_queue_waiting', 'Jobs that are due.', ['queue']),
    failing: this.gauge('precedent_queue_failing', 'Jobs that failed and are tried again.', ['queue']),
    oldestSeconds: this.gauge('precedent_queue_oldest_seconds', 'How long the oldest job has been due.', [
      'queue',
    ]),
  };
  private readonly documents = {
    pending: this.gauge('precedent_index_pending', 'Documents that wait to be indexed.', ['engine']),
    failing: this.gauge('precedent_index_failing', 'Of these, those that failed before.', ['engine']),
    answering: this.gauge('precedent_index_answering', '1 when the engine answers, else 0.', ['engine']),
    oldestSeconds: this.gauge(
      'precedent_index_lag_seconds',
      'How long the document that waits longest has waited.',
      ['engine'],
    ),
  };
  private readonly reads: ReadDatabase;
  private readonly writes: DataSource;
  private readonly queues: Queues;
  private readonly indexes: IndexHealth;
  private readonly clock: Clock;

  constructor(reads: ReadDatabase, writes: DataSource, queues: Queues, indexes: IndexHealth, clock: Clock) {
    this.reads = reads;
    this.writes = writes;
    this.queues = queues;
    this.indexes = indexes;
    this.clock = clock;
    collectDefaultMetrics({ register: this.registry });
  }

  /** Everything as text. What the database cannot tell at the moment is left out. */
  async text(): Promise<string> {
    this.lookAtPools();
    await Promise.all([this.lookAtReadiness(), this.lookAtQueues(), this.lookAtIndexes()]);
    return this.registry.metrics();
  }

  private lookAtPools(): void {
    const lanes = { read: this.reads.connections(), write: connectionsOf(this.writes) };
    for (const [lane, { busy, idle, waiting }] of Object.entries(lanes)) {
      this.connections.set({ lane, state: 'busy' }, busy);
      this.connections.set({ lane, state: 'idle' }, idle);
      this.statements.set({ lane }, waiting);
    }
  }

  private async lookAtReadiness(): Promise<void> {
    const missing = await missingMigrations(this.reads).catch(() => null);
    this.ready.set(missing?.length === 0 ? 1 : 0);
  }

  private async lookAtQueues(): Promise<void> {
    const states = await this.queues.states(this.clock.now()).catch(() => []);
    Object.values(this.jobs).forEach((gauge) => gauge.reset());
    for (const { queue, ...state } of states) {
      this.jobs.waiting.set({ queue }, state.waiting);
      this.jobs.failing.set({ queue }, state.failing);
      this.jobs.oldestSeconds.set({ queue }, state.oldestSeconds);
    }
  }

  private async lookAtIndexes(): Promise<void> {
    const states = await this.indexes.states().catch(() => []);
    Object.values(this.documents).forEach((gauge) => gauge.reset());
    for (const { engine, ...state } of states) {
      this.documents.pending.set({ engine }, state.pending);
      this.documents.failing.set({ engine }, state.failing);
      this.documents.answering.set({ engine }, state.answering ? 1 : 0);
      this.documents.oldestSeconds.set({ engine }, state.oldestSeconds ?? 0);
    }
  }

  private counter<Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  private gauge<Label extends string>(name: string, help: string, labelNames: Label[]): Gauge<Label> {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }
}

/** TypeORM keeps its pool to itself. */
function connectionsOf(source: DataSource): PoolState {
  const { master } = source.driver as unknown as { master: pg.Pool };
  const { totalCount, idleCount, waitingCount } = master;
  return { busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
}
