import type { House } from '#server/kernel/house.ts'
import { askAboutAll } from './long-term/ask-about-all.ts'
import { examineConfined } from './signing-task.ts'
import { insertReport, newestReport, trustedRoots, type StoredReport } from './report.queries.ts'
import type { VerificationReport } from './verify/report.ts'

/** A report about the same bytes is taken again for this long: only trust can change, not the file. */
const FRESH_MS = 60 * 60 * 1000
/** A revocation service that was silent may answer so soon. */
const OPEN_MS = 60 * 1000

/**
 * The finding about a kept file, made in a confined process against the roots trusted now, and stored as evidence. A
 * finding of the last hour is answered again, one that waits for a revocation service for a minute; `fresh` makes a new one. Never call it inside a transaction.
 */
export async function verifyFile(
  house: House,
  sha256: string,
  options: { fresh?: boolean } = {},
): Promise<StoredReport> {
  const at = house.clock.now()
  const known = options.fresh ? null : await newestReport(house.db, sha256)
  if (known && at.getTime() - known.at.getTime() < (isOpen(known) ? OPEN_MS : FRESH_MS)) return known
  const report = await examined(house, sha256, at)
  const id = await insertReport(house.db, { sha256, at, report })
  return { id, at, report }
}

const isOpen = ({ report }: StoredReport) =>
  report.signatures.some(({ subIndication }) => subIndication === 'TRY_LATER')

/** Where a certificate's revocation has to be asked, the services that may be asked are, and the file is judged again. */
async function examined(house: House, sha256: string, at: Date): Promise<VerificationReport> {
  const roots = await trustedRoots(house.db, at)
  const first = await examineConfined(house, sha256, { at, roots, evidence: { ocsps: [], crls: [] } })
  const evidence = await askAboutAll(house, first.wanted)
  if (evidence.ocsps.length + evidence.crls.length === 0) return first.report
  return (await examineConfined(house, sha256, { at, roots, evidence })).report
}
