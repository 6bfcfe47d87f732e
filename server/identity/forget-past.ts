import type { House } from '#server/kernel/house.ts'
import { forgetTriesBefore } from '#server/kernel/throttle.ts'
import { forgetEndedSessions } from './sessions.ts'

const day_ms = 24 * 3_600_000

/** Removes sessions that have ended and tries that nobody repeated for a day. Safe at any time, on every server. */
export async function forgetPast(house: House): Promise<void> {
  await forgetEndedSessions(house)
  await forgetTriesBefore(house, new Date(house.clock.now().getTime() - day_ms))
}
