import type { LoggedEvent } from './event.state.ts'

/** More missing events than this are dearer than a snapshot. */
export const longestDelta = 200

/** What a screen says that it has. */
export type Held = { epoch: string | null; since: number | null }

/** Whether the missing run can be sent at all; otherwise only a snapshot tells the truth. */
export function mayCatchUpByDelta(
  held: Held,
  now: { epoch: string; seq: number },
): held is { epoch: string; since: number } {
  if (held.epoch !== now.epoch || held.since === null) return false
  const missing = now.seq - held.since
  return missing >= 0 && missing <= longestDelta
}

/** Proves by arithmetic that the run `since + 1 … to` is whole: so many lines as numbers, each in its place. */
export function isWhole(events: readonly LoggedEvent[], since: number, to: number): boolean {
  return events.length === to - since && events.every((event, index) => event.seq === since + 1 + index)
}
