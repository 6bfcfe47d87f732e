import { eq, lt, sql } from 'drizzle-orm'
import { throttles } from '#db/kernel/schema.ts'
import type { House } from './house.ts'
import { refuse } from './refusal.ts'

/** After `free` failures each further one waits `first_ms` × 2ⁿ, at most `longest_ms`; a quiet `forget_ms` starts anew. */
export type ThrottleRule = { free: number; first_ms: number; longest_ms: number; forget_ms?: number }

/**
 * Counts a try before its secret is looked at, in a transaction of its own: a crash cannot give tries back.
 * Refuses with `limited / too_many_tries {seconds}` while the key is blocked. Call {@link forgiveTries} on success.
 */
export async function countTry(house: House, key: string, rule: ThrottleRule): Promise<void> {
  const now = house.clock.now()
  const blocked = await house.db.transaction(async (tx) => {
    await tx.insert(throttles).values({ key, failures: 0, lastAt: now }).onConflictDoNothing()
    const [row] = await tx.select().from(throttles).where(eq(throttles.key, key)).for('update')
    if (row!.blockedUntil && row!.blockedUntil > now) return row!.blockedUntil
    const quiet_ms = now.getTime() - row!.lastAt.getTime()
    const failures = quiet_ms > (rule.forget_ms ?? Infinity) ? 1 : row!.failures + 1
    const over = failures - rule.free
    const wait_ms = over < 0 ? 0 : Math.min(rule.first_ms * 2 ** over, rule.longest_ms)
    const blockedUntil = wait_ms > 0 ? new Date(now.getTime() + wait_ms) : null
    await tx.update(throttles).set({ failures, blockedUntil, lastAt: now }).where(eq(throttles.key, key))
    return null
  })
  if (blocked) refuse('limited', 'too_many_tries', { seconds: Math.ceil((blocked.getTime() - now.getTime()) / 1000) })
}

/** The try succeeded: the key starts from nothing. */
export async function forgiveTries(house: House, key: string): Promise<void> {
  await house.db.delete(throttles).where(sql`${throttles.key} = ${key}`)
}

/** The try succeeded, but others share the key (an address): only this one try is taken back. */
export async function giveBackTry(house: House, key: string): Promise<void> {
  await house.db
    .update(throttles)
    .set({ failures: sql`greatest(${throttles.failures} - 1, 0)`, blockedUntil: null })
    .where(eq(throttles.key, key))
}

/** Removes keys that nobody tried since then, so that invented user names do not pile up. */
export async function forgetTriesBefore(house: House, at: Date): Promise<void> {
  await house.db.delete(throttles).where(lt(throttles.lastAt, at))
}
