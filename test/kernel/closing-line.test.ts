import { expect, test } from 'vitest'
import { closingLine, type Results } from '#test/support/closing-line.ts'

const sound: Results = {
  success: true,
  numPassedTests: 12,
  numFailedTests: 0,
  numPendingTests: 2,
  numTodoTests: 1,
  testResults: [{ status: 'passed', assertionResults: [{ status: 'passed' }] }],
}
const failedFile = { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] }

test.each([
  ['all passed', sound, '12 passed, 0 failed, 3 skipped', true],
  [
    'one failed',
    { ...sound, success: false, numFailedTests: 1, testResults: [failedFile] },
    '12 passed, 1 failed, 3 skipped',
    false,
  ],
  [
    'a file broke',
    { ...sound, success: false, testResults: [{ status: 'failed', assertionResults: [] }] },
    '12 passed, 1 failed, 3 skipped',
    false,
  ],
  ['an error outside tests', { ...sound, success: false }, '12 passed, 0 failed, 3 skipped', false],
  ['nothing ran', { ...sound, numPassedTests: 0 }, '0 passed, 0 failed, 3 skipped', false],
  ['no report', null, '0 passed, 1 failed, 0 skipped', false],
] as const)('%s', (_, results, line, allPassed) => {
  expect(closingLine(results as Results | null)).toEqual({ line, allPassed })
})
