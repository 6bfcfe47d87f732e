import { expect, test } from 'vitest'
import {
  arrivalMoves,
  arrivalStates,
  canMoveArrival,
  codeToTell,
  nextArrivalState,
} from '#server/documents/arrival.rules.ts'
import {
  assignmentMoves,
  assignmentStates,
  checkEachOnce,
  checkWithinParent,
  countsInRates,
  nextAssignmentState,
} from '#server/documents/assignment.rules.ts'
import { dueAtFor, latenessOf } from '#server/documents/deadline.rules.ts'
import { workingCalendar } from '#server/kernel/working-calendar.rules.ts'

/** Rows: from; what stands there is what one may do. Written by hand, as the decree reads. */
const lawful = {
  arrived: ['register', 'refuse'],
  refused: [],
  registered: ['direct'],
  directed: ['direct', 'assign', 'start', 'return_to_head', 'return_to_leader', 'finish'],
  assigned: ['direct', 'assign', 'start', 'return_to_head', 'return_to_leader', 'finish'],
  in_progress: ['direct', 'assign', 'return_to_head', 'return_to_leader', 'finish'],
  done: [],
} as const

test.each(arrivalStates)('from %s only the lawful moves lead on', (state) => {
  const moves = Object.keys(arrivalMoves) as (keyof typeof arrivalMoves)[]
  expect(moves.filter((move) => canMoveArrival(state, move))).toEqual(lawful[state])
  for (const move of moves)
    if (!canMoveArrival(state, move)) expect(() => nextArrivalState(state, move)).toThrow('wrong_state')
})

test.each([
  ['register', '01', '03'],
  ['refuse', '01', '02'],
  ['direct', '03', '04'],
  ['assign', '04', null],
  ['direct', '05', null],
  ['start', '04', '05'],
  ['return_to_leader', '05', null],
  ['finish', '04', '06'],
] as const)('%s after %s tells %s: codes only go up', (move, told, code) => {
  expect(codeToTell(move, told)).toBe(code)
})

test('a node that left the desk never moves again', () => {
  const over = assignmentStates.filter((state) => state !== 'open' && state !== 'in_progress')
  for (const state of over)
    for (const move of Object.keys(assignmentMoves) as (keyof typeof assignmentMoves)[])
      expect(() => nextAssignmentState(state, move), `${state} ${move}`).toThrow('wrong_state')
  expect(() => nextAssignmentState('in_progress', 'start')).toThrow('wrong_state')
})

test('only the lead unit’s own node counts', () => {
  expect(countsInRates({ role: 'lead', parentId: null })).toBe(true)
  expect(countsInRates({ role: 'lead', parentId: 'x' })).toBe(false)
  expect(countsInRates({ role: 'coordinate', parentId: null })).toBe(false)
  expect(countsInRates({ role: 'inform', parentId: null })).toBe(false)
})

const at = (day: number) => new Date(Date.UTC(2020, 5, day))

test.each([
  [at(10), at(10), undefined, false],
  [at(9), at(10), undefined, false],
  [at(11), at(10), undefined, true],
  [null, at(10), undefined, true],
  [at(11), null, undefined, false],
  [at(11), at(10), 'Chờ số liệu', false],
] as const)('a deadline %s within %s for the reason %s: refused %s', (dueAt, parentDueAt, reason, isRefused) => {
  const check = () => checkWithinParent(dueAt, parentDueAt, reason)
  if (isRefused) expect(check).toThrow('due_after_parent')
  else expect(check).not.toThrow()
})

test('one unit has one part', () => {
  expect(() => checkEachOnce(['a', 'b', 'a'])).toThrow('unit_twice')
  expect(() => checkEachOnce(['a', 'b'])).not.toThrow()
})

const calendar = workingCalendar([
  { day: '2020-04-30', isWorking: false },
  { day: '2020-05-01', isWorking: false },
  { day: '2020-05-09', isWorking: true },
])

test.each([
  [{ workingDays: 1 }, '2020-04-29T10:00:00+07:00', '2020-05-04'],
  [{ workingDays: 5 }, '2020-04-29T10:00:00+07:00', '2020-05-08'],
  [{ workingDays: 6 }, '2020-04-29T23:59:00+07:00', '2020-05-09'],
  [{ on: '2020-07-15' }, '2020-06-23T08:00:00+07:00', '2020-07-15'],
])('%o given at %s ends with %s', (deadline, now, day) => {
  expect(dueAtFor(deadline, new Date(now), calendar)).toEqual(new Date(`${day}T23:59:59.999+07:00`))
})

test('còn hạn, sắp đến hạn, quá hạn over a long weekend', () => {
  const dueAt = new Date('2020-05-05T23:59:59.999+07:00')
  const on = (now: string) => latenessOf(dueAt, new Date(now), calendar)
  expect(on('2020-04-28T08:00:00+07:00')).toBe('in_time')
  expect(on('2020-04-29T08:00:00+07:00')).toBe('due_soon')
  expect(on('2020-05-05T23:59:59+07:00')).toBe('due_soon')
  expect(on('2020-05-06T00:00:00+07:00')).toBe('overdue')
  expect(latenessOf(null, new Date(), calendar)).toBe('none')
})
