import { expect, test } from 'vitest'
import { judgedAt, periodOf, periodWith } from '#server/reports/period.rules.ts'

test.each([
  ['2020-06', 'reporting', '2020-05-15', '2020-06-14'],
  ['2020-01', 'reporting', '2019-12-15', '2020-01-14'],
  ['2020-03', 'reporting', '2020-02-15', '2020-03-14'],
  ['2020-06', 'calendar', '2020-06-01', '2020-06-30'],
  ['2020-02', 'calendar', '2020-02-01', '2020-02-29'],
  ['2021-02', 'calendar', '2021-02-01', '2021-02-28'],
  ['2020-12', 'calendar', '2020-12-01', '2020-12-31'],
] as const)('%s by %s runs from %s to %s', (name, basis, from, to) => {
  expect(periodOf(name, basis)).toEqual({ name, basis, from, to })
})

test.each([
  ['2020-06-14', 'reporting', '2020-06'],
  ['2020-06-15', 'reporting', '2020-07'],
  ['2020-12-15', 'reporting', '2021-01'],
  ['2020-12-31', 'calendar', '2020-12'],
] as const)('%s belongs by %s to %s', (day, basis, name) => {
  const period = periodWith(day, basis)
  expect(period.name).toBe(name)
  expect(period.from <= day && day <= period.to).toBe(true)
})

test('open work is judged now while the period runs, at its last instant afterwards', () => {
  const period = periodOf('2020-06', 'reporting')
  const now = new Date('2020-06-10T03:00:00Z')
  expect(judgedAt(period, now)).toEqual(now)
  expect(judgedAt(period, new Date('2020-08-01T00:00:00Z'))).toEqual(new Date('2020-06-14T16:59:59.999Z'))
  expect(() => judgedAt(period, new Date('2020-05-14T16:59:59Z'))).toThrow('period_not_begun')
  expect(judgedAt(period, new Date('2020-05-14T17:00:00Z'))).toEqual(new Date('2020-05-14T17:00:00Z'))
})
