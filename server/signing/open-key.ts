import type { House } from '#server/kernel/house.ts'
import { Refusal, refuse } from '#server/kernel/refusal.ts'
import type { KeyHolder } from './key-holders/key-holder.ts'
import { openP12 } from './key-holders/p12-holder.ts'
import { openToken } from './key-holders/token-holder.ts'
import type { TokenKey } from './key-holders/token-key.ts'
import { openEnvelope, type EnvelopeParameters } from './key-envelope.ts'
import { serverSecret } from './server-secret.ts'
import { countPinAttempt, forgivePinFailures, markLocked, returnPinAttempt, type KeyStoreRow } from './key.queries.ts'

/** So many wrong PINs in a row lock the key. */
export const PIN_TRIES = 5

/**
 * Opens a key that a PIN opens: a stored one, or one on a token of this server. The attempt is counted and committed before the
 * PIN is tried, so a crash or a flood of parallel tries never gives an extra one; it is given back when the PIN was not at
 * fault. Runs outside any transaction. Refuses `pin_wrong` (with the tries left), `key_locked`, `key_answers_later` for a key that is
 * not here, and for a token what
 * {@link openToken} refuses. The caller closes the holder.
 */
export async function openKey(house: House, store: KeyStoreRow, pin: string): Promise<KeyHolder> {
  if (store.kind === 'remote' || store.kind === 'agent') return refuse('conflict', 'key_answers_later')
  const failures = await countPinAttempt(house.db, store.id, PIN_TRIES)
  if (failures === null) return refuse('limited', 'key_locked')
  const opened = await (store.kind === 'token' ? openOnToken(house, store, pin) : openStored(house, store, pin))
  if (!opened) return failed(house, store.id, failures)
  await forgivePinFailures(house.db, store.id)
  return opened
}

/** Null when the PIN is wrong. */
async function openStored(house: House, store: KeyStoreRow, pin: string): Promise<KeyHolder | null> {
  if (!store.sealed) throw new Error(`key store ${store.id} holds no key`)
  const lock = { pin, serverSecret: await serverSecret(house.config.dataDir), label: store.id }
  const opened = await openEnvelope(store.sealed, store.parameters as unknown as EnvelopeParameters, lock)
  if (!opened) return null
  const { p12, password } = JSON.parse(opened.toString('utf8')) as { p12: string; password: string }
  opened.fill(0)
  return openP12(Buffer.from(p12, 'base64'), password)
}

/** Null when the PIN is wrong. */
async function openOnToken(house: House, store: KeyStoreRow, pin: string): Promise<KeyHolder | null> {
  try {
    const driver = house.config.pkcs11Module ?? refuse('unavailable', 'token_driver_missing')
    return await openToken(driver, store.parameters as unknown as TokenKey, pin)
  } catch (error) {
    if (error instanceof Refusal && error.reason === 'key_unusable') return null
    await returnPinAttempt(house.db, store.id)
    throw error
  }
}

async function failed(house: House, keyStoreId: string, failures: number): Promise<never> {
  const left = PIN_TRIES - failures
  if (left > 0) return refuse('invalid', 'pin_wrong', { left })
  await markLocked(house.db, keyStoreId, house.clock.now())
  return refuse('limited', 'key_locked')
}
