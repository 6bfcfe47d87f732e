import { constants, createHash, privateEncrypt, randomBytes, type KeyObject } from 'node:crypto'

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
