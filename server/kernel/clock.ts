/** The only source of "now". Injected, so that a test decides what day it is. */
export interface Clock {
  /** The present instant. */
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }
