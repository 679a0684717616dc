/**
 * PostgreSQL's codes for a server that is stopping, stopped or starting, or has no connection left (appendix
 * "Error Codes" of its manual: classes 08, 53300, 57P01 to 57P03), and the system's for one that is not there.
 */
const CODES =
  /^(08\w{3}|53300|57P0[123]|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
/** What pg says of a connection that was lost; these errors have no code. */
const LOST =
  /Connection terminated|Client (has encountered a connection error|was closed)|timeout exceeded when trying to connect/;
/** What TypeORM says to whoever goes on with a connection that it has given up. */
const GIVEN_UP = new Set<unknown>([
  'QueryRunnerAlreadyReleasedError',
  'QueryRunnerProviderAlreadyReleasedError',
  'TransactionNotStartedError',
]);

/**
 * Whether an error says that the database cannot be reached at present. It says nothing of what was asked:
 * if that was a COMMIT, it may have been carried out.
 */
export function isDatabaseAway(error: unknown): boolean {
  const { code, name, message } = (error ?? {}) as { code?: unknown; name?: unknown; message?: unknown };
  if (typeof code === 'string' && CODES.test(code)) return true;
  if (GIVEN_UP.has(name)) return true;
  return typeof message === 'string' && LOST.test(message);
}
