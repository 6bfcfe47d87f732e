import type { IconName } from './icons.ts'

/** What a coloured part says: nothing special, work going on, done well, soon too late, wrong. */
export type Tone = 'calm' | 'info' | 'ok' | 'warn' | 'danger'

/** The icon that goes with a tone where a part is told none. */
export const toneIcons: Record<Tone, IconName> = {
  calm: 'circle',
  info: 'info',
  ok: 'check-circle',
  warn: 'alert',
  danger: 'cross-circle',
}
