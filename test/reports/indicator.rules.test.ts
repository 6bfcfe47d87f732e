import { expect, test } from 'vitest'
import {
  addCounts,
  exceeds,
  handledOnTime,
  noWork,
  overdueOpen,
  overdueShare,
  percentOf,
  reaches,
  sizeOf,
} from '#server/reports/indicator.rules.ts'

const counts = { on_time: 97, late: 1, without_deadline: 40, open_in_time: 50, overdue: 2, open_without_deadline: 8 }

test('each indicator divides what its formula says', () => {
  expect(handledOnTime(counts)).toEqual({ numerator: 97, denominator: 100 })
  expect(overdueOpen(counts)).toEqual({ numerator: 2, denominator: 60 })
  expect(overdueShare(counts)).toEqual({ numerator: 3, denominator: 150 })
  expect(sizeOf(counts, 'handled')).toBe(138)
  expect(sizeOf(counts, 'open')).toBe(60)
})

test('work without a deadline moves neither the rate on time nor the overdue share', () => {
  const more = addCounts(counts, { ...noWork, without_deadline: 5, open_without_deadline: 9 })
  expect(handledOnTime(more)).toEqual(handledOnTime(counts))
  expect(overdueShare(more)).toEqual(overdueShare(counts))
})

test.each([
  [{ numerator: 2, denominator: 100 }, '2', false],
  [{ numerator: 201, denominator: 10_000 }, '2', true],
  [{ numerator: 35, denominator: 1000 }, '3.5', false],
  [{ numerator: 36, denominator: 1000 }, '3.5', true],
  [{ numerator: 2_000_001, denominator: 100_000_000 }, '2.000', true],
  [{ numerator: 1, denominator: 51 }, '2', false],
  [{ numerator: 1, denominator: 49 }, '2', true],
  [{ numerator: 0, denominator: 0 }, '2', false],
])('%o against %s %%: exceeded %s, strictly and before any rounding', (share, threshold, exceeded) => {
  expect(exceeds(share, threshold)).toBe(exceeded)
})

test.each([
  [{ numerator: 60, denominator: 100 }, '60', true],
  [{ numerator: 5999, denominator: 10_000 }, '60', false],
  [{ numerator: 965, denominator: 1000 }, '96.5', true],
  [{ numerator: 0, denominator: 0 }, '60', null],
])('%o against a target of %s %%: %s', (share, target, reached) => {
  expect(reaches(share, target)).toBe(reached)
})

test('a percentage is rounded to two decimals for the eye only', () => {
  expect(percentOf({ numerator: 1, denominator: 3 })).toBe(33.33)
  expect(percentOf({ numerator: 2_000_001, denominator: 100_000_000 })).toBe(2)
  expect(percentOf({ numerator: 0, denominator: 0 })).toBeNull()
})
