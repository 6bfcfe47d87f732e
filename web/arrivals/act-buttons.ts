import { arrivalsTexts as a } from '../kernel/messages/arrivals.ts'
import { handlingTexts as h } from '../kernel/messages/handling.ts'
import type { IconName } from '../parts/icons.ts'
import type { ActKind } from './acts-now.ts'

const icons: Record<ActKind, IconName> = {
  register: 'book',
  refuse: 'cross',
  direct: 'edit',
  directAgain: 'edit',
  assign: 'person',
  assignAgain: 'person',
  start: 'play',
  startSelf: 'play',
  finish: 'check',
  giveOpinion: 'comment',
  giveBack: 'reply',
}

/** The letter that does each act; two acts that never stand beside each other share one. */
export const actKeys: Record<ActKind, string> = {
  register: 'KeyE',
  refuse: 'KeyR',
  direct: 'KeyB',
  directAgain: 'KeyB',
  assign: 'KeyG',
  assignAgain: 'KeyG',
  start: 'KeyS',
  startSelf: 'KeyS',
  finish: 'KeyH',
  giveOpinion: 'KeyH',
  giveBack: 'KeyR',
}

/** Word, icon and key of an act. */
export function actButton(kind: ActKind): { label: string; icon: IconName; keys: string } {
  const label = kind === 'register' || kind === 'refuse' ? a[kind] : h[kind]
  return { label, icon: icons[kind], keys: actKeys[kind].replace('Key', '') }
}
