import { constants, sign, verify, type KeyObject } from 'node:crypto'
import { DerProblem } from '../asn1/der-problem.ts'
import { OID } from '../asn1/oids.ts'
import type { DerNode } from '../asn1/read-der.ts'
import { integer, nullValue, oid, sequence, tagged } from '../asn1/write-der.ts'

export type Hash = 'md5' | 'sha1' | 'sha256' | 'sha384' | 'sha512'

/** How a signature value is made: the arithmetic, its hash and, for PSS, its salt. */
export type SignatureScheme =
  | { kind: 'rsa-pkcs1' | 'ecdsa' | 'dsa'; hash: Hash }
  | { kind: 'rsa-pss'; hash: Hash; salt_bytes: number }
  | { kind: 'ed25519'; hash: 'sha512' }

const HASH_BY_OID: Record<string, Hash> = {
  [OID.md5]: 'md5',
  [OID.sha1]: 'sha1',
  [OID.sha256]: 'sha256',
  [OID.sha384]: 'sha384',
  [OID.sha512]: 'sha512',
}

const FIXED: Record<string, SignatureScheme> = {
  [OID.md5WithRsa]: { kind: 'rsa-pkcs1', hash: 'md5' },
  [OID.sha1WithRsa]: { kind: 'rsa-pkcs1', hash: 'sha1' },
  [OID.sha256WithRsa]: { kind: 'rsa-pkcs1', hash: 'sha256' },
  [OID.sha384WithRsa]: { kind: 'rsa-pkcs1', hash: 'sha384' },
  [OID.sha512WithRsa]: { kind: 'rsa-pkcs1', hash: 'sha512' },
  [OID.ecdsaWithSha1]: { kind: 'ecdsa', hash: 'sha1' },
  [OID.ecdsaWithSha256]: { kind: 'ecdsa', hash: 'sha256' },
  [OID.ecdsaWithSha384]: { kind: 'ecdsa', hash: 'sha384' },
  [OID.ecdsaWithSha512]: { kind: 'ecdsa', hash: 'sha512' },
  [OID.dsaWithSha1]: { kind: 'dsa', hash: 'sha1' },
  [OID.ed25519]: { kind: 'ed25519', hash: 'sha512' },
}

/** The hash of a digest AlgorithmIdentifier, or null when it is none we know. */
export function hashOf(algorithm: DerNode): Hash | null {
  return HASH_BY_OID[algorithm.children()[0]?.oid() ?? ''] ?? null
}

/** `SEQUENCE { hash }`: parameters absent, as RFC 5754 wants. */
export function hashIdentifier(hash: Hash): Buffer {
  return sequence(oid(OID[hash]))
}

/**
 * The scheme of a signature AlgorithmIdentifier; null when it is unknown or its parts contradict one another.
 * `digest` completes a plain `rsaEncryption`, which CMS allows.
 */
export function schemeOf(algorithm: DerNode, digest: Hash | null = null): SignatureScheme | null {
  const [id, params] = algorithm.children()
  const dotted = id?.oid() ?? ''
  if (dotted === OID.rsaPss) return pssScheme(params)
  if (dotted === OID.rsaEncryption) return digest ? { kind: 'rsa-pkcs1', hash: digest } : null
  return FIXED[dotted] ?? null
}

/** RSASSA-PSS-params (RFC 4055): the mask hash must be the hash and the trailer 1; defaults are SHA-1 and 20. */
function pssScheme(params: DerNode | undefined): SignatureScheme | null {
  if (!params) return null
  const parts = new Map(
    params
      .expect(0x30)
      .children()
      .map((part) => [part.tag & 0x1f, part.children()[0]]),
  )
  const number = (tag: number, fallback: number) => parts.get(tag)?.integer() ?? fallback
  const hashPart = parts.get(0)
  const hash = hashPart ? hashOf(hashPart) : 'sha1'
  const agrees = maskHash(parts.get(1)) === hash && number(3, 1) === 1
  return hash && agrees ? { kind: 'rsa-pss', hash, salt_bytes: number(2, 20) } : null
}

function maskHash(mask: DerNode | undefined): Hash | null {
  if (!mask) return 'sha1'
  const [id, hash] = mask.children()
  return id?.oid() === OID.mgf1 && hash ? hashOf(hash) : null
}

/** The AlgorithmIdentifier that names a scheme in a SignerInfo or certificate. */
export function schemeIdentifier(scheme: SignatureScheme): Buffer {
  if (scheme.kind === 'ed25519') return sequence(oid(OID.ed25519))
  if (scheme.kind === 'rsa-pss') return pssIdentifier(scheme.hash, scheme.salt_bytes)
  const found = Object.entries(FIXED).find(([, fixed]) => fixed.kind === scheme.kind && fixed.hash === scheme.hash)
  if (!found) throw new DerProblem(`no identifier for ${scheme.kind} with ${scheme.hash}`)
  return scheme.kind === 'rsa-pkcs1' ? sequence(oid(found[0]), nullValue()) : sequence(oid(found[0]))
}

function pssIdentifier(hash: Hash, salt_bytes: number): Buffer {
  const hashId = sequence(oid(OID[hash]), nullValue())
  const mgf = sequence(oid(OID.mgf1), hashId)
  return sequence(oid(OID.rsaPss), sequence(tagged(0, hashId), tagged(1, mgf), tagged(2, integer(salt_bytes))))
}

const KEY_TYPES: Record<SignatureScheme['kind'], string[]> = {
  'rsa-pkcs1': ['rsa'],
  'rsa-pss': ['rsa', 'rsa-pss'],
  ecdsa: ['ec'],
  dsa: ['dsa'],
  ed25519: ['ed25519'],
}

/** True when the key can have made a signature of this scheme at all. */
export function keyFits(scheme: SignatureScheme, key: KeyObject): boolean {
  return KEY_TYPES[scheme.kind].includes(key.asymmetricKeyType ?? '')
}

function keyOptions(scheme: SignatureScheme, key: KeyObject) {
  if (scheme.kind === 'rsa-pss') return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: scheme.salt_bytes }
  return scheme.kind === 'rsa-pkcs1' ? { key, padding: constants.RSA_PKCS1_PADDING } : { key }
}

const nodeHash = (scheme: SignatureScheme) => (scheme.kind === 'ed25519' ? null : scheme.hash)

/** True when `signature` over `data` was made by the key's private half. False for any mismatch, never throws. */
export function verifySignature(
  scheme: SignatureScheme,
  key: KeyObject,
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  try {
    return keyFits(scheme, key) && verify(nodeHash(scheme), data, keyOptions(scheme, key), signature)
  } catch {
    return false
  }
}

/** The signature value over `data`; ECDSA as DER. Only ever called where a plain private key may be. */
export function signWithScheme(scheme: SignatureScheme, key: KeyObject, data: Uint8Array): Buffer {
  return sign(nodeHash(scheme), data, keyOptions(scheme, key))
}

/** A short name for reports, such as `RSA-PSS`. */
export function schemeName(scheme: SignatureScheme): string {
  const names = { 'rsa-pkcs1': 'RSA', 'rsa-pss': 'RSA-PSS', ecdsa: 'ECDSA', dsa: 'DSA', ed25519: 'Ed25519' }
  return names[scheme.kind]
}
