import type { Clock } from '#server/kernel/clock.ts'

/** A span to move a clock by; the parts add up. */
export type Span = { days?: number; hours?: number; minutes?: number; seconds?: number; ms?: number }

/** A clock that stands still until the test moves it. */
export type FixedClock = Clock & {
  /** Moves on (or back, if negative). */
  advance(span: Span): void
  /** Jumps to an instant. */
  set(iso: string): void
}

/** A clock that shows `iso` (with its zone: `2020-11-06T08:00:00+07:00`). *Refuses* an instant that cannot be read. */
export function fixedClock(iso: string): FixedClock {
  let at_ms = instant(iso)
  return {
    now: () => new Date(at_ms),
    advance: (span) => void (at_ms += length_ms(span)),
    set: (next) => void (at_ms = instant(next)),
  }
}

function instant(iso: string): number {
  const at_ms = Date.parse(iso)
  if (Number.isNaN(at_ms) || !/(Z|[+-]\d\d:\d\d)$/.test(iso)) throw new Error(`not an instant with its zone: ${iso}`)
  return at_ms
}

function length_ms({ days = 0, hours = 0, minutes = 0, seconds = 0, ms = 0 }: Span): number {
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + ms
}
