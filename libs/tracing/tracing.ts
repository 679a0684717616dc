import { AsyncLocalStorage } from 'node:async_hooks';
import type { Attributes, OpenSpan, Spans } from './spans.ts';

let spans: Spans | null = null;
const current = new AsyncLocalStorage<OpenSpan>();

/**
 * Sends traces of this process to an OTLP/HTTP endpoint until the returned function is called. Without an
 * endpoint nothing is loaded, and everything below does the work and nothing else.
 */
export async function startTracing(endpoint: string | null): Promise<() => Promise<void>> {
  if (endpoint === null) return async () => undefined;
  const { otlpSpans } = await import('./otlp.ts');
  const started = otlpSpans(endpoint);
  spans = started;
  return async () => {
    if (spans === started) spans = null;
    await started.stop();
  };
}

/** The trace that is being written, for the log; null when there is none. */
export function traceId(): string | null {
  return (spans && current.getStore()?.traceId) ?? null;
}

/** Begins a span for a request and does `work` in it, which need not be the end; null when nothing is traced. */
export function openSpan(name: string, traceparent: string | null, work: () => void): OpenSpan | null {
  if (spans === null) {
    work();
    return null;
  }
  const span = spans.open(name, {}, { traceparent });
  current.run(span, work);
  return span;
}

/** Tells more of the span that is open here, if there is one. */
export function annotate(describe: () => { name: string; attributes: Attributes }): void {
  const span = spans && current.getStore();
  if (!span) return;
  const { name, attributes } = describe();
  span.rename(name);
  span.add(attributes);
}

/** Does `work` in a span below the one that is open here; where none is open there is none. */
export function traced<T>(
  describe: () => { name: string; attributes: Attributes },
  work: () => Promise<T>,
): Promise<T> {
  const parent = spans && current.getStore();
  if (!spans || !parent) return work();
  const { name, attributes } = describe();
  return inSpan(spans.open(name, attributes, parent), work, () => true);
}

/** Does a job that returns how much it has done, as a trace of its own. Looks in vain are not told. */
export function tracedJob(name: string, work: () => Promise<number>): Promise<number> {
  if (spans === null) return work();
  return inSpan(spans.open(name, {}, null), work, (done) => done > 0);
}

async function inSpan<T>(span: OpenSpan, work: () => Promise<T>, counts: (result: T) => boolean): Promise<T> {
  try {
    const result = await current.run(span, work);
    if (counts(result)) span.end();
    return result;
  } catch (error) {
    span.fail(error);
    span.end();
    throw error;
  }
}
