import { describe, expect, test } from 'vitest'
import { afterPress, capsules, type ChoiceOption, choiceRows, mostRows } from '../../web/parts/choices.ts'

const options: ChoiceOption[] = [
  { value: 'yt', label: 'Sở Y tế', group: 'Sở' },
  { value: 'tc', label: 'Sở Tài chính', group: 'Sở' },
  { value: 'lx', label: 'Thành phố Long Xuyên', detail: 'Ủy ban nhân dân', group: 'Cấp huyện' },
  { value: 'vp', label: 'Văn phòng UBND tỉnh' },
]
const rows = (query: string, chosen: string[] = [], many = true) =>
  choiceRows({ options, query, chosen: new Set(chosen), many }).rows
const keysOf = (query: string, many = true) => rows(query, [], many).map(({ key }) => key)

describe('the rows of an open list', () => {
  test('stand by group, each group with a line of its own when several may be chosen', () => {
    expect(keysOf('')).toEqual(['group:Sở', 'yt', 'tc', 'group:Cấp huyện', 'lx', 'vp'])
    expect(keysOf('', false)).toEqual(['yt', 'tc', 'lx', 'vp'])
  })

  test('are found without tones, by detail and by group too', () => {
    expect(keysOf('tai chinh')).toEqual(['group:Sở', 'tc'])
    expect(keysOf('nhan dan')).toEqual(['group:Cấp huyện', 'lx'])
    expect(keysOf('cap huyen')).toEqual(['group:Cấp huyện', 'lx'])
  })

  test('are at most so many, and say how many are held back', () => {
    const many = Array.from({ length: 1000 }, (_, index) => ({ value: String(index), label: `Xã ${index}` }))
    const shown = choiceRows({ options: many, query: '', chosen: new Set(), many: true })
    expect(shown.rows).toHaveLength(mostRows)
    expect(shown.hidden).toBe(1000 - mostRows)
  })
})

describe('pressing a row', () => {
  test('turns one over', () => {
    const row = rows('')[1]!
    expect(afterPress(row, ['vp'])).toEqual(['vp', 'yt'])
    expect(afterPress(row, ['vp', 'yt'])).toEqual(['vp'])
  })

  test('takes a whole group without doubles, and gives a complete one back', () => {
    expect(afterPress(rows('', ['tc'])[0]!, ['tc', 'vp'])).toEqual(['vp', 'yt', 'tc'])
    expect(afterPress(rows('', ['yt', 'tc'])[0]!, ['yt', 'vp', 'tc'])).toEqual(['vp'])
  })

  test('takes only the members that the search shows', () => {
    expect(afterPress(rows('tai chinh')[0]!, [])).toEqual(['tc'])
  })
})

describe('capsules', () => {
  test('say a complete group in one', () => {
    expect(capsules(options, ['yt', 'tc', 'vp']).map(({ label }) => label)).toEqual(['Sở (2)', 'Văn phòng UBND tỉnh'])
  })

  test('keep single members single', () => {
    expect(capsules(options, ['lx', 'yt']).map(({ label }) => label)).toEqual(['Sở Y tế', 'Thành phố Long Xuyên'])
  })
})
