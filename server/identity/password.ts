import { randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import { refuse } from '#server/kernel/refusal.ts'

/** OWASP's argon2id minimum; about 25 ms and 19 MiB each. (The package's `Algorithm` is a const enum; 2 is argon2id.) */
const cost = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** So many at once keep the event loop free; so many may wait before a new one is sent away. */
const atOnce = 4
const mayWait = 200

/** Stands where nobody can log in; no password has this hash. */
export const unusablePassword = '!'

let running = 0
const waiting: (() => void)[] = []

/** The argon2id hash (PHC text) of a password in NFC. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password.normalize('NFC'), cost))
}

/**
 * True when the password belongs to the hash. A missing or unusable hash costs the same time and is false.
 * Refuses `unavailable / busy` when too many are waiting already.
 */
export async function passwordMatches(password: string, stored: string | null): Promise<boolean> {
  const usable = stored !== null && stored !== unusablePassword
  const against = usable ? stored : await decoyHash()
  const matches = await inTurn(() => verify(against, password.normalize('NFC')))
  return usable && matches
}

let decoy: Promise<string> | undefined

/** Made once, also for known names, so that the first unknown name is not slower than a known one. */
export function decoyHash(): Promise<string> {
  return (decoy ??= hashPassword(randomBytes(16).toString('hex')))
}

async function inTurn<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  if (running >= atOnce) {
    if (waiting.length >= mayWait) refuse('unavailable', 'busy')
    await new Promise<void>((go) => waiting.push(go))
  } else running += 1
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}
