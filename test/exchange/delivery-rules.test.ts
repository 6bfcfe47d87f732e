import { expect, test } from 'vitest'
import { aggregateOf, deliveryStatuses, isKnownStatus, statusAfter } from '#server/exchange/delivery.rules.ts'

test.each([
  ['queued', '01', '01'],
  ['01', '02', '02'],
  ['01', '03', '03'],
  ['03', '04', '04'],
  ['03', '05', '05'],
  ['03', '06', '06'],
  ['04', '05', '05'],
  ['05', '06', '06'],
  ['01', '06', '01'],
  ['02', '03', '02'],
  ['06', '05', '06'],
  ['05', '04', '05'],
  ['03', '07', '03'],
  ['03', '13', '13'],
  ['13', '15', '15'],
  ['13', '16', '16'],
  ['16', '06', '06'],
  ['06', '13', '06'],
])('%s and then %s: %s', (current, reported, after) => {
  expect(statusAfter(current, reported)).toBe(after)
})

test('every code of the national list has both names', () => {
  for (const code of ['01', '02', '03', '04', '05', '06', '13', '15', '16']) {
    expect(isKnownStatus(code) && deliveryStatuses[code].vi).toBeTruthy()
  }
  expect(isKnownStatus('07')).toBe(false)
})

test('the aggregate counts every row once, unknown codes too', () => {
  const seen = new Date()
  const rows = [
    { status: '01', acknowledgedRefusalAt: null },
    { status: '02', acknowledgedRefusalAt: null },
    { status: '02', acknowledgedRefusalAt: seen },
    { status: '09', acknowledgedRefusalAt: null },
  ]
  expect(aggregateOf(rows)).toEqual({ total: 4, byStatus: { '01': 1, '02': 2, '09': 1 }, refusalsToAcknowledge: 1 })
})
