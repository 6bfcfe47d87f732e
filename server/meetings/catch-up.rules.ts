import type { LoggedEvent } from './event.state.ts'
import type { Audience } from './screen.state.ts'

/** More missing events than this are dearer than a snapshot. */
export const longestDelta = 200

/** What a screen says that it has; `audience` is the class of its snapshot, because a seat may have changed since. */
export type Held = { epoch?: string | undefined; since?: number | undefined; audience?: Audience | undefined }
export type Now = { epoch: string; seq: number; audience: Audience }

/** Whether the missing run can be sent at all; otherwise only a snapshot tells the truth. */
export function mayCatchUpByDelta(held: Held, now: Now): held is Held & { since: number } {
  if (held.epoch !== now.epoch || held.since === undefined) return false
  if (held.audience !== undefined && held.audience !== now.audience) return false
  const missing = now.seq - held.since
  return missing >= 0 && missing <= longestDelta
}

/** Proves by arithmetic that the run `since + 1 … to` is whole: so many lines as numbers, each in its place. */
export function isWhole(events: readonly LoggedEvent[], since: number, to: number): boolean {
  return events.length === to - since && events.every((event, index) => event.seq === since + 1 + index)
}
