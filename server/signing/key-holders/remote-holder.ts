import { createHash } from 'node:crypto'
import { refuse } from '#server/kernel/refusal.ts'
import { OID } from '../asn1/oids.ts'
import { need, readDer } from '../asn1/read-der.ts'
import { schemeIdentifier, type SignatureScheme } from '../cms/signature-scheme.ts'
import { parseCertificate } from '../x509/certificate.ts'
import { chainFrom } from './certificate-chain.ts'
import type { AuthData, Authorization, CredentialInfo, CscClient } from './csc-client.ts'
import type { KeyHolder } from './key-holder.ts'
import { schemesOf } from './schemes-of-key.ts'

/** What the signer gave: a PIN, a one-time code; what is confirmed on a device needs nothing. */
export type RemoteProof = { pin?: string | undefined; code?: string | undefined }

/** Waits between two questions whether the signer has confirmed on the device, and for how long in all. */
export type Patience = { every_ms: number; most_ms: number }

const PATIENCE: Patience = { every_ms: 2000, most_ms: 4 * 60_000 }

/** A remote signing service as a holder, and the two halves of its `sign` for a signing that lasts over several requests. */
export type RemoteHolder = KeyHolder & {
  info: CredentialInfo
  /** Binds the texts to an authorisation; its answer may be a handle, to be asked again with `check`. */
  authorize(tbs: readonly Uint8Array[], scheme: SignatureScheme): Promise<Authorization>
  check(handle: string): Promise<Authorization>
  signWith(SAD: string, tbs: readonly Uint8Array[], scheme: SignatureScheme): Promise<Buffer[]>
}

/**
 * Opens a key at a remote signing service (CSC API v2). Each `sign` is one authorisation over all its hashes, so one code serves as
 * many documents as the service allows at once. Refuses `key_unusable` (wrong PIN or code), `key_locked`, `key_missing` (the
 * service calls the key disabled, or its certificate revoked, suspended or expired), `too_many_at_once`, `authorization_expired`,
 * `signing_service_down`, `signing_service_closed`, `signing_service_refused`, `device_not_confirmed`.
 */
export async function openRemote(
  client: CscClient,
  credentialID: string,
  proof: RemoteProof,
  patience = PATIENCE,
): Promise<RemoteHolder> {
  const info = await client.credential(credentialID)
  assertUsable(info)
  const chain = chainOf(info)
  const schemes = schemesOf(chain[0]!.publicKey()!).filter((scheme) => signAlgoOf(scheme, info) !== null)
  let open = true
  const holder: Omit<RemoteHolder, keyof KeyHolder> = {
    info,
    authorize: (tbs, scheme) => client.authorize(hashesOf(credentialID, tbs, scheme, info), authDataOf(info, proof)),
    check: (handle) => client.authorizeCheck(handle),
    signWith: (SAD, tbs, scheme) =>
      signHashes(client, info, { SAD, ...hashesOf(credentialID, tbs, scheme, info) }, scheme),
  }
  return {
    ...holder,
    certificates: chain.map(({ der }) => der),
    schemes,
    async sign(tbs, scheme) {
      if (!open) return refuse('unavailable', 'key_gone')
      const { SAD } = await confirmed(holder, await holder.authorize(tbs, scheme), patience)
      return holder.signWith(SAD, tbs, scheme)
    },
    close: () => Promise.resolve(void (open = false)),
  }
}

function assertUsable({ key, cert, auth }: CredentialInfo): void {
  if (key.status !== 'enabled' || (cert.status && cert.status !== 'valid')) refuse('conflict', 'key_missing')
  if (auth.mode !== 'explicit') refuse('unavailable', 'signing_service_refused', { error: auth.mode, description: '' })
}

function chainOf({ cert }: CredentialInfo) {
  const [own, ...rest] = cert.certificates.map((text) => parseCertificate(Buffer.from(text, 'base64')))
  if (!own!.publicKey()) refuse('conflict', 'key_missing')
  return chainFrom(own!, rest)
}

function hashesOf(credentialID: string, tbs: readonly Uint8Array[], { hash }: SignatureScheme, info: CredentialInfo) {
  if (tbs.length > info.multisign) refuse('invalid', 'too_many_at_once', { most: info.multisign })
  const hashes = tbs.map((text) => createHash(hash).update(text).digest('base64'))
  return { credentialID, hashes, hashAlgorithmOID: OID[hash] }
}

/** One answer for each thing that the service wants; a `Password` that a generator makes is a code, any other the PIN. */
function authDataOf({ auth }: CredentialInfo, { pin, code }: RemoteProof): AuthData[] {
  return auth.objects.map(({ type, id, generator }) => {
    if (type.endsWith('OOB')) return { id }
    const value = type === 'ChallengeResponse' || generator ? code : pin
    return value === undefined ? refuse('invalid', 'key_unusable') : { id, value }
  })
}

async function confirmed(
  holder: Pick<RemoteHolder, 'check'>,
  first: Authorization,
  { every_ms, most_ms }: Patience,
): Promise<{ SAD: string }> {
  const until = performance.now() + most_ms
  for (let found = first; ;) {
    if ('SAD' in found) return found
    if (performance.now() > until) return refuse('conflict', 'device_not_confirmed')
    await new Promise((resolve) => setTimeout(resolve, every_ms))
    found = await holder.check(found.handle)
  }
}

const RSA = OID.rsaEncryption

/** The signature algorithm as the service names it; null when it does not offer it. */
function signAlgoOf(
  scheme: SignatureScheme,
  { key }: CredentialInfo,
): { signAlgo: string; signAlgoParams?: string } | null {
  const [id, params] = readDer(schemeIdentifier(scheme)).children()
  const signAlgo = need(id, 'the algorithm').oid()
  if (scheme.kind === 'rsa-pss')
    return key.algo.includes(signAlgo) ? { signAlgo, signAlgoParams: need(params, 'PSS').raw.toString('base64') } : null
  if (key.algo.includes(signAlgo)) return { signAlgo }
  return scheme.kind === 'rsa-pkcs1' && key.algo.includes(RSA) ? { signAlgo: RSA } : null
}

async function signHashes(
  client: CscClient,
  info: CredentialInfo,
  asked: { SAD: string; credentialID: string; hashes: string[]; hashAlgorithmOID: string },
  scheme: SignatureScheme,
): Promise<Buffer[]> {
  const algorithm = signAlgoOf(scheme, info) ?? refuse('conflict', 'key_missing')
  const signatures = await client.signHash({ ...asked, ...algorithm })
  if (signatures.length !== asked.hashes.length) refuse('unavailable', 'signing_service_down', { status: 200 })
  return signatures.map((text) => Buffer.from(text, 'base64'))
}
