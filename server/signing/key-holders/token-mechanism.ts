import { createHash } from 'node:crypto'
import { integer, nullValue, octetString, oid, sequence } from '../asn1/write-der.ts'
import { OID } from '../asn1/oids.ts'
import type { Hash, SignatureScheme } from '../cms/signature-scheme.ts'
import type { Mechanism } from './token-module.ts'

type TokenHash = Extract<Hash, 'sha256' | 'sha384' | 'sha512'>

/** Per hash: CKM_x, CKM_x_RSA_PKCS, CKM_x_RSA_PKCS_PSS, CKG_MGF1_x of PKCS#11 2.40. */
const NUMBERS: Record<TokenHash, { hash: number; pkcs1: number; pss: number; mgf: number }> = {
  sha256: { hash: 0x250, pkcs1: 0x40, pss: 0x43, mgf: 2 },
  sha384: { hash: 0x260, pkcs1: 0x41, pss: 0x44, mgf: 3 },
  sha512: { hash: 0x270, pkcs1: 0x42, pss: 0x45, mgf: 4 },
}
const RAW_PKCS1 = 0x1
const RAW_PSS = 0xd
const RAW_ECDSA = 0x1041
/** CK_PARAMS_RSA_PSS of the binding. */
const PSS_PARAMETERS = 5

/** How a token is asked for one signature: the mechanism, and what it gets of the text. */
export type TokenCall = { mechanism: Mechanism; input(tbs: Uint8Array): Buffer; output(value: Buffer): Buffer }

const asItIs = (value: Buffer) => value

/**
 * The call for a scheme, out of what the token can do; null where it cannot. Mechanisms that hash on the token come first, since
 * some devices forbid the raw ones; ECDSA is always given the hash and answers r‖s, which becomes DER.
 */
export function tokenCall(scheme: SignatureScheme, offered: readonly number[]): TokenCall | null {
  if (!(scheme.hash in NUMBERS)) return null
  const hash = scheme.hash as TokenHash
  const digest = (tbs: Uint8Array) => createHash(hash).update(tbs).digest()
  if (scheme.kind === 'ecdsa') {
    return offered.includes(RAW_ECDSA) ? { mechanism: { mechanism: RAW_ECDSA }, input: digest, output: ecdsaDer } : null
  }
  if (scheme.kind === 'rsa-pkcs1') {
    return rsaCall(offered, [NUMBERS[hash].pkcs1, RAW_PKCS1], { raw: (tbs) => digestInfo(hash, digest(tbs)) })
  }
  if (scheme.kind !== 'rsa-pss') return null
  const { hash: hashAlg, mgf } = NUMBERS[hash]
  const parameter = { type: PSS_PARAMETERS, hashAlg, mgf, saltLen: scheme.salt_bytes }
  return rsaCall(offered, [NUMBERS[hash].pss, RAW_PSS], { raw: digest, parameter })
}

function rsaCall(
  offered: readonly number[],
  [whole, raw]: [number, number],
  how: { raw(tbs: Uint8Array): Buffer; parameter?: Record<string, number> },
): TokenCall | null {
  const parameter = how.parameter ?? null
  if (offered.includes(whole))
    return { mechanism: { mechanism: whole, parameter }, input: (tbs) => Buffer.from(tbs), output: asItIs }
  return offered.includes(raw) ? { mechanism: { mechanism: raw, parameter }, input: how.raw, output: asItIs } : null
}

/** DigestInfo of PKCS#1 v1.5 (RFC 8017 9.2). */
function digestInfo(hash: TokenHash, digest: Buffer): Buffer {
  return sequence(sequence(oid(OID[hash]), nullValue()), octetString(digest))
}

/** r‖s as PKCS#11 gives it → `SEQUENCE { r, s }` as CMS wants it (RFC 3279 2.2.3). */
export function ecdsaDer(value: Buffer): Buffer {
  const half = value.length / 2
  return sequence(integer(value.subarray(0, half)), integer(value.subarray(half)))
}
