/** What we read of vitest's JSON report. */
export type Results = {
  success: boolean
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: { status: string; assertionResults: { status: string }[] }[]
}

/**
 * The last line of a run, `N passed, N failed, N skipped`. A file that broke before its tests could be counted is one failure, and
 * a run without a report is one as well: silence never passes.
 */
export function closingLine(results: Results | null): { line: string; allPassed: boolean } {
  if (results === null) return { line: '0 passed, 1 failed, 0 skipped', allPassed: false }
  const failed = results.numFailedTests + brokenFiles(results)
  const skipped = results.numPendingTests + results.numTodoTests
  const line = `${results.numPassedTests} passed, ${failed} failed, ${skipped} skipped`
  return { line, allPassed: results.success && failed === 0 && results.numPassedTests > 0 }
}

function brokenFiles({ testResults }: Results): number {
  const fails = (one: { status: string }) => one.status === 'failed'
  return testResults.filter((file) => fails(file) && !file.assertionResults.some(fails)).length
}
