import type { Work } from '#server/kernel/unit-of-work.ts'
import { audiences } from './screen.state.ts'

/**
 * Sends every screen of the meeting through the door again: it leaves the live topic at once, joins anew and is asked
 * for its right and class then. Whoever lost the seat stays outside.
 */
export function askToRejoin(work: Work, meetingId: string): void {
  work.emit({ topic: `meeting:${meetingId}`, type: 'rights.changed', payload: { meetingId }, classes: [...audiences] })
}
