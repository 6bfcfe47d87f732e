import { createHash, hkdfSync, randomUUID } from 'node:crypto'
import type { Actor } from '#server/kernel/actor.ts'
import type { House } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import {
  readySigning,
  type ReadySigning,
  type SigningNeed,
  type SigningPlan,
  type SigningWish,
} from './begin-signing.ts'
import { keyForSigning } from './key-for-signing.ts'
import { needsOf, openRemoteKey } from './remote-service.ts'
import { serverSecret } from './server-secret.ts'
import { certificateById, keyOf, keyStoreOf, type Holder, type KeyStoreRow } from './key.queries.ts'
import { openSigningOn, ownSigning, type SigningRow } from './signing.queries.ts'
import { readCertificates } from './x509/certificate.ts'

type Ground = { house: House; actor: Actor }

/** How an agent on the signer's computer signs: the bytes that it is given, or only whole files that it fetches and returns. */
export type AgentKey = { signs: 'bytes' | 'file' }

/** A signing that the signer goes on with, as a screen needs it; survives a reload and a restart. */
export type OpenSigning = {
  id: string
  kind: KeyStoreRow['kind']
  state: SigningRow['state']
  expiresAt: Date
  subject: string
  needs: SigningNeed[]
  agent: OpenAgent | null
}

/** What the browser hands to the service on this computer: the bytes (base64) with their hash, or a ticket for the file. */
export type OpenAgent = { url: string; hash: string; tbs: string | null; ticket: string | null }

/**
 * Prepares a signing for a key that answers later, a remote service or an agent in the browser, outside any transaction; the caller
 * stores it. Refuses as {@link readySigning} does, what the remote service refuses, and `agent_cannot_seal`.
 */
export async function readyOpenSigning(ground: Ground, wish: SigningWish): Promise<ReadySigning> {
  const { house } = ground
  const { store } = await keyForSigning(house, wish.signer)
  const id = randomUUID()
  const ticketSha256 = needsTicket(store, wish) ? ticketName(await ticketOf(house, id)) : null
  return readySigning(ground, { ...wish, ticketSha256, ...(await termsOf(house, store)) }, id)
}

/** A signing of the actor's own post, with its ticket: for the screen that prepared it. */
export async function preparedSigning({ house, actor }: Ground, signingId: string): Promise<OpenSigning> {
  const row = (await ownSigning(house.db, actor.postId, signingId)) ?? refuse('not_found', 'not_found')
  return viewOf(house, row, row.ticketSha256 ? await ticketOf(house, row.id) : null)
}

/** The scheme and the needs of a key that is not here. */
async function termsOf(house: House, store: KeyStoreRow): Promise<Pick<SigningWish, 'scheme' | 'needs'>> {
  if (store.kind === 'agent') return agentTerms(house, store)
  if (store.kind !== 'remote') return { needs: [{ id: 'PIN', kind: 'pin', label: null, sentOnRequest: false }] }
  const { info, schemes } = await openRemoteKey(house, store)
  return { scheme: schemes[0] ?? refuse('conflict', 'key_missing'), needs: needsOf(info) }
}

/** Tools of this kind sign RSA with PKCS#1 v1.5 only. */
async function agentTerms(house: House, store: KeyStoreRow): Promise<Pick<SigningWish, 'scheme'>> {
  const { pem } = await certificateById(house.db, store.certificateId)
  const [own] = readCertificates(Buffer.from(pem))
  return own!.publicKey()?.asymmetricKeyType === 'rsa' ? { scheme: { kind: 'rsa-pkcs1', hash: 'sha256' } } : {}
}

function needsTicket(store: KeyStoreRow, wish: SigningWish): boolean {
  if (store.kind !== 'agent' || (store.parameters as AgentKey).signs !== 'file') return false
  return wish.fills ? refuse('conflict', 'agent_cannot_seal') : true
}

/** 256 bits that only this house can make again for this signing, so that a repeat is told the same and no row holds them. */
async function ticketOf(house: House, signingId: string): Promise<string> {
  const secret = await serverSecret(house.config.dataDir)
  return Buffer.from(hkdfSync('sha256', secret, signingId, 'ticket of a signing', 32)).toString('base64url')
}

/** The name under which a ticket is kept: who reads the table cannot use it. */
export function ticketName(ticket: string): string {
  return createHash('sha256').update(ticket).digest('hex')
}

/** A stored signing as the screen sees it. A ticket is told only to who prepared it; without it a screen prepares anew. */
export async function viewOf(house: House, row: SigningRow, ticket: string | null = null): Promise<OpenSigning> {
  const { subject } = await certificateById(house.db, row.certificateId)
  const store = await keyStoreOf(house.db, row.certificateId)
  const { needs, scheme } = row.plan as unknown as SigningPlan
  const url = store.kind === 'agent' ? house.config.signingAgentUrl : undefined
  const tbs = row.ticketSha256 ? null : Buffer.from(row.tbs).toString('base64')
  const { id, state, expiresAt } = row
  return {
    ...{ id, kind: store.kind, state, expiresAt, subject, needs },
    agent: url ? { url, hash: scheme.hash, tbs, ticket } : null,
  }
}

/** The unfinished signing of the actor's post in this place, or null: where a screen goes on after a reload. */
export async function unfinishedSigning(
  { house, actor }: Ground,
  wish: Pick<SigningWish, 'subject' | 'baseSha256' | 'field'>,
): Promise<OpenSigning | null> {
  const place = { subjectKind: wish.subject.kind, subjectId: wish.subject.id, field: wish.field }
  const asked = { ...place, baseSha256: wish.baseSha256, postId: actor.postId }
  const row = await openSigningOn(house.db, asked, house.clock.now())
  return row && viewOf(house, row)
}

/** How a holder signs, for the dialog that asks for it; null without a usable certificate. */
export async function keyKindOf(house: House, signer: Holder): Promise<KeyStoreRow['kind'] | null> {
  return (await keyOf(house.db, signer, house.clock.now()))?.store.kind ?? null
}
