import type { Tx } from '#server/kernel/house.ts'
import { trustedRoots, type StoredReport } from '../report.queries.ts'
import { explainReport, type ExplainedReport } from './explain-report.ts'

/** {@link explainReport} of a kept finding, with the roots that were trusted when it was made. */
export async function explainStored(tx: Tx, { at, report }: StoredReport): Promise<ExplainedReport> {
  const roots = await trustedRoots(tx, at)
  return explainReport(report, roots.length)
}
