/**
 * Ends a run with one line that a machine can read: `12 passed, 0 failed`, and `, 3 skipped` if any were.
 * A file that could not run at all counts as one failure.
 */
export default class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const more = skipped > 0 ? `, ${skipped} skipped` : '';
    // Jest's own summary comes after every other reporter; only the end of the process comes after that.
    process.once('exit', () => {
      process.stdout.write(`${results.numPassedTests} passed, ${failed} failed${more}\n`);
    });
  }
}
