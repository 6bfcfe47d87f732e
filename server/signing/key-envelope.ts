import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { hashRaw } from '@node-rs/argon2'

/** What is needed, besides PIN and server secret, to open an envelope. Stored beside it in the clear. */
export interface EnvelopeParameters {
  version: 1
  memory_kib: number
  passes: number
  salt: string
  /** The data key, encrypted under the key that the PIN gives. */
  wrappedKey: string
}

const COST = { memory_kib: 32_768, passes: 2 }
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * Seals a secret so that it takes both the PIN and the server's own secret to open: AES-256-GCM under a random data
 * key, which is wrapped under argon2id of the PIN with the server secret mixed in. `label` binds it to its row.
 */
export async function sealEnvelope(
  secret: Uint8Array,
  lock: { pin: string; serverSecret: Uint8Array; label: string },
): Promise<{ sealed: Buffer; parameters: EnvelopeParameters }> {
  const salt = randomBytes(16)
  const dataKey = randomBytes(32)
  const cost = { ...COST, salt: salt.toString('base64') }
  const wrappedKey = encrypt(await pinKey(lock, cost), dataKey, lock.label)
  const sealed = encrypt(dataKey, secret, lock.label)
  return { sealed, parameters: { version: 1, ...cost, wrappedKey: wrappedKey.toString('base64') } }
}

/** Opens an envelope; null when PIN, server secret or label is not the one it was sealed with. */
export async function openEnvelope(
  sealed: Uint8Array,
  parameters: EnvelopeParameters,
  lock: { pin: string; serverSecret: Uint8Array; label: string },
): Promise<Buffer | null> {
  const dataKey = decrypt(await pinKey(lock, parameters), Buffer.from(parameters.wrappedKey, 'base64'), lock.label)
  return dataKey && decrypt(dataKey, sealed, lock.label)
}

/** `algorithm: 2` is argon2id; the package's enum is a const enum. */
function pinKey(
  { pin, serverSecret }: { pin: string; serverSecret: Uint8Array },
  cost: Pick<EnvelopeParameters, 'memory_kib' | 'passes' | 'salt'>,
): Promise<Buffer> {
  return hashRaw(pin.normalize('NFC'), {
    algorithm: 2,
    memoryCost: cost.memory_kib,
    timeCost: cost.passes,
    parallelism: 1,
    outputLen: 32,
    salt: Buffer.from(cost.salt, 'base64'),
    secret: serverSecret,
  })
}

function encrypt(key: Uint8Array, data: Uint8Array, label: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(label))
  const body = Buffer.concat([cipher.update(data), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body])
}

function decrypt(key: Uint8Array, sealed: Uint8Array, label: string): Buffer | null {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES))
  decipher.setAAD(Buffer.from(label)).setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()])
  } catch {
    return null
  }
}
