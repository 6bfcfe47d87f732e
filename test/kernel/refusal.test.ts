import { expect, test } from 'vitest'
import { fillText } from '#server/kernel/refusal.ts'

test('an instant in a refusal is shown in Vietnamese time, whatever the machine’s zone', () => {
  const data = { byName: 'Nguyễn Văn Thử', at: '2020-06-22T18:05:59.123Z' }
  expect(fillText('{byName} đã thay đổi lúc {at}.', data)).toBe('Nguyễn Văn Thử đã thay đổi lúc 23/06/2020 01:05.')
})

test('everything else stands as it is, and an unknown gap stays a gap', () => {
  expect(fillText('{seconds} {no} {text}', { seconds: 30, text: '2020-06-22' })).toBe('30 {no} 2020-06-22')
  expect(fillText('{value}', { value: null })).toBe('null')
})
