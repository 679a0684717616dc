/**
 * What is told of a span. Names from the schema, of routes, tables and jobs: never what callers write or read,
 * no variables, words that are searched, content, tokens or addresses, and of errors the kind only.
 */
export type Attributes = Record<string, string | number | string[]>;

/** Something that takes time, and has begun. */
export interface OpenSpan {
  readonly traceId: string;
  rename(name: string): void;
  add(attributes: Attributes): void;
  fail(error: unknown): void;
  end(): void;
}

/** Who sent a request: the trace that it belongs to, if it says so. */
export interface Caller {
  traceparent: string | null;
}

/** Who begins spans and sends them away. */
export interface Spans {
  /** What is below a span of ours, or comes from a caller, who may name a trace in `traceparent`; null begins one. */
  open(name: string, attributes: Attributes, parent: OpenSpan | Caller | null): OpenSpan;
  /** Sends what is left. */
  stop(): Promise<void>;
}
