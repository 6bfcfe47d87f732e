import type { Actor } from '#server/kernel/actor.ts'
import type { House } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { countTry, type ThrottleRule } from '#server/kernel/throttle.ts'
import { explainReport, explainStored, openFinding, verifyFile } from '#server/signing/door.ts'
import { arrivalVerificationFor } from './arrival-verification.queries.ts'
import { arrivalVisibleTo } from './arrival.queries.ts'
import { networkOf } from './check-signatures.ts'
import type { FindingSheet } from './compose/compose-finding.ts'
import { documentVisibleTo, fileNameOf } from './document.queries.ts'

/** A printable finding and what its file is called. */
export interface PrintedFinding {
  bytes: Uint8Array
  name: string
}

const printRule: ThrottleRule = { free: 60, first_ms: 1_000, longest_ms: 60_000, forget_ms: 10 * 60_000 }

/**
 * The finding of {@link checkSignatures} on paper, from what the caller kept of it; the file itself is not needed again. Refuses
 * `finding_unknown` and `too_many_tries`.
 */
export async function printCheckedFinding(
  house: House,
  address: string,
  { name, sealed }: { name: string; sealed: string },
): Promise<PrintedFinding> {
  await countTry(house, `print:address:${networkOf(address)}`, printRule)
  const { report, roots, sha256, size_bytes } = await openFinding(house, sealed)
  return printed({ found: explainReport(report, roots), file: { name, sha256, size_bytes } })
}

/**
 * The finding about an arrival's file on paper: the one that was kept when it came, else one made now. Refuses `not_found`, and
 * `file_too_heavy` for what cannot be looked into.
 */
export async function printArrivalFinding(house: House, actor: Actor, id: string): Promise<PrintedFinding> {
  const { code, fileSha256 } = await arrivalVisibleTo(house.db, actor, id)
  const { found } = await arrivalVerificationFor(house.db, actor, id)
  return printed({
    found: found ?? (await explainStored(house.db, await verifyFile(house, fileSha256))),
    file: await kept(house, fileNameOf(code), fileSha256),
  })
}

/** The finding about an outgoing document's file as it stands now, on paper. Refuses `not_found`, also before there is a file. */
export async function printDocumentFinding(house: House, actor: Actor, id: string): Promise<PrintedFinding> {
  const { code, symbol, fileSha256 } = await documentVisibleTo(house.db, actor, id)
  if (fileSha256 === null) return refuse('not_found', 'not_found')
  return printed({
    found: await explainStored(house.db, await verifyFile(house, fileSha256)),
    file: await kept(house, fileNameOf(code ?? `du-thao-${symbol}`), fileSha256),
  })
}

async function kept(house: House, name: string, sha256: string): Promise<FindingSheet['file']> {
  return { name, sha256, size_bytes: await house.blobs.sizeOf(sha256) }
}

async function printed(sheet: FindingSheet): Promise<PrintedFinding> {
  // Loaded with the first of them, as in `document-sheet.ts`.
  const { composeFinding } = await import('./compose/compose-finding.ts')
  const bytes = await composeFinding(sheet)
  return { bytes, name: `ket-qua-kiem-tra-${sheet.file.name.replace(/\.pdf$/i, '')}.pdf` }
}
