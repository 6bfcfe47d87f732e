import { describe, expect, test } from 'vitest'
import { alreadyHas, rangeWish } from '#server/files/http-range.rules.ts'

const part = (start: number, end: number) => ({ wish: 'part', range: { start, end } })
const all = { wish: 'all' }
const impossible = { wish: 'impossible' }

test.each([
  [undefined, all],
  ['bytes=0-0', part(0, 0)],
  ['bytes=0-99', part(0, 99)],
  ['bytes=10-', part(10, 99)],
  ['bytes=90-1000', part(90, 99)],
  ['bytes=-10', part(90, 99)],
  ['bytes=-1000', part(0, 99)],
  ['bytes=100-', impossible],
  ['bytes=-0', impossible],
  ['bytes=5-4', all],
  ['bytes=0-1,5-6', all],
  ['bytes=-', all],
  ['items=0-1', all],
  ['bytes=a-b', all],
  ['bytes=0-99999999999999999999', all],
])('of 100 bytes, %j is %j', (header, expected) => expect(rangeWish(header, 100)).toEqual(expected))

test('an empty file has no part', () => {
  expect(rangeWish('bytes=0-0', 0)).toEqual(impossible)
  expect(rangeWish('bytes=-5', 0)).toEqual(impossible)
})

describe('If-None-Match', () => {
  test.each([
    [undefined, false],
    ['"a"', true],
    ['W/"a"', true],
    ['"b", "a"', true],
    ['*', true],
    ['"b"', false],
    ['a', false],
  ])('%j', (header, expected) => expect(alreadyHas(header, '"a"')).toBe(expected))
})
