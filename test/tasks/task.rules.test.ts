import { expect, test } from 'vitest'
import { canMoveTask, taskMoves, type TaskMove, type TaskState, timelinessOf } from '#server/tasks/task.rules.ts'

test('a task moves only as the table says', () => {
  const states: TaskState[] = ['given', 'in_progress', 'reported_done', 'accepted', 'cancelled']
  const moves = (Object.keys(taskMoves) as TaskMove[]).flatMap((move) =>
    states.flatMap((state) => (canMoveTask(state, move) ? [`${state} –${move}→ ${taskMoves[move].to}`] : [])),
  )
  expect(moves).toEqual([
    'given –progress→ in_progress',
    'in_progress –progress→ in_progress',
    'given –done→ reported_done',
    'in_progress –done→ reported_done',
    'reported_done –accept→ accepted',
    'reported_done –return→ in_progress',
    'given –cancel→ cancelled',
    'in_progress –cancel→ cancelled',
    'reported_done –cancel→ cancelled',
  ])
})

test.each([
  [null, '2020-07-15T16:59:59.999Z', 'in_time'],
  [null, '2020-07-15T17:00:00.000Z', 'overdue'],
  ['2020-07-15', '2020-09-01T00:00:00Z', 'on_time'],
  ['2020-07-16', '2020-07-16T00:00:00Z', 'late'],
])('done on %s, looked at %s: %s', (doneOn, now, timeliness) => {
  const dueAt = new Date('2020-07-15T16:59:59.999Z')
  expect(timelinessOf({ doneOn, dueOn: '2020-07-15', dueAt }, new Date(now))).toBe(timeliness)
})
