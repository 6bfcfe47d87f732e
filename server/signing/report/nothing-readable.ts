import type { PdfProblemCode } from '../pdf/pdf-problem.ts'
import { explainReport, type ExplainedReport } from './explain-report.ts'

/** The finding about a file that could not be looked into at all, such as one beyond the limits of the confined process. */
export function nothingReadable(code: PdfProblemCode, at = ''): ExplainedReport {
  return explainReport({ overall: 'unreadable', at, signatures: [], problems: [{ code, detail: '' }] }, 1)
}
