import { describe, expect, test } from 'vitest'
import {
  daysUntil,
  formatDate,
  formatDateTime,
  formatMoment,
  formatDay,
  formatDuration,
  formatNumber,
  formatPercent,
  formatSize,
} from '../../web/kernel/format.ts'

describe('moments are shown in +07:00 on any machine', () => {
  test('late evening in London is the next day in Hà Nội', () => {
    expect(formatDateTime('2026-11-22T17:30:00Z')).toBe('23/11/2026 00:30')
    expect(formatMoment('2026-11-22T17:30:09Z')).toBe('23/11/2026 00:30:09')
    expect(formatDate(new Date('2026-11-22T16:59:59Z'))).toBe('22/11/2026')
  })

  test('weekdays in both languages', () => {
    expect(formatDay('2026-11-22T17:30:00Z')).toBe('Thứ Hai, 23/11/2026')
    expect(formatDay('2026-11-22T10:00:00+07:00', 'en')).toBe('Sunday, 22/11/2026')
  })
})

describe('figures as on paper', () => {
  test.each([
    [1234.5, '1.234,5'],
    [0, '0'],
    [1000000, '1.000.000'],
    [-2.25, '-2,3'],
  ])('%d is %s', (value, shown) => expect(formatNumber(value)).toBe(shown))

  test('shares as percentages with a space', () => {
    expect(formatPercent(0.0352)).toBe('3,52 %')
    expect(formatPercent(1, 0)).toBe('100 %')
  })

  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [47_300_000, '47,3 MB'],
    [2_500_000_000, '2,5 GB'],
  ])('%d bytes are %s', (bytes, shown) => expect(formatSize(bytes)).toBe(shown))

  test.each([
    [0, '0:00'],
    [245, '4:05'],
    [3725, '1:02:05'],
    [-3, '0:00'],
  ])('%d seconds are %s', (seconds, shown) => expect(formatDuration(seconds)).toBe(shown))
})

describe('days until a deadline are calendar days in Vietnam', () => {
  const now = '2026-11-22T23:30:00+07:00'
  test.each([
    ['2026-11-22T23:59:00+07:00', 0],
    ['2026-11-23T00:01:00+07:00', 1],
    ['2026-11-21T17:00:00+07:00', -1],
    ['2027-01-01T00:00:00+07:00', 40],
  ])('%s is %d days away', (due, days) => expect(daysUntil(due, now)).toBe(days))
})
