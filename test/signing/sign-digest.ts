import { constants, createECDH, createHash, privateEncrypt, randomBytes, type KeyObject } from 'node:crypto'
import { integer, sequence } from '#server/signing/asn1/write-der.ts'

const sha256Info = Buffer.from('3031300d060960864801650304020105000420', 'hex')

/** An RSA signature over a ready SHA-256 digest, as a remote service makes it; `node:crypto` itself only signs texts. */
export function digestSigned(key: KeyObject, digest: Buffer, padding: 'pss' | 'plain'): Buffer {
  if (padding === 'plain') {
    const info = Buffer.concat([sha256Info, digest])
    return privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, info)
  }
  const bits = key.asymmetricKeyDetails!.modulusLength!
  return privateEncrypt({ key, padding: constants.RSA_NO_PADDING }, pssEncoded(digest, bits))
}

/** EMSA-PSS-ENCODE with SHA-256 and a salt of 32 bytes (RFC 8017 9.1.1). */
function pssEncoded(digest: Buffer, bits: number): Buffer {
  const length = Math.ceil((bits - 1) / 8)
  const salt = randomBytes(32)
  const h = sha256(Buffer.concat([Buffer.alloc(8), digest, salt]))
  const block = Buffer.concat([Buffer.alloc(length - 66), Buffer.from([1]), salt])
  const mask = mgf1(h, block.length)
  const masked = block.map((byte, at) => byte ^ mask[at]!)
  masked[0] = masked[0]! & (0xff >> (8 * length - (bits - 1)))
  return Buffer.concat([masked, h, Buffer.from([0xbc])])
}

function mgf1(seed: Buffer, length: number): Buffer {
  const counters = Array.from({ length: Math.ceil(length / 32) }, (_, n) => Buffer.from([0, 0, 0, n]))
  return Buffer.concat(counters.map((counter) => sha256(Buffer.concat([seed, counter])))).subarray(0, length)
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()

/** The order of each curve's group, and the bytes of one of its numbers (SEC 2). */
const curves: Record<string, { order: bigint; size_bytes: number }> = {
  prime256v1: { order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n, size_bytes: 32 },
  secp384r1: {
    order: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
    size_bytes: 48,
  },
}

/**
 * An ECDSA signature (DER) over a ready digest, which `node:crypto` does not make (FIPS 186-5 6.4.1). For tests only: its arithmetic
 * takes a time that tells of the key.
 */
export function digestSignedByCurve(key: KeyObject, digest: Buffer): Buffer {
  const name = key.asymmetricKeyDetails!.namedCurve!
  const { order, size_bytes } = curves[name]!
  const secret = numberOf(Buffer.from(key.export({ format: 'jwk' }).d!, 'base64url'))
  const once = createECDH(name)
  const point = once.generateKeys()
  const k = numberOf(once.getPrivateKey())
  const r = numberOf(point.subarray(1, 1 + size_bytes)) % order
  const s = (inverse(k, order) * (numberOf(digest.subarray(0, size_bytes)) + r * secret)) % order
  return sequence(integer(bytesOf(r)), integer(bytesOf(s)))
}

const numberOf = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString('hex')}`)

const bytesOf = (value: bigint) => {
  const hex = value.toString(16)
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
}

/** By Euclid. */
function inverse(value: bigint, order: bigint): bigint {
  let [r0, r1, t0, t1] = [order, value % order, 0n, 1n]
  while (r1 !== 0n) {
    const quotient = r0 / r1
    ;[r0, r1, t0, t1] = [r1, r0 - quotient * r1, t1, t0 - quotient * t1]
  }
  return ((t0 % order) + order) % order
}
