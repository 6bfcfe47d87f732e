import type { Tone } from './tone.ts'

/** How loud a deadline is: red when past, orange today and tomorrow and the day after, quiet before. */
export function dueTone(daysLeft: number): Tone {
  if (daysLeft < 0) return 'danger'
  return daysLeft <= 2 ? 'warn' : 'calm'
}
