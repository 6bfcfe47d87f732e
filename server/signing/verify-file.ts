import type { House } from '#server/kernel/house.ts'
import { verifyConfined } from './signing-task.ts'
import { insertReport, newestReport, trustedRoots, type StoredReport } from './signing.queries.ts'

/** A report about the same bytes is taken again for this long: only trust can change, not the file. */
const FRESH_MS = 60 * 60 * 1000

/**
 * The finding about a kept file, made in a confined process against the roots trusted now, and stored as evidence. A
 * finding of the last hour is answered again; `fresh` makes a new one. Never call it inside a transaction.
 */
export async function verifyFile(
  house: House,
  sha256: string,
  options: { fresh?: boolean } = {},
): Promise<StoredReport> {
  const at = house.clock.now()
  const known = options.fresh ? null : await newestReport(house.db, sha256)
  if (known && at.getTime() - known.at.getTime() < FRESH_MS) return known
  const report = await verifyConfined(house, sha256, { at, roots: await trustedRoots(house.db, at) })
  const id = await insertReport(house.db, { sha256, at, report })
  return { id, at, report }
}
