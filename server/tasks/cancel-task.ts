import type { z } from 'zod'
import { refuse } from '#server/kernel/refusal.ts'
import type { Work } from '#server/kernel/unit-of-work.ts'
import { moveTask, type TaskAnswer, taskAnswerOf } from './move-task.ts'
import type { judgeTaskInput } from './return-task.ts'
import { taskForAct } from './task.queries.ts'
import { mayJudgeTask } from './tasks.permissions.ts'

/** The assigner takes the work back with a reason; it counts for nobody. Refuses `wrong_state`, `stale`. */
export async function cancelTask(
  work: Work,
  { id, reason, revision }: z.output<typeof judgeTaskInput> & { id: string },
): Promise<TaskAnswer> {
  const task = await taskForAct(work.tx, work.actor, { id, revision })
  if (!mayJudgeTask(work.actor, task)) refuse('forbidden', 'forbidden')
  return taskAnswerOf(await moveTask(work, task, { move: 'cancel', note: reason, columns: { doneOn: null } }))
}
