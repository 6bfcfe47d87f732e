import type { IconName } from './icons.ts'
import type { Tone } from './tone.ts'

/** One line of a Timeline; `at` is an ISO time. */
export interface TimelineEvent {
  id: string
  at: string
  title: string
  detail?: string | undefined
  icon?: IconName
  tone?: Tone
}
