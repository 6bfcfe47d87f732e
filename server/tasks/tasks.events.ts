import type { LiveEvent } from '#server/kernel/live-events.ts'
import type { TaskState } from './task.rules.ts'

type Changed = { id: string; state: TaskState; leadAgencyId: string; assignerAgencyId: string }

/** Tells the desks of both sides that a task is new or has moved. Says nothing of its content. */
export function tasksChanged(task: Changed): LiveEvent[] {
  const { id, state } = task
  const desks = new Set([task.leadAgencyId, task.assignerAgencyId])
  return [...desks].map((desk) => ({ topic: `agency:${desk}`, type: 'tasks.changed', payload: { id, state } }))
}
