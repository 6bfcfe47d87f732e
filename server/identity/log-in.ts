import { z } from 'zod'
import type { House } from '#server/kernel/house.ts'
import { appendJournal } from '#server/kernel/journal.ts'
import { refuse } from '#server/kernel/refusal.ts'
import { line } from '#server/kernel/text-input.ts'
import { countTry, forgiveTries, giveBackTry, type ThrottleRule } from '#server/kernel/throttle.ts'
import { legalDay } from '#server/kernel/working-calendar.rules.ts'
import { passwordMatches } from './password.ts'
import { credentialsOf, postsHeldBy } from './person.queries.ts'
import { foldUserName } from './person.rules.ts'
import { firstPostOn } from './post.rules.ts'
import { startSession } from './sessions.ts'

/** Waits grow instead of locking for good: a lock would let anybody keep the chairman out. */
export const accountRule: ThrottleRule = { free: 5, first_ms: 2_000, longest_ms: 5 * 60_000, forget_ms: 24 * 3_600_000 }
/** A whole office may sit behind one address. */
export const addressRule: ThrottleRule = { free: 50, first_ms: 1_000, longest_ms: 5 * 60_000, forget_ms: 3_600_000 }

export const logInInput = z.object({ userName: line(100), password: z.string().min(1).max(1000) })

/** Where a request came from, as it is shown in the list of sessions. */
export type Caller = { address: string; userAgent: string }

/**
 * Opens a session at the person's first post and answers its token.
 * Refuses `wrong_credentials` alike, and at the same cost, for an unknown name, a wrong password and a disabled person;
 * `too_many_tries` per account and per address, counted and committed before the password is looked at.
 */
export async function logIn(house: House, input: z.output<typeof logInInput>, caller: Caller): Promise<string> {
  const account = `login:account:${foldUserName(input.userName)}`
  const address = `login:address:${caller.address}`
  await countTry(house, address, addressRule)
  await countTry(house, account, accountRule)
  const person = await credentialsOf(house.db, foldUserName(input.userName))
  const matches = await passwordMatches(input.password, person?.passwordHash ?? null)
  if (!person || !matches) return refuse('unauthenticated', 'wrong_credentials')
  await forgiveTries(house, account)
  await giveBackTry(house, address)
  return openSession(house, person.id, caller)
}

async function openSession(house: House, personId: string, caller: Caller): Promise<string> {
  const at = house.clock.now()
  return house.db.transaction(async (tx) => {
    const post = firstPostOn(await postsHeldBy(tx, personId, at), legalDay(at))
    if (!post) return refuse('unauthenticated', 'no_current_post')
    const data = { personId, postId: post.id, address: caller.address }
    await appendJournal(tx, [{ stream: `person:${personId}`, act: 'logIn', data }], { actor: null, at })
    return startSession(house, tx, { personId, postId: post.id, ...caller })
  })
}
