import { createHash } from 'node:crypto'
import type { Encryption } from './encryption-dictionary.ts'
import { rc4 } from './rc4.ts'

/** What fills a password up to 32 bytes (ISO 32000-2 7.6.4.3.2, step a). */
const PADDING = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex')

const md5 = (...parts: Uint8Array[]) => createHash('md5').update(Buffer.concat(parts)).digest()
const padded = (password: Uint8Array) => Buffer.concat([password, PADDING]).subarray(0, 32)

/** The file key that a user's or owner's password opens, or null (revisions 2–4; algorithms 2, 6 and 7). */
export function fileKey(encryption: Encryption, password: Uint8Array): Buffer | null {
  return keyOfUser(encryption, padded(password)) ?? keyOfUser(encryption, userPassword(encryption, password))
}

function keyOfUser(encryption: Encryption, password: Uint8Array): Buffer | null {
  const { revision, key_bytes, permissions, owner, id } = encryption
  const bits = Buffer.alloc(4)
  bits.writeInt32LE(permissions)
  const clear = revision >= 4 && !encryption.encryptsMetadata ? Buffer.alloc(4, 0xff) : Buffer.alloc(0)
  let key = md5(password, owner, bits, id, clear)
  if (revision >= 3) for (let round = 0; round < 50; round++) key = md5(key.subarray(0, key_bytes))
  key = key.subarray(0, key_bytes)
  return provesUser(encryption, key) ? key : null
}

function provesUser({ revision, user, id }: Encryption, key: Buffer): boolean {
  if (revision === 2) return rc4(key, PADDING).equals(user)
  let proof = rc4(key, md5(PADDING, id))
  for (let round = 1; round <= 19; round++) proof = rc4(mixed(key, round), proof)
  return proof.equals(user.subarray(0, 16))
}

/** What the owner's password reveals: the user's, padded. */
function userPassword({ revision, key_bytes, owner }: Encryption, password: Uint8Array): Buffer {
  let key = md5(padded(password))
  if (revision >= 3) for (let round = 0; round < 50; round++) key = md5(key)
  key = key.subarray(0, key_bytes)
  if (revision === 2) return rc4(key, owner)
  let found: Buffer = Buffer.from(owner)
  for (let round = 19; round >= 0; round--) found = rc4(mixed(key, round), found)
  return found
}

const mixed = (key: Buffer, round: number) => key.map((byte) => byte ^ round)
