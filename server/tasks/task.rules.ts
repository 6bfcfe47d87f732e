import { refuse } from '#server/kernel/refusal.ts'

export type TaskState = 'given' | 'in_progress' | 'reported_done' | 'accepted' | 'cancelled'
type Move = { from: readonly TaskState[]; to: TaskState }

/** Every move of a task; nothing else writes its state. What the agency calls done counts when the assigner accepts it. */
export const taskMoves = {
  progress: { from: ['given', 'in_progress'], to: 'in_progress' },
  done: { from: ['given', 'in_progress'], to: 'reported_done' },
  accept: { from: ['reported_done'], to: 'accepted' },
  return: { from: ['reported_done'], to: 'in_progress' },
  cancel: { from: ['given', 'in_progress', 'reported_done'], to: 'cancelled' },
} as const satisfies Record<string, Move>
export type TaskMove = keyof typeof taskMoves

/** The states in which a task is still somebody's work. */
export const openTaskStates: readonly TaskState[] = ['given', 'in_progress', 'reported_done']

/** True where the table allows the move from that state. */
export function canMoveTask(state: TaskState, move: TaskMove): boolean {
  return (taskMoves[move].from as readonly TaskState[]).includes(state)
}

/** The state after the move; refuses `wrong_state {state}` where the table has no such move. */
export function nextTaskState(state: TaskState, move: TaskMove): TaskState {
  return canMoveTask(state, move) ? taskMoves[move].to : refuse('conflict', 'wrong_state', { state })
}

/** Refuses `due_in_past`: a deadline must lie ahead when it is set. */
export function checkTaskDeadline(dueAt: Date, now: Date): void {
  if (dueAt <= now) refuse('invalid', 'due_in_past')
}

/** Refuses `done_in_future`: the day of the product is a day that has come. Days as `yyyy-MM-dd` in Viet Nam. */
export function checkDoneOn(doneOn: string, today: string): void {
  if (doneOn > today) refuse('invalid', 'done_in_future')
}

/**
 * How a task stands towards its deadline. What is done is judged by the day of its product, not of the click; what is not, by
 * the clock. Days as `yyyy-MM-dd` in Viet Nam.
 */
export function timelinessOf(
  task: { doneOn: string | null; dueOn: string; dueAt: Date },
  now: Date,
): 'on_time' | 'late' | 'in_time' | 'overdue' {
  if (task.doneOn !== null) return task.doneOn <= task.dueOn ? 'on_time' : 'late'
  return task.dueAt < now ? 'overdue' : 'in_time'
}
