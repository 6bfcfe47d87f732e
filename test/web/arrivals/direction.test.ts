import { expect, test } from 'vitest'
import { deadlineOf } from '../../../web/arrivals/deadline-choice.ts'
import { lateReasonOf, noticingLate } from '../../../web/arrivals/late-reason.ts'
import { partsAfter, unitsOf } from '../../../web/arrivals/unit-parts.ts'
import { ApiRefusal } from '../../../web/kernel/refused.ts'

test('one unit leads: a new lead takes the place of the one before', () => {
  const first = partsAfter({}, 'a', 'lead')
  const second = partsAfter(partsAfter(first, 'b', 'coordinate'), 'c', 'inform')
  expect(partsAfter(second, 'c', 'lead')).toEqual({ b: 'coordinate', c: 'lead' })
})

test('a part pressed again is taken back, another part takes its place', () => {
  expect(partsAfter({ a: 'inform' }, 'a', 'inform')).toEqual({})
  expect(partsAfter({ a: 'lead' }, 'a', 'coordinate')).toEqual({ a: 'coordinate' })
})

test('the act gets the lead and two lists, in the order chosen', () => {
  expect(unitsOf({ d: 'inform', b: 'coordinate', a: 'lead', c: 'coordinate' })).toEqual({
    leadUnitId: 'a',
    coordinateUnitIds: ['b', 'c'],
    informUnitIds: ['d'],
  })
  expect(unitsOf({}).leadUnitId).toBe('')
})

test('working days are counted by the server, a day is a day, and nothing leaves what was given', () => {
  expect(deadlineOf('given', '2020-07-15')).toBeNull()
  expect(deadlineOf('5', '')).toEqual({ workingDays: 5 })
  expect(deadlineOf('day', '2020-07-15')).toEqual({ on: '2020-07-15' })
})

test('only a deadline behind the given one asks for its reason, and the refusal still reaches the form', async () => {
  let asked = 0
  const sent = (reason: string) =>
    noticingLate(Promise.reject(new ApiRefusal({ code: 'invalid', reason })), () => asked++)
  await expect(sent('due_after_parent')).rejects.toThrow('due_after_parent')
  await expect(sent('due_in_past')).rejects.toThrow('due_in_past')
  expect(asked).toBe(1)
  expect(await noticingLate(Promise.resolve('sent'), () => asked++)).toBe('sent')
  expect(lateReasonOf('  ')).toEqual({})
  expect(lateReasonOf('Chờ ý kiến bộ')).toEqual({ lateReason: 'Chờ ý kiến bộ' })
})
