import type { Actor } from '#server/kernel/actor.ts'
import type { House } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { perform } from '#server/kernel/unit-of-work.ts'
import { embed, type SignedFile } from './complete-signing.ts'
import { certificateById, type CertificateRow } from './key.queries.ts'
import { embeddedOn, lockSubject, signingForUpdate, type SigningRow } from './signing.queries.ts'
import { verifyFile } from './verify-file.ts'
import type { SignatureReport } from './verify/report.ts'

/**
 * Takes the whole file that a local signing program returned, if it is our base with one increment: one more signature, in the
 * prepared field, valid, over the whole file, by the registered certificate, with nothing forbidden in between. Refuses
 * `signing_waits_for_file` before it came and `returned_file_foreign` for any other file, of which nothing is kept as a result.
 */
export async function acceptReturnedFile(ground: { house: House; actor: Actor }, row: SigningRow): Promise<SignedFile> {
  const { house, actor } = ground
  const sha256 = row.returnedSha256 ?? refuse('conflict', 'signing_waits_for_file')
  const returned = await house.blobs.bytes(sha256)
  if (!(await continues(house, row, returned))) return refuse('invalid', 'returned_file_foreign')
  await assertOneSignatureMore(house, row, sha256)
  return perform(house, actor, { key: null, intent: `accept ${row.id}` }, async (work) => {
    const now = await signingForUpdate(work.tx, row.id)
    const file = { sha256, size_bytes: returned.length }
    if (now?.state === 'embedded') return { signingId: row.id, ...file }
    await lockSubject(work.tx, row)
    if (now?.state !== 'prepared' || (await embeddedOn(work.tx, row))) return refuse('conflict', 'base_changed')
    return embed(work, row, file)
  })
}

/** Begins with the base, byte for byte, and goes on behind it. */
async function continues(house: House, row: SigningRow, returned: Uint8Array): Promise<boolean> {
  const base = await house.blobs.bytes(row.baseSha256)
  return returned.length > base.length && Buffer.from(base).equals(returned.subarray(0, base.length))
}

async function assertOneSignatureMore(house: House, row: SigningRow, sha256: string): Promise<void> {
  const [before, after] = [await verifyFile(house, row.baseSha256), await verifyFile(house, sha256)]
  const made = after.report.signatures.find(({ field }) => field === row.field)
  const others = after.report.signatures.filter(({ field }) => field !== row.field)
  const certificate = await certificateById(house.db, row.certificateId)
  const isOurs = made !== undefined && isSoundBy(made, certificate)
  const kept = others.every(
    ({ indication, changesAfter }) => indication !== 'TOTAL-FAILED' && changesAfter !== 'forbidden',
  )
  if (!isOurs || !kept || others.length !== before.report.signatures.length) refuse('invalid', 'returned_file_foreign')
}

/** Revocation that cannot be asked leaves it undetermined, which is no fault of the file. */
function isSoundBy(made: SignatureReport, { serial, subject }: CertificateRow): boolean {
  const whole = made.coversWholeFile && made.changesAfter === 'none'
  const sound = made.intact && made.trusted && made.indication !== 'TOTAL-FAILED'
  return sound && whole && made.certificate?.serial === serial && made.certificate.subject === subject
}
