import type { TaskState } from '../../server/tasks/task.rules.ts'
import { tasksTexts as t } from '../kernel/messages/tasks.ts'
import type { IconName } from '../parts/icons.ts'
import type { Tone } from '../parts/tone.ts'

/** A state in word, colour and icon. */
export interface Look {
  label: string
  tone: Tone
  icon: IconName
}

/** How a task's state is shown everywhere. */
export function taskLook(state: TaskState): Look {
  const looks: Record<TaskState, Look> = {
    given: { label: t.stateGiven, tone: 'info', icon: 'inbox' },
    in_progress: { label: t.stateInProgress, tone: 'info', icon: 'play' },
    reported_done: { label: t.stateReportedDone, tone: 'warn', icon: 'clock' },
    accepted: { label: t.stateAccepted, tone: 'ok', icon: 'check-circle' },
    cancelled: { label: t.stateCancelled, tone: 'calm', icon: 'cross-circle' },
  }
  return looks[state]
}

/** Whether a finished task was in time; undefined while it is not finished. */
export function timeLook(timeliness: 'on_time' | 'late' | 'in_time' | 'overdue'): Look | undefined {
  if (timeliness === 'on_time') return { label: t.onTime, tone: 'ok', icon: 'check' }
  return timeliness === 'late' ? { label: t.late, tone: 'danger', icon: 'alert' } : undefined
}

/** What was done to a task, as its course shows it. */
export function reportLook(kind: 'progress' | 'done' | 'accepted' | 'returned' | 'cancelled'): Look {
  const looks: Record<typeof kind, Look> = {
    progress: { label: t.didProgress, tone: 'info', icon: 'edit' },
    done: { label: t.didDone, tone: 'warn', icon: 'flag' },
    accepted: { label: t.didAccept, tone: 'ok', icon: 'check-circle' },
    returned: { label: t.didReturn, tone: 'danger', icon: 'reply' },
    cancelled: { label: t.didCancel, tone: 'calm', icon: 'cross-circle' },
  }
  return looks[kind]
}

/** True once nothing is to be done any more. */
export function isOver(state: TaskState): boolean {
  return state === 'accepted' || state === 'cancelled'
}
