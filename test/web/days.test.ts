import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  addMonths,
  dayAfterKey,
  readDay,
  todayInVietnam,
  weekday,
  weeksOf,
  writeDay,
} from '../../web/parts/days.ts'

describe('reading a typed day', () => {
  test.each([
    ['30/11/2026', '2026-11-30'],
    ['30/11', '2026-11-30'],
    ['1/2/27', '2027-02-01'],
    ['30-11-2026', '2026-11-30'],
    ['30.11.2026', '2026-11-30'],
    ['30 11 2026', '2026-11-30'],
    ['30112026', '2026-11-30'],
    [' 2026-11-30 ', '2026-11-30'],
    ['29/2/2028', '2028-02-29'],
  ])('%s is %s', (typed, day) => expect(readDay(typed, '2026-05-04')).toBe(day))

  test.each(['31/11/2026', '29/2/2027', '0/1/2026', '12/13/2026', '', 'mai', '2026', '30/11/0026'])(
    '%s is no day',
    (typed) => {
      expect(readDay(typed, '2026-05-04')).toBeUndefined()
    },
  )

  test('what is written is read again', () => {
    const anyDay = fc.integer({ min: 0, max: 60_000 }).map((count) => addDays('1950-01-01', count))
    fc.assert(fc.property(anyDay, (day) => readDay(writeDay(day), '2026-01-01') === day))
  })
})

describe('a calendar', () => {
  test('shows the whole month in weeks from Monday', () => {
    const weeks = weeksOf('2026-11-22')
    expect(weeks).toHaveLength(6)
    expect(weeks[0]![0]).toBe('2026-10-26')
    expect(weeks.flat()).toContain('2026-11-30')
    expect(weeks.every((week) => weekday(week[0]!) === 0)).toBe(true)
  })

  test.each([
    ['ArrowDown', '2026-11-29'],
    ['ArrowLeft', '2026-11-21'],
    ['Home', '2026-11-16'],
    ['End', '2026-11-22'],
    ['PageDown', '2026-12-22'],
    ['Tab', undefined],
  ])('%s leads to %s', (key, day) => expect(dayAfterKey('2026-11-22', key)).toBe(day))

  test('the 31st has a neighbour in shorter months', () => {
    expect(addMonths('2026-10-31', 1)).toBe('2026-11-30')
    expect(addMonths('2026-03-31', -1)).toBe('2026-02-28')
    expect(addMonths('2026-12-15', 1)).toBe('2027-01-15')
  })

  test('today is the day in Vietnam', () => {
    expect(todayInVietnam(new Date('2026-11-22T17:00:00Z'))).toBe('2026-11-23')
    expect(todayInVietnam(new Date('2026-11-22T16:59:00Z'))).toBe('2026-11-22')
  })
})
