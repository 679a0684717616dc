export { type Attributes, type OpenSpan } from './spans.ts';
export { annotate, openSpan, startTracing, traced, tracedJob, traceId } from './tracing.ts';
