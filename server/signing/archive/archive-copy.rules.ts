import { refuse } from '#server/kernel/refusal.ts'

/**
 * Where an archive copy stands: `waiting` for a service outside (or for its first try), `reached` B-LTA, or at an end that no service
 * can help: the file bears no signature of a PAdES level, its signatures are false, it cannot be read, or the kept bytes are not what
 * their name says.
 */
export const archiveCopyStates = ['waiting', 'reached', 'unsigned', 'invalid', 'unreadable', 'damaged'] as const
export type ArchiveCopyState = (typeof archiveCopyStates)[number]

type Move = { from: readonly ArchiveCopyState[]; to: ArchiveCopyState }

/** Every move of an archive copy; nothing else writes its state. `fall_due`: a renewal was begun and a service did not help. */
export const archiveCopyMoves = {
  reach: { from: ['waiting'], to: 'reached' },
  fall_due: { from: ['reached'], to: 'waiting' },
  find_unsigned: { from: ['waiting'], to: 'unsigned' },
  find_invalid: { from: ['waiting', 'reached'], to: 'invalid' },
  find_unreadable: { from: ['waiting', 'reached'], to: 'unreadable' },
  find_damaged: { from: ['waiting', 'reached'], to: 'damaged' },
} as const satisfies Record<string, Move>
export type ArchiveCopyMove = keyof typeof archiveCopyMoves

/** The state after a move; refuses `wrong_state` where the table has none. */
export function stateAfter(state: ArchiveCopyState, move: ArchiveCopyMove): ArchiveCopyState {
  const { from, to } = archiveCopyMoves[move] as Move
  return from.includes(state) ? to : refuse('conflict', 'wrong_state')
}

const MINUTE_MS = 60 * 1000
const DAY_MS = 24 * 60 * MINUTE_MS
const LONGEST_WAIT_MS = 60 * MINUTE_MS

/** When to try again after so many failures: 1, 2, 4 … minutes later, at most an hour, for however many days it takes. */
export function nextTry(at: Date, failures: number): Date {
  return new Date(at.getTime() + Math.min(MINUTE_MS * 2 ** Math.min(failures - 1, 10), LONGEST_WAIT_MS))
}

/** Where nobody can help before a person changes something, a look a day is enough. */
export function nextLook(at: Date): Date {
  return new Date(at.getTime() + DAY_MS)
}

/**
 * When the next time-stamp is due: `lead_days` before the newest one's certificates end, but never before half of what is left of
 * them, nor within a day: an authority with short certificates must not make the file grow without end.
 */
export function renewalAt(at: Date, stampEndsAt: Date, lead_days: number): Date {
  const left_ms = stampEndsAt.getTime() - at.getTime()
  const wanted_ms = Math.max(left_ms - lead_days * DAY_MS, left_ms / 2, DAY_MS)
  return new Date(at.getTime() + wanted_ms)
}
