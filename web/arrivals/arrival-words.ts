import { arrivalsTexts as t } from '../kernel/messages/arrivals.ts'
import { handlingTexts as h } from '../kernel/messages/handling.ts'
import type { IconName } from '../parts/icons.ts'
import type { Tone } from '../parts/tone.ts'

type Word = { label: string; tone: Tone; icon?: IconName }

/** The text under a composed key, or the given words when the server knows more than this client. */
function textOf(texts: object, key: string, otherwise: string): string {
  const text = (texts as Record<string, unknown>)[key]
  return typeof text === 'string' ? text : otherwise
}

const stateLooks: Record<string, Omit<Word, 'label'>> = {
  arrived: { tone: 'warn', icon: 'inbox' },
  refused: { tone: 'danger' },
  registered: { tone: 'warn', icon: 'edit' },
  directed: { tone: 'info', icon: 'people' },
  assigned: { tone: 'info', icon: 'person' },
  in_progress: { tone: 'info', icon: 'clock' },
  done: { tone: 'ok' },
}

/** Word, colour and icon of an arrival's state. */
export function arrivalStateWord(state: string): Word {
  return { label: textOf(t, `state_${state}`, state), ...(stateLooks[state] ?? { tone: 'calm' }) }
}

const nodeLooks: Record<string, Omit<Word, 'label'>> = {
  open: { tone: 'calm' },
  in_progress: { tone: 'info', icon: 'clock' },
  done: { tone: 'ok' },
  withdrawn: { tone: 'calm', icon: 'minus' },
  returned: { tone: 'warn', icon: 'reply' },
  lapsed: { tone: 'warn' },
}

/** Word, colour and icon of one part of the work; a copy to be informed is read or not. */
export function nodeStateWord({ role, state }: { role: string; state: string }): Word {
  const look = nodeLooks[state] ?? { tone: 'calm' as const }
  if (role === 'inform' && state === 'open') return { label: h.node_unread, ...look }
  if (role === 'inform' && state === 'done') return { label: h.node_read, ...look, icon: 'eye' }
  return { label: textOf(h, `node_${state}`, state), ...look }
}

/** Lead, coordinate or inform, in a word. */
export function roleWord(role: string): string {
  return textOf(h, `role_${role}`, role)
}

const actLooks: Record<string, { icon: IconName; tone?: Tone }> = {
  receive: { icon: 'document-in' },
  verify: { icon: 'seal' },
  register: { icon: 'book', tone: 'info' },
  refuse: { icon: 'cross', tone: 'danger' },
  direct: { icon: 'edit', tone: 'info' },
  assign: { icon: 'person', tone: 'info' },
  assign_coordinator: { icon: 'people' },
  start: { icon: 'play', tone: 'info' },
  start_part: { icon: 'play' },
  read: { icon: 'eye' },
  finish: { icon: 'check', tone: 'ok' },
  give_opinion: { icon: 'comment' },
  return_to_leader: { icon: 'reply', tone: 'warn' },
  return_to_head: { icon: 'reply', tone: 'warn' },
  return_part: { icon: 'reply', tone: 'warn' },
}

/** Words, icon and colour of a line of the timeline. */
export function arrivalActWord(act: string): { title: string; icon: IconName; tone?: Tone } {
  return { title: textOf(t, `act_${act}`, act), ...(actLooks[act] ?? { icon: 'circle' }) }
}
