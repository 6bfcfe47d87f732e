import { expect, test } from 'vitest'
import { nextTry, renewalAt, stateAfter } from '#server/signing/archive/archive-copy.rules.ts'

const at = new Date('2020-06-23T09:00:00Z')
const inDays = (count: number) => new Date(at.getTime() + count * 24 * 3600_000)

test.each([
  [1, 1],
  [2, 2],
  [5, 16],
  [7, 60],
  [500, 60],
])('after %i failures the next try is %i minutes away', (failures, minutes) => {
  expect(nextTry(at, failures).getTime() - at.getTime()).toBe(minutes * 60_000)
})

test.each([
  [1000, 910],
  [100, 50],
  [2, 1],
  [0, 1],
  [-30, 1],
])('a time-stamp that ends in %i days is renewed in %i', (ends, due) => {
  expect(renewalAt(at, inDays(ends), 90)).toEqual(inDays(due))
})

test('an end is left by nothing', () => {
  for (const end of ['unsigned', 'invalid', 'unreadable', 'damaged'] as const)
    expect(() => stateAfter(end, 'reach')).toThrow('wrong_state')
})
