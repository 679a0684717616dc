import { MeilisearchApiError, MeilisearchRequestError, MeilisearchRequestTimeOutError } from 'meilisearch';
import { EngineUnavailable } from '../engine-unavailable.ts';

/** Answers that say nothing about the question: no permission, no patience, too many requests. */
const REFUSALS = new Set([401, 403, 408, 429]);

/**
 * Codes of tasks that fail for want of something on the server, whatever was in them; of the error reference
 * of its documentation.
 */
const SHORTAGES = new Set([
  'no_space_left_on_device',
  'database_size_limit_reached',
  'too_many_open_files',
  'io_error',
]);

/** A task that the server has accepted and not carried out. */
export class TaskFailed extends Error {
  override readonly name = 'TaskFailed';
  readonly code: string | undefined;

  constructor(what: string, code: string | undefined, message: string) {
    super(`Meilisearch ${what}: ${message}`);
    this.code = code;
  }
}

/** Whether an error says that an index or document is not there. */
export function isMissing(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'index_not_found' || code === 'document_not_found';
}

/** The error as others are to see it: EngineUnavailable when it is not about what was asked. */
export function translated(error: unknown): unknown {
  if (error instanceof MeilisearchRequestTimeOutError) return new EngineUnavailable('timeout', error);
  if (error instanceof MeilisearchRequestError) return new EngineUnavailable(networkCode(error), error);
  if (error instanceof TaskFailed && SHORTAGES.has(error.code ?? ''))
    return new EngineUnavailable(error.code!, error);
  if (isMissing(error)) return new EngineUnavailable('index_not_found', error);
  if (error instanceof MeilisearchApiError) {
    const { status } = error.response;
    if (status >= 500 || REFUSALS.has(status))
      return new EngineUnavailable(codeOf(error) ?? `${status}`, error);
  }
  return error;
}

function codeOf(error: unknown): string | undefined {
  if (error instanceof TaskFailed) return error.code;
  return error instanceof MeilisearchApiError ? error.cause?.code : undefined;
}

/** ECONNREFUSED and the like, which the client wraps more than once; a request that is given up is a timeout. */
function networkCode(error: unknown): string {
  // By their shape, since some of them are made outside of our realm when there is more than one.
  let at = error as { name?: unknown; code?: unknown; cause?: unknown } | null | undefined;
  for (; typeof at === 'object' && at !== null; at = at.cause as typeof at) {
    if (at instanceof MeilisearchRequestTimeOutError || at.name === 'TimeoutError') return 'timeout';
    if (typeof at.code === 'string') return at.code;
  }
  return 'network';
}
