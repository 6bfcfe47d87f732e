import type { Actor } from '#server/kernel/actor.ts'
import type { House } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import type { SigningPlan, SigningSubject } from './begin-signing.ts'
import { acceptReturnedFile } from './accept-returned-file.ts'
import { completeSigning, type SignedFile } from './complete-signing.ts'
import type { Authorization } from './key-holders/csc-client.ts'
import type { RemoteHolder } from './key-holders/remote-holder.ts'
import { openKey } from './open-key.ts'
import { openRemoteKey, remoteClient, type RemoteKey } from './remote-service.ts'
import { keyStoreOf, type KeyStoreRow } from './key.queries.ts'
import { claimCode, noteSigning, ownSigning, type SigningRow } from './signing.queries.ts'
import { verifyFile } from './verify-file.ts'

type Ground = { house: House; actor: Actor }

/** What the signer or the agent gave; nothing is needed to ask again whether a device has confirmed. */
export type SigningAnswer = { pin?: string | undefined; code?: string | undefined; signature?: Uint8Array | undefined }

/** Which signing, and of what: an id alone opens nothing. */
export type SigningAt = { signingId: string; subject: SigningSubject; field: string; baseSha256: string }

/** Where a signing stands after an answer. */
export type SigningProgress = { state: 'waiting' } | ({ state: 'embedded' } & SignedFile)

/**
 * Goes on with a signing that lasts over several requests, from wherever it stands: gets the signature value, keeps it, embeds it,
 * verifies the file. Each step is committed before the next, so that after a crash the next call goes on from there without a second
 * PIN or code. Runs outside any transaction. Refuses `not_found` for another post's signing and one of another thing, `base_changed`, `signing_expired`, `signature_foreign`,
 * `returned_file_foreign`, and what the key holder refuses.
 */
export async function finishSigning(ground: Ground, at: SigningAt, answer: SigningAnswer): Promise<SigningProgress> {
  const { house } = ground
  const { signingId } = at
  const row = await signingAt(ground, at)
  const isOver = row.state === 'abandoned' || (row.state !== 'embedded' && row.expiresAt < house.clock.now())
  if (isOver) return refuse('conflict', 'signing_expired')
  if (row.ticketSha256) return finished(house, await acceptReturnedFile(ground, row))
  const signature = row.signature ?? (row.state === 'embedded' ? Buffer.alloc(0) : await valueFor(house, row, answer))
  if (signature === 'waiting') return { state: 'waiting' }
  return finished(house, await completeSigning(ground, { signingId, signature }))
}

async function signingAt({ house, actor }: Ground, { signingId, subject, field, baseSha256 }: SigningAt) {
  const row = (await ownSigning(house.db, actor.postId, signingId)) ?? refuse('not_found', 'not_found')
  if (row.subjectKind !== subject.kind || row.subjectId !== subject.id || row.field !== field)
    return refuse('not_found', 'not_found')
  return row.baseSha256 === baseSha256 ? row : refuse('conflict', 'base_changed')
}

/** The finding is stored as evidence of what was made. */
async function finished(house: House, file: SignedFile): Promise<SigningProgress> {
  await verifyFile(house, file.sha256)
  return { state: 'embedded', ...file }
}

/** The value, kept from here on; an agent's is checked by `completeSigning` before anything is made of it. */
async function valueFor(house: House, row: SigningRow, answer: SigningAnswer): Promise<Uint8Array | 'waiting'> {
  const store = await keyStoreOf(house.db, row.certificateId)
  if (store.kind === 'agent') return answer.signature ?? refuse('invalid', 'signature_foreign')
  const value = await (store.kind === 'remote'
    ? remoteValue(house, { row, store }, answer)
    : pinValue(house, { row, store }, answer))
  if (value !== 'waiting')
    await noteSigning(house.db, row.id, { state: 'signed', signature: value, remoteHandle: null })
  return value
}

type Signing = { row: SigningRow; store: KeyStoreRow }

async function pinValue(house: House, { row, store }: Signing, { pin }: SigningAnswer): Promise<Uint8Array> {
  const key = await openKey(house, store, pin ?? refuse('invalid', 'key_unusable'))
  try {
    return (await key.sign([row.tbs], schemeOf(row)))[0]!
  } finally {
    await key.close()
  }
}

/** A handle that the service gave is kept, so that neither reload nor restart asks the signer a second time. */
async function remoteValue(
  house: House,
  { row, store }: Signing,
  answer: SigningAnswer,
): Promise<Uint8Array | 'waiting'> {
  const holder = await openRemoteKey(house, store, answer)
  const granted = await authorization(holder, row)
  if (!('SAD' in granted)) {
    await noteSigning(house.db, row.id, { remoteHandle: granted.handle })
    return 'waiting'
  }
  return (await holder.signWith(granted.SAD, [row.tbs], schemeOf(row)))[0]!
}

function authorization(holder: RemoteHolder, row: SigningRow): Promise<Authorization> {
  return row.remoteHandle ? holder.check(row.remoteHandle) : holder.authorize([row.tbs], schemeOf(row))
}

const schemeOf = (row: SigningRow) => (row.plan as unknown as SigningPlan).scheme

/** Twice within this time is one person's one wish: a second code would only spoil the first. */
const CODE_MS = 10_000

/**
 * The remote service sends its one-time code to the signer; asked again within ten seconds, or twice at once, it sends none more. Refuses
 * `not_found` for another post's signing, and what the service refuses: then the next try may come at once.
 */
export async function sendCode(ground: Ground, at: SigningAt): Promise<void> {
  const { house } = ground
  const row = await signingAt(ground, at)
  const need = (row.plan as unknown as SigningPlan).needs.find(({ sentOnRequest }) => sentOnRequest)
  const now = house.clock.now()
  if (row.state !== 'prepared' || row.expiresAt < now || !need) return refuse('conflict', 'signing_expired')
  if (!(await claimCode(house.db, row.id, { at: now, before: new Date(now.getTime() - CODE_MS) }))) return
  const store = await keyStoreOf(house.db, row.certificateId)
  try {
    await remoteClient(house).sendCode((store.parameters as RemoteKey).credentialID, need.id)
  } catch (error) {
    await noteSigning(house.db, row.id, { codeSentAt: row.codeSentAt })
    throw error
  }
}
