import { describe, expect, test } from 'vitest'
import type { FaceName } from '#server/documents/compose/body-text.rules.ts'
import { textWidth } from '#server/documents/compose/font-faces.ts'
import { breakBalanced, breakLines, type SetLine } from '#server/documents/compose/line-breaking.ts'

const run = (text: string, face: FaceName = 'regular') => ({ text, face })
const shown = (lines: SetLine[]) =>
  lines.map(({ words }) => words.map((word) => word.map(({ text }) => text).join('')).join(' '))
const sentence = 'Ủy ban nhân dân tỉnh yêu cầu các cơ quan, đơn vị nghiêm túc thực hiện.'

test('the widths are those of Times', () => {
  expect(['A', 'a', 'm', 'W', '0', ' '].map((char) => Math.round(textWidth(char, 'regular', 1000)))).toEqual([
    722, 444, 778, 944, 500, 250,
  ])
})

describe('lines', () => {
  test('hold what fits and lose nothing', () => {
    const lines = breakLines([run(sentence)], { width: 120, size: 14, indent: 36 })
    expect(shown(lines).join(' ')).toBe(sentence)
    for (const { indent, width } of lines) expect(indent + width).toBeLessThanOrEqual(120)
    expect(lines.map(({ indent }) => indent)).toEqual([36, ...lines.slice(1).map(() => 0)])
    expect(lines.map(({ last }) => last)).toEqual([...lines.slice(1).map(() => false), true])
  })

  test('keep a word whole across faces', () => {
    const lines = breakLines([run('xem '), run('Điều', 'bold'), run('5,'), run(' khoản')], { width: 1000, size: 14 })
    expect(shown(lines)).toEqual(['xem Điều5, khoản'])
    expect(lines[0]!.words[1]).toEqual([run('Điều', 'bold'), run('5,')])
  })

  test('do not break at a no-break space', () => {
    const lines = breakLines([run('ngày\u00a023\u00a0tháng\u00a06')], { width: 400, size: 14 })
    expect(lines[0]!.words).toHaveLength(1)
  })

  test('cut a word that no line can hold', () => {
    const lines = breakLines([run(`a ${'x'.repeat(50)} b`)], { width: 100, size: 14 })
    expect(shown(lines).join('').replaceAll(' ', '')).toBe(`a${'x'.repeat(50)}b`)
    for (const { width } of lines) expect(width).toBeLessThanOrEqual(100)
  })

  test('of nothing are one empty line', () => {
    expect(breakLines([], { width: 100, size: 14 })).toEqual([{ words: [], width: 0, indent: 0, last: true }])
  })
})

test('a balanced title has no orphan and no more lines than it needs', () => {
  const title = [run('Kết luận của Chủ tịch Ủy ban nhân dân tỉnh tại phiên họp tháng 6', 'bold')]
  const measure = { width: 400, size: 14 }
  const [plain, balanced] = [breakLines(title, measure), breakBalanced(title, measure)]
  expect(balanced).toHaveLength(plain.length)
  const widths = balanced.map(({ width }) => width)
  expect(Math.min(...widths) / Math.max(...widths)).toBeGreaterThan(0.8)
})
