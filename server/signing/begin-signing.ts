import { createHash, randomUUID } from 'node:crypto'
import type { Actor } from '#server/kernel/actor.ts'
import type { House } from '#server/kernel/house.ts'
import { perform, type Work } from '#server/kernel/unit-of-work.ts'
import type { SignatureScheme } from './cms/signature-scheme.ts'
import type { PreparedSignature, TextFill } from './prepare-signature.ts'
import { prepareConfined } from './signing-task.ts'
import { keyForSigning } from './key-for-signing.ts'
import { schemesOf } from './key-holders/schemes-of-key.ts'
import { refuseRevoked } from './refuse-revoked.ts'
import { imageOf, type CertificateRow, type Holder } from './key.queries.ts'
import { insertSigning, type NewSigning } from './signing.queries.ts'
import { readCertificates } from './x509/certificate.ts'

/** What is signed: the room that asks names its thing, which also names the journal stream. */
export type SigningSubject = { kind: 'document'; id: string }

export interface SigningWish {
  subject: SigningSubject
  /** The kept file that is signed. */
  baseSha256: string
  field: string
  signer: Holder
  fills?: TextFill[]
  alignSeal?: { field: string; diameter_mm: number }
  /** How the key holder will sign; the first scheme of the certificate's key unless told. */
  scheme?: SignatureScheme
  /** What the screen needs to go on after a reload. */
  needs?: SigningNeed[]
  /** The name of the ticket with which a local program fetches and returns the file: born with the signing or not at all. */
  ticketSha256?: string | null
}

/** What a key holder wants of the signer: something typed, or a confirmation on the own device. */
export type SigningNeed = { id: string; kind: 'pin' | 'code' | 'device'; label: string | null; sentOnRequest: boolean }

/** A signing that waits for its signature value. */
export interface BegunSigning {
  signingId: string
  tbs: Buffer
  scheme: SignatureScheme
}

/** What a stored signing needs to be finished, besides its bytes. */
export type SigningPlan = Omit<PreparedSignature, 'increment' | 'tbs'> & { needs: SigningNeed[] }

const LASTS_MS = 30 * 60 * 1000

/** A signature that is prepared and not stored yet: its row, and the certificate's serial for the journal. */
export type ReadySigning = { row: NewSigning; serial: string }

/**
 * Prepares a signature on a kept file and stores everything that embedding will need, so that the value may come
 * minutes later. Refuses what {@link keyForSigning}, {@link refuseRevoked} and preparing refuse.
 */
export async function beginSigning(ground: { house: House; actor: Actor }, wish: SigningWish): Promise<BegunSigning> {
  const ready = await readySigning(ground, wish)
  const command = { key: null, intent: `signing ${wish.subject.id} ${wish.field}` }
  const signingId = await perform(ground.house, ground.actor, command, (work) => storeSigning(work, ready))
  const { scheme } = ready.row.plan as unknown as SigningPlan
  return { signingId, tbs: Buffer.from(ready.row.tbs), scheme }
}

/** The slow half of {@link beginSigning}, outside any transaction: nothing is stored yet. `id` is what the signing will be called. */
export async function readySigning(
  ground: { house: House; actor: Actor },
  wish: SigningWish,
  id: string = randomUUID(),
): Promise<ReadySigning> {
  const { house, actor } = ground
  const key = await keyForSigning(house, wish.signer)
  await refuseRevoked(ground, key.certificate)
  const at = house.clock.now()
  const certificate = readCertificates(Buffer.from(key.certificate.pem))[0]!
  const scheme = wish.scheme ?? schemesOf(certificate.publicKey()!)[0]!
  const picture = await pictureOf(house, wish.signer)
  const { signer: _signer, subject, baseSha256, needs = [], ticketSha256 = null, ...rest } = wish
  const prepared = await prepareConfined(house, baseSha256, {
    ...rest,
    scheme,
    certificate: certificate.der,
    signedAt: at,
    signerName: key.certificate.subject,
    ...(picture ? { picture } : {}),
  })
  const of = { subject, certificate: key.certificate, actor, at, needs }
  return { row: { id, ticketSha256, ...signingRow(prepared, of) }, serial: key.certificate.serial }
}

/**
 * Stores a prepared signing. The bytes to be signed are journalled before anybody signs them; a signing that nobody finishes is swept
 * when its time is over.
 */
export async function storeSigning(work: Work, { row, serial }: ReadySigning): Promise<string> {
  const signingId = await insertSigning(work.tx, row)
  const { field, baseSha256, subjectKind, subjectId, expiresAt: runAt } = row
  const tbsSha256 = createHash('sha256').update(row.tbs).digest('hex')
  const data = { signingId, field, baseSha256, tbsSha256, serial }
  work.record({ stream: `${subjectKind}:${subjectId}`, act: 'signing.prepared', data })
  work.enqueue({ kind: 'signing.expire', payload: { signingId, agencyId: work.actor.agencyId }, runAt })
  return signingId
}

async function pictureOf(house: House, signer: Holder): Promise<Uint8Array | null> {
  const image = await imageOf(house.db, signer)
  return image ? house.blobs.bytes(image.sha256) : null
}

function signingRow(
  { increment, tbs, ...plan }: PreparedSignature,
  of: { subject: SigningSubject; certificate: CertificateRow; actor: Actor; at: Date; needs: SigningNeed[] },
) {
  return {
    subjectKind: of.subject.kind,
    subjectId: of.subject.id,
    field: plan.field,
    certificateId: of.certificate.id,
    postId: of.actor.postId,
    state: 'prepared' as const,
    baseSha256: plan.baseSha256,
    increment,
    tbs,
    plan: { ...plan, needs: of.needs } satisfies SigningPlan as Record<string, unknown>,
    createdAt: of.at,
    expiresAt: new Date(of.at.getTime() + LASTS_MS),
  }
}
