import type { House } from '#server/kernel/house.ts'
import { refuse } from '#server/kernel/refusal.ts'
import type { KeyHolder } from './key-holders/key-holder.ts'
import { openP12 } from './key-holders/p12-holder.ts'
import { openEnvelope, type EnvelopeParameters } from './key-envelope.ts'
import { serverSecret } from './server-secret.ts'
import { countPinAttempt, forgivePinFailures, markLocked, type KeyStoreRow } from './signing.queries.ts'

/** So many wrong PINs in a row lock the key. */
export const PIN_TRIES = 5

/**
 * Opens a stored key with its PIN. The attempt is counted and committed before the PIN is tried, so a crash or a
 * flood of parallel tries never gives an extra one. Runs outside any transaction. Refuses `pin_wrong` (with the tries
 * left) and `key_locked`. The caller closes the holder.
 */
export async function openKey(house: House, store: KeyStoreRow, pin: string): Promise<KeyHolder> {
  const failures = await countPinAttempt(house.db, store.id, PIN_TRIES)
  if (failures === null) return refuse('limited', 'key_locked')
  const lock = { pin, serverSecret: await serverSecret(house.config.dataDir), label: store.id }
  const opened = await openEnvelope(store.sealed, store.parameters as unknown as EnvelopeParameters, lock)
  if (!opened) return failed(house, store.id, failures)
  await forgivePinFailures(house.db, store.id)
  const { p12, password } = JSON.parse(opened.toString('utf8')) as { p12: string; password: string }
  opened.fill(0)
  return openP12(Buffer.from(p12, 'base64'), password)
}

async function failed(house: House, keyStoreId: string, failures: number): Promise<never> {
  const left = PIN_TRIES - failures
  if (left > 0) return refuse('invalid', 'pin_wrong', { left })
  await markLocked(house.db, keyStoreId, house.clock.now())
  return refuse('limited', 'key_locked')
}
