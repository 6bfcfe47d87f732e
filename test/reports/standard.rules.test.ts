import { expect, test } from 'vitest'
import { holdingOn, judgeTarget, judgeThreshold } from '#server/reports/standard.rules.ts'

const row = (levelCode: string, percent: string, validFrom: string, validTo: string | null) => ({
  indicator: 'handled_online',
  levelCode,
  percent,
  validFrom,
  validTo,
  instrument: 'NQ 17/NQ-CP',
})
const targets = [
  row('province', '60', '2019-03-07', '2020-12-31'),
  row('district', '30', '2019-03-07', '2020-12-31'),
  row('province', '90', '2021-01-01', '2025-12-31'),
  row('district', '80', '2021-01-01', '2025-06-30'),
]

test.each([
  ['province', '2020-06-30', '60'],
  ['district', '2020-06-30', '30'],
  ['province', '2020-12-31', '60'],
  ['province', '2021-01-01', '90'],
  ['district', '2025-06-30', '80'],
  ['district', '2025-07-01', undefined],
  ['province', '2019-03-06', undefined],
  ['commune', '2020-06-30', undefined],
])('the target of a %s on %s is %s', (levelCode, day, percent) => {
  expect(holdingOn(targets, { indicator: 'handled_online', levelCode, day })?.percent).toBe(percent)
})

test('of two that hold, the newer instrument does', () => {
  const two = [...targets, row('province', '65', '2020-06-01', null)]
  expect(holdingOn(two, { indicator: 'handled_online', levelCode: 'province', day: '2020-06-30' })?.percent).toBe('65')
})

const rule = {
  ...row('province', '', '2020-01-01', null),
  indicator: 'overdue',
  thresholdPercent: '2.000',
  points: '0.500',
}

test.each([
  [{ numerator: 2, denominator: 100 }, false, 0],
  [{ numerator: 3, denominator: 100 }, true, -0.5],
  [{ numerator: 100, denominator: 100 }, true, -0.5],
  [{ numerator: 0, denominator: 0 }, false, 0],
])('%o of a provincial agency: exceeded %s, %d points for the month', (share, exceeded, points) => {
  expect(judgeThreshold(share, rule)).toMatchObject({ percent: 2, exceeded, points })
})

test('without a rule or a target nothing is judged', () => {
  expect(judgeThreshold({ numerator: 1, denominator: 1 }, null)).toBeNull()
  expect(judgeTarget({ numerator: 1, denominator: 1 }, null)).toBeNull()
})
