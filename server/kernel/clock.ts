/** The only source of "now". Injected, so that a test decides what day it is. */
export interface Clock {
  /** The present instant. */
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** A clock that runs like the real one but `offset_ms` away from it: the demo plays on a chosen day. */
export function shiftedClock(offset_ms: number): Clock {
  return { now: () => new Date(Date.now() + offset_ms) }
}
