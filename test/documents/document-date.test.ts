import { expect, test } from 'vitest'
import { longDay, placeAndDay } from '#server/documents/document-date.rules.ts'

test.each([
  ['2020-04-03', 'ngày 03 tháng 4 năm 2020'],
  ['2020-01-31', 'ngày 31 tháng 01 năm 2020'],
  ['2020-02-29', 'ngày 29 tháng 02 năm 2020'],
  ['2020-03-01', 'ngày 01 tháng 3 năm 2020'],
  ['2020-09-10', 'ngày 10 tháng 9 năm 2020'],
  ['2020-10-09', 'ngày 09 tháng 10 năm 2020'],
  ['2020-12-31', 'ngày 31 tháng 12 năm 2020'],
])('%s is %s', (day, printed) => expect(longDay(day)).toBe(printed))

test.each(['2020-02-30', '2019-02-29', '2020-13-01', '23/06/2020', '2020-6-3', ''])('%j is no day', (day) => {
  expect(() => longDay(day)).toThrow()
})

test('the place stands before the day', () => {
  expect(placeAndDay('An Giang', '2020-06-23')).toBe('An Giang, ngày 23 tháng 6 năm 2020')
  expect(placeAndDay('Thoại Sơn'.normalize('NFD'), '2020-06-01')).toBe('Thoại Sơn, ngày 01 tháng 6 năm 2020')
})
