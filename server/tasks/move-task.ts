import type { Work } from '#server/kernel/unit-of-work.ts'
import { insertTaskReport, type TaskReportRow, type TaskRow, updateTask } from './task.queries.ts'
import { nextTaskState, type TaskMove, type TaskState } from './task.rules.ts'
import { tasksChanged } from './tasks.events.ts'

/** A move with the words and the evidence that go with it. */
export type TaskStep = {
  move: TaskMove
  note: string
  documentId?: string | null
  columns?: Partial<Pick<TaskRow, 'doneOn' | 'acceptedAt'>>
}

/** What every act on a task answers. */
export type TaskAnswer = { id: string; state: TaskState; revision: number }

const kindOf = {
  progress: 'progress',
  done: 'done',
  accept: 'accepted',
  return: 'returned',
  cancel: 'cancelled',
} as const satisfies Record<TaskMove, TaskReportRow['kind']>

/** Makes one move of a locked task with its report, journal and live events. Refuses `wrong_state`. *Emits* `tasks.changed`. */
export async function moveTask(work: Work, task: TaskRow, step: TaskStep): Promise<TaskRow> {
  const { move, note, documentId = null } = step
  const state = nextTaskState(task.state, move)
  const moved = await updateTask(work.tx, task.id, { ...step.columns, state, updatedAt: work.at })
  const by = { postId: work.actor.postId, at: work.at, revision: moved.revision }
  await insertTaskReport(work.tx, { taskId: task.id, kind: kindOf[move], note, documentId, ...by })
  for (const event of tasksChanged(moved)) work.emit(event)
  const data = { from: task.state, to: state, note, documentId, doneOn: moved.doneOn }
  work.record({ stream: `task:${task.id}`, act: `${move}Task`, data })
  return moved
}

/** The answer of an act on a task. */
export function taskAnswerOf({ id, state, revision }: TaskRow): TaskAnswer {
  return { id, state, revision }
}
