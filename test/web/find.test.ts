import { describe, expect, test } from 'vitest'
import { finds, marked } from '../../web/kernel/find.ts'
import vectors from '../support/fold-vectors.json' with { type: 'json' }

describe('finding without tones', () => {
  test.each(vectors as [string, string][])('%s is found by its folded form', (written, folded) => {
    expect(finds(folded, written)).toBe(true)
  })

  test.each([
    ['van ban', 'Văn bản đến'],
    ['den van', 'Văn bản đến'],
    ['tiep nhan', 'Tiếp nhận – vào sổ'],
    ['ky so', 'Ký số'],
    ['dieu hanh', 'Điều hành'],
    ['ĐIỀU', 'Điều hành'],
    ['thuy', 'Thuỷ lợi, thủy lợi'],
    ['', 'anything'],
  ])('%s finds %s', (query, text) => expect(finds(query, text)).toBe(true))

  test.each([
    ['van bang', 'Văn bản đến'],
    ['x', ''],
  ])('%s does not find %s', (query, text) => expect(finds(query, text)).toBe(false))
})

describe('marking what was found', () => {
  const hits = (query: string, text: string) =>
    marked(query, text)
      .filter(({ hit }) => hit)
      .map(({ text: piece }) => piece)

  test('marks the letters as they are written', () => {
    expect(hits('van ban', 'Đến Văn bản đi')).toEqual(['Văn', 'bản'])
  })

  test('marks each occurrence and overlapping words once', () => {
    expect(hits('so', 'Số sổ')).toEqual(['Số', 'sổ'])
    expect(hits('vanb anb', 'vanban')).toEqual(['vanb'])
  })

  test.each(['Đặng Thị Hưởng', 'Trang 12 – Phụ lục', ''])('loses nothing of %s', (text) => {
    const pieces = marked('an', text)
    expect(pieces.map((piece) => piece.text).join('')).toBe(text.normalize('NFC'))
  })

  test('reads text from a Mac, whose marks stand apart', () => {
    expect(hits('van', 'Văn bản'.normalize('NFD'))).toEqual(['Văn'])
  })
})
