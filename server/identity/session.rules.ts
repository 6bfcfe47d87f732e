/** How long a session lives without use, and at most. */
export type SessionLimits = { idle_ms: number; absolute_ms: number }

/** When a session ends that began at `startedAt` and was last used at `seenAt`: whichever limit comes first. */
export function sessionEnd(startedAt: Date, seenAt: Date, limits: SessionLimits): Date {
  const idleEnd = seenAt.getTime() + limits.idle_ms
  const absoluteEnd = startedAt.getTime() + limits.absolute_ms
  return new Date(Math.min(idleEnd, absoluteEnd))
}

/** Use is written down at most this often, so that reading a list does not write a row each time. */
export function useStep_ms(limits: SessionLimits): number {
  return Math.min(60_000, limits.idle_ms / 4)
}
