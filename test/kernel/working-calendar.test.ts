import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  addWorkingDays,
  atLegalTime,
  endOfLegalDay,
  isWorkingDay,
  latestSending,
  legalDay,
  workingCalendar,
  workingDayFrom,
  workingDaysBetween,
} from '#server/kernel/working-calendar.rules.ts'

/** Part of 2024: Tết 08–14/02, Hùng Vương 18/04, 29/04 off in exchange for Saturday 04/05, Quốc khánh 02–03/09. */
const calendar = workingCalendar([
  ...['2024-01-01', '2024-02-08', '2024-02-09', '2024-02-12', '2024-02-13', '2024-02-14', '2024-04-18'].map(off),
  ...['2024-04-29', '2024-04-30', '2024-05-01', '2024-09-02', '2024-09-03'].map(off),
  { day: '2024-05-04', isWorking: true },
])

function off(day: string) {
  return { day, isWorking: false }
}

describe('the day in Viet Nam', () => {
  test.each([
    ['2020-04-06T16:59:59.999Z', '2020-04-06'],
    ['2020-04-06T17:00:00Z', '2020-04-07'],
    ['2020-04-06T18:00:00Z', '2020-04-07'],
    ['2019-12-31T17:00:00Z', '2020-01-01'],
    ['2024-02-29T10:00:00+07:00', '2024-02-29'],
  ])('%s is on %s', (at, day) => {
    expect(legalDay(new Date(at))).toBe(day)
  })

  test('a day ends where the next begins', () => {
    expect(endOfLegalDay('2024-12-31')).toEqual(new Date('2025-01-01T00:00:00+07:00'))
    expect(endOfLegalDay('2024-02-28')).toEqual(new Date('2024-02-28T17:00:00Z'))
  })

  test.each([
    ['2024-02-30', '08:00'],
    ['2024-13-01', '08:00'],
    ['2024-01-01', '25:00'],
    ['today', '08:00'],
  ])('%s %s is no time', (day, time) => {
    expect(() => atLegalTime(day, time)).toThrow(RangeError)
  })
})

describe('working days', () => {
  test.each([
    ['2024-05-03', true, 'a Friday'],
    ['2024-05-04', true, 'a Saturday worked in exchange'],
    ['2024-05-05', false, 'a Sunday'],
    ['2024-05-11', false, 'a usual Saturday'],
    ['2024-04-29', false, 'the bridge day'],
    ['2024-02-12', false, 'Tết'],
    ['2024-02-15', true, 'back at work'],
  ])('%s: %s, %s', (day, isWorking) => {
    expect(isWorkingDay(day, calendar)).toBe(isWorking)
  })

  test.each([
    ['2024-04-26', 1, '2024-05-02', 'from Friday over the swapped bridge and both holidays'],
    ['2024-04-26', 3, '2024-05-04', 'the exchanged Saturday counts'],
    ['2024-04-26', 4, '2024-05-06', 'the Sunday does not'],
    ['2024-02-07', 5, '2024-02-21', 'over Tết'],
    ['2024-12-31', 1, '2025-01-01', 'a year without a calendar yet has weekends only'],
    ['2024-05-05', 0, '2024-05-05', 'nothing added'],
    ['2024-05-06', -3, '2024-05-02', 'papers three working days before'],
    ['2024-05-05', -1, '2024-05-04', 'one before a Sunday'],
  ])('%s and %i working days: %s, %s', (day, count, expected) => {
    expect(addWorkingDays(day, count, calendar)).toBe(expected)
  })

  test.each([
    ['2024-05-02', '2024-05-02'],
    ['2024-04-27', '2024-05-02'],
    ['2024-05-04', '2024-05-04'],
    ['2024-08-31', '2024-09-04'],
  ])('a period that ends on %s ends on %s', (day, expected) => {
    expect(workingDayFrom(day, calendar)).toBe(expected)
  })

  test('counting and adding are each other’s inverse, whatever the calendar', () => {
    const day = fc.integer({ min: 0, max: 3650 }).map((n) => addDays('2020-01-01', n))
    const exceptions = fc.array(fc.record({ day, isWorking: fc.boolean() }), { maxLength: 200 })
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 60 }), exceptions, (from, count, rows) => {
        const some = workingCalendar(rows)
        const to = addWorkingDays(from, count, some)
        expect(isWorkingDay(to, some)).toBe(true)
        expect(workingDaysBetween(from, to, some)).toBe(count)
        expect(workingDaysBetween(to, from, some)).toBe(-count)
      }),
    )
  })
})

describe('the latest instant to send what was signed', () => {
  test.each([
    ['2024-04-25T08:00:00+07:00', '2024-04-26T11:30:00+07:00', 'next morning'],
    ['2024-04-26T23:59:00+07:00', '2024-05-02T11:30:00+07:00', 'over a weekend and holidays'],
    ['2024-05-03T17:00:00+07:00', '2024-05-04T11:30:00+07:00', 'on the exchanged Saturday'],
    ['2024-05-05T01:00:00+07:00', '2024-05-06T11:30:00+07:00', 'signed on a Sunday'],
    ['2024-04-23T23:30:00+07:00', '2024-04-24T11:30:00+07:00', 'late in the night of Viet Nam, another day elsewhere'],
  ])('%s: %s, %s', (signedAt, latest) => {
    expect(latestSending(new Date(signedAt), calendar)).toEqual(new Date(latest))
  })

  test('the province may end its mornings at noon', () => {
    expect(latestSending(new Date('2024-04-25T08:00:00+07:00'), calendar, '12:00')).toEqual(
      new Date('2024-04-26T05:00:00Z'),
    )
  })
})
