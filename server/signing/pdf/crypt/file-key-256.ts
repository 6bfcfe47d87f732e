import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'
import type { Encryption } from './encryption-dictionary.ts'

const NOTHING = Buffer.alloc(0)
const ZERO_IV = Buffer.alloc(16)

/** The file key that a user's or owner's password opens, or null (revisions 5 and 6; algorithm 2.A). */
export function fileKey256(encryption: Encryption, password: Uint8Array): Buffer | null {
  const { revision, user, owner, userKey, ownerKey } = encryption
  const hash = revision === 5 ? plainHash : hardHash
  const short = Buffer.from(password).subarray(0, 127)
  const opens = (proof: Uint8Array, wrapped: Uint8Array, extra: Uint8Array) => {
    if (!hash(short, proof.subarray(32, 40), extra).equals(proof.subarray(0, 32))) return null
    return unwrapped(hash(short, proof.subarray(40, 48), extra), wrapped)
  }
  return opens(owner, ownerKey, user) ?? opens(user, userKey, NOTHING)
}

function unwrapped(key: Buffer, wrapped: Uint8Array): Buffer {
  const decipher = createDecipheriv('aes-256-cbc', key, ZERO_IV).setAutoPadding(false)
  return Buffer.concat([decipher.update(wrapped), decipher.final()])
}

type PasswordHash = (password: Buffer, salt: Uint8Array, extra: Uint8Array) => Buffer

/** Revision 5, as Adobe's extension level 3 had it. */
const plainHash: PasswordHash = (password, salt, extra) =>
  createHash('sha256').update(password).update(salt).update(extra).digest()

const HASHES = ['sha256', 'sha384', 'sha512'] as const

/** Revision 6: algorithm 2.B, at least 64 rounds of AES and a hash that the round before chose. */
const hardHash: PasswordHash = (password, salt, extra) => {
  let key = plainHash(password, salt, extra)
  for (let round = 1; ; round++) {
    const block = Buffer.concat([password, key, extra])
    const text = Buffer.alloc(block.length * 64, block)
    const cipher = createCipheriv('aes-128-cbc', key.subarray(0, 16), key.subarray(16, 32)).setAutoPadding(false)
    const mixed = Buffer.concat([cipher.update(text), cipher.final()])
    const sum = mixed.subarray(0, 16).reduce((total, byte) => total + byte, 0)
    key = createHash(HASHES[sum % 3]!)
      .update(mixed)
      .digest()
    if (round >= 64 && mixed.at(-1)! <= round - 32) return key.subarray(0, 32)
  }
}
