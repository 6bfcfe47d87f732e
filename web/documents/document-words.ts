import { documentsTexts as t } from '../kernel/messages/documents.ts'
import type { Tone } from '../parts/tone.ts'

type Word = { label: string; tone: Tone }
type TextKey = keyof typeof t

/** The text under a composed key, or the given words when the server knows more than this client. */
function textOf(key: string, otherwise: string): string {
  const text = t[key as TextKey] as string | undefined
  return typeof text === 'string' ? text : otherwise
}

const stateTones: Record<string, Tone> = {
  draft: 'calm',
  head_review: 'info',
  office_review: 'info',
  awaiting_signature: 'warn',
  signed: 'warn',
  numbered: 'warn',
  sealed: 'warn',
  issued: 'ok',
  recalled: 'danger',
}

/** Word and colour of a document's state. */
export function stateWord(state: string): Word {
  return { label: textOf(`state_${state}`, state), tone: stateTones[state] ?? 'calm' }
}

const statusTones: Record<string, Tone> = {
  queued: 'calm',
  '01': 'info',
  '02': 'danger',
  '03': 'info',
  '04': 'info',
  '05': 'warn',
  '06': 'ok',
}

/** Word and colour of a delivery's status; codes that the client does not know keep their number. */
export function statusWord(status: string): Word {
  return { label: textOf(`status_${status}`, t.status_other(status)), tone: statusTones[status] ?? 'calm' }
}

/** Word and colour of an urgency; null for ordinary paper, which needs no chip. */
export function urgencyWord(urgency: string): Word | null {
  if (urgency === 'normal') return null
  return { label: textOf(`urgency_${urgency}`, urgency), tone: urgency === 'urgent' ? 'warn' : 'danger' }
}

/** What was done, in a word. */
export function actWord(act: string): string {
  return textOf(`act_${act}`, act)
}
