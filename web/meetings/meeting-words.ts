import type { InvitationAnswer, ItemState, MeetingState, Part, Presence } from '../../server/meetings/screen.state.ts'
import { language } from '../kernel/i18n.svelte.ts'
import { meetingsTexts as t } from '../kernel/messages/meetings.ts'
import type { IconName } from '../parts/icons.ts'
import type { Tone } from '../parts/tone.ts'

/** A state in word, colour and icon. */
export interface Look {
  label: string
  tone: Tone
  icon: IconName
}

/** How a meeting's state is shown everywhere. */
export function stateLook(state: MeetingState): Look {
  const looks: Record<MeetingState, Look> = {
    prepared: { label: t.statePrepared, tone: 'calm', icon: 'edit' },
    invited: { label: t.stateInvited, tone: 'info', icon: 'calendar' },
    open: { label: t.stateOpen, tone: 'ok', icon: 'play' },
    paused: { label: t.statePaused, tone: 'warn', icon: 'pause' },
    closed: { label: t.stateClosed, tone: 'calm', icon: 'flag' },
    concluded: { label: t.stateConcluded, tone: 'ok', icon: 'check-circle' },
    cancelled: { label: t.stateCancelled, tone: 'danger', icon: 'cross-circle' },
  }
  return looks[state]
}

/** Whether somebody said to come. */
export function answerLook(answer: InvitationAnswer): Look {
  const looks: Record<InvitationAnswer, Look> = {
    none: { label: t.answerNone, tone: 'calm', icon: 'circle' },
    attending: { label: t.answerAttending, tone: 'ok', icon: 'check-circle' },
    absent: { label: t.answerAbsent, tone: 'warn', icon: 'cross-circle' },
  }
  return looks[answer]
}

/** Whether somebody is here, and how. */
export function presenceLook(presence: Presence): Look {
  const looks: Record<Presence, Look> = {
    none: { label: t.presenceNone, tone: 'calm', icon: 'circle' },
    in_room: { label: t.presenceRoom, tone: 'ok', icon: 'check-circle' },
    online: { label: t.presenceOnline, tone: 'ok', icon: 'device' },
  }
  return looks[presence]
}

/** What a seat is called. */
export function partWord(part: Part): string {
  return { chair: t.partChair, secretary: t.partSecretary, member: t.partMember, invited: t.partInvited }[part]
}

/** How an item of the agenda stands. */
export function itemWord(state: ItemState): string {
  return { waiting: t.itemWaiting, current: t.itemCurrent, done: t.itemDone }[state]
}

/** The kind of meeting in the language of the moment. */
export function typeName(type: { typeNameVi: string; typeNameEn: string }): string {
  return language.current === 'vi' ? type.typeNameVi : type.typeNameEn
}
