import {
  isSpanContextValid,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Caller, OpenSpan, Spans } from './spans.ts';

/** https://www.w3.org/TR/trace-context-1/#traceparent-header, of version 00 or a later one that begins so. */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-|$)/;

/** Spans that go to an OTLP/HTTP endpoint, as JSON, in batches. Those that cannot be delivered are dropped. */
export function otlpSpans(endpoint: string): Spans {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'precedent' }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  const tracer = provider.getTracer('precedent');
  const contexts = new WeakMap<OpenSpan, Context>();
  return {
    open(name, attributes, parent) {
      const [kind, above] = placeOf(parent, contexts);
      const span = tracer.startSpan(name, { attributes, kind }, above);
      const opened: OpenSpan = {
        traceId: span.spanContext().traceId,
        rename: (to) => void span.updateName(to),
        add: (more) => void span.setAttributes(more),
        fail: (error) => {
          span.setAttribute('error.type', error instanceof Error ? error.name : typeof error);
          span.setStatus({ code: SpanStatusCode.ERROR });
        },
        end: () => span.end(),
      };
      contexts.set(opened, trace.setSpan(ROOT_CONTEXT, span));
      return opened;
    },
    // An endpoint that is away must not keep the process from ending.
    stop: () => provider.shutdown().catch(() => undefined),
  };
}

function placeOf(
  parent: OpenSpan | Caller | null,
  contexts: WeakMap<OpenSpan, Context>,
): [kind: SpanKind, above: Context] {
  if (parent === null) return [SpanKind.INTERNAL, ROOT_CONTEXT];
  if ('traceparent' in parent) return [SpanKind.SERVER, remote(parent.traceparent)];
  return [SpanKind.CLIENT, contexts.get(parent) ?? ROOT_CONTEXT];
}

/** The span of whoever called us; nothing when what they say is none. */
function remote(traceparent: string | null): Context {
  const [, traceId = '', spanId = '', flags = ''] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  const above = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
  return isSpanContextValid(above) ? trace.setSpanContext(ROOT_CONTEXT, above) : ROOT_CONTEXT;
}
