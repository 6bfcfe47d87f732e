import type { Actor } from '#server/kernel/actor.ts'
import type { House } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { perform, type Work } from '#server/kernel/unit-of-work.ts'
import { appendToKept } from './append-to-kept.ts'
import type { SigningPlan } from './begin-signing.ts'
import { verifySignature } from './cms/signature-scheme.ts'
import { assembleSignature, embedSignature } from './embed-signature.ts'
import { stampSignature } from './long-term/stamp-signature.ts'
import type { PreparedSignature } from './prepare-signature.ts'
import { certificateById } from './key.queries.ts'
import {
  embeddedOn,
  lockSubject,
  markAbandoned,
  markEmbedded,
  signingForUpdate,
  type SigningRow,
} from './signing.queries.ts'
import { readCertificates } from './x509/certificate.ts'

/** A signed file as it is kept. */
export type SignedFile = { signingId: string; sha256: string; size_bytes: number }

/**
 * Puts a signature value into its prepared place and keeps the new file. A repeat answers the same file, and so does a second
 * signing by the same certificate in the same place of the same file. Refuses `signing_expired` after its time, `not_found` for
 * another post's signing, `base_changed` when another has signed meanwhile, and `signature_foreign` for a value that the
 * certificate's key did not make over these bytes.
 */
export async function completeSigning(
  ground: { house: House; actor: Actor },
  made: { signingId: string; signature: Uint8Array },
): Promise<SignedFile> {
  const timestamp = await stampSignature(ground.house, made.signature)
  const command = { key: null, intent: `complete ${made.signingId}` }
  return perform(ground.house, ground.actor, command, (work) => complete(work, { ...made, timestamp }))
}

/** A signature value, and the time-stamp over it where one could be had. */
type Made = { signingId: string; signature: Uint8Array; timestamp: Uint8Array | null }

async function complete(work: Work, made: Made): Promise<SignedFile> {
  const { signingId } = made
  const row = await signingForUpdate(work.tx, signingId)
  if (row && row.postId !== work.actor.postId) return refuse('not_found', 'not_found')
  if (row?.state === 'embedded') return { signingId, ...(await kept(work.house, row.resultSha256!)) }
  if (!row || row.state === 'abandoned' || row.expiresAt < work.at) return refuse('conflict', 'signing_expired')
  await lockSubject(work.tx, row)
  const earlier = await embeddedOn(work.tx, row)
  if (earlier) return insteadOf(work, row, earlier)
  const file = await embedded(work, row, made)
  return embed(work, row, file)
}

/** Keeps a finished file as the result of a signing, in the act's own transaction. */
export async function embed(
  work: Work,
  row: SigningRow,
  file: { sha256: string; size_bytes: number },
): Promise<SignedFile> {
  await markEmbedded(work.tx, row.id, { sha256: file.sha256, at: work.at })
  const data = { signingId: row.id, field: row.field, baseSha256: row.baseSha256, resultSha256: file.sha256 }
  work.record({ stream: `${row.subjectKind}:${row.subjectId}`, act: 'signing.embedded', data })
  return { signingId: row.id, ...file }
}

/**
 * The same file was signed in this place already: by the same certificate (a second tab, an attempt that was cut off), and then that
 * file is the answer; or by another, and then the base is no longer what it was.
 */
async function insteadOf(work: Work, row: SigningRow, earlier: SigningRow): Promise<SignedFile> {
  if (earlier.certificateId !== row.certificateId) return refuse('conflict', 'base_changed')
  await markAbandoned(work.tx, row.id)
  return { signingId: earlier.id, ...(await kept(work.house, earlier.resultSha256!)) }
}

async function kept(house: House, sha256: string) {
  return { sha256, size_bytes: (await house.blobs.sizeOf(sha256)) ?? 0 }
}

/** The new file goes to the store as it is read from it: base, then revision, never both in memory. */
async function embedded(
  work: Work,
  row: SigningRow,
  { signature, timestamp }: Made,
): Promise<{ sha256: string; size_bytes: number }> {
  const { pem, chainPem } = await certificateById(work.tx, row.certificateId)
  const certificates = readCertificates(Buffer.from(pem + chainPem))
  const prepared = preparedOf(row)
  const key = certificates[0]!.publicKey()
  if (!key || !verifySignature(prepared.scheme, key, prepared.tbs, signature))
    return refuse('invalid', 'signature_foreign')
  const cms = assembleSignature(
    prepared,
    signature,
    certificates.map(({ der }) => der),
    timestamp,
  )
  return work.house.blobs.put(appendToKept(work.house, row.baseSha256, embedSignature(prepared, cms, row.baseSha256)))
}

function preparedOf(row: SigningRow): PreparedSignature {
  return { ...(row.plan as unknown as SigningPlan), increment: Buffer.from(row.increment), tbs: Buffer.from(row.tbs) }
}
