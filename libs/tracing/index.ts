export {
  annotate,
  openSpan,
  startTracing,
  traced,
  tracedJob,
  traceId,
  type Attributes,
  type OpenSpan,
} from './tracing.ts';
